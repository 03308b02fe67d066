import type { Link } from "../link.ts";

export interface LinkPair {
  /** Two ends of an open link, without listeners. */
  readonly a: Link;
  readonly b: Link;
  dispose(): void | Promise<void>;
}

/** Makes the body of a test: runs `check` on a new pair, and disposes of the pair. */
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
