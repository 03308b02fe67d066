import { availableParallelism } from "node:os";
import { poolOn } from "../web/pool/pool-opener.ts";
import type { Pool as PoolType, PoolOpener } from "../web/pool/pool-types.ts";

export * from "../web/pool/surface.ts";

/** How many tasks this machine computes at a time, as far as this process may use it. */
export function cpuCount(): number {
  return availableParallelism();
}

/** The pool of this process, and of the tabs that join it. */
export const Pool: PoolOpener = poolOn({
  async openEnvironment(options) {
    const { openNodeEnvironment } = await import("./environment.ts");
    return openNodeEnvironment(options);
  },
  cpuCount,
});
export type Pool = PoolType;
