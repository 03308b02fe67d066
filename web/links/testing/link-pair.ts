import type { Link } from "../link.ts";

export interface LinkPair {
  /** `a` and `b` are open and joined; neither has a listener. */
  readonly a: Link;
  readonly b: Link;
  dispose(): void | Promise<void>;
}

/** The body of a test: the check of a pair of its own, which is gone afterwards. */
export type WithPair = (check: (pair: LinkPair) => Promise<void>) => () => Promise<void>;

export function pairsOf(open: () => Promise<LinkPair>): WithPair {
  return (check) => async () => {
    const pair = await open();
    try {
      await check(pair);
    } finally {
      await pair.dispose();
    }
  };
}
