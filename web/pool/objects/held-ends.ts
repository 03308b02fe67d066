import { inBackground } from "../../core/in-background.ts";
import type { ObjectId } from "../../core/objects/call.ts";
import type { ObjectHome } from "./home.ts";
import { withHome } from "./own-home.ts";
import { Connection } from "./pipe.ts";
import { proxiesIn } from "./proxies-in.ts";
import { idOf } from "./shared-object.ts";

/**
 * Ends of pipes that a process is given are open until it ends, also where this program closes them before its first call. Gives what
 * lets them go.
 */
export function holdEnds(args: readonly unknown[], pid: number): () => void {
  const ends = [...proxiesIn(args)].filter((object) => object instanceof Connection).map(idOf);
  const holder = `process ${pid}`;
  const forEach = (work: (home: ObjectHome, end: ObjectId) => void): void => {
    if (ends.length === 0) return;
    const all = withHome((home) => {
      for (const end of ends) work(home, end);
    });
    inBackground(all, () => undefined);
  };
  forEach((home, end) => home.holdEnd(end, holder));
  return () => forEach((home, end) => home.letEndGo(end, holder));
}
