import { begin } from "../web/pool/here.ts";
import { poolOn } from "../web/pool/pool-opener.ts";
import type { Pool as PoolType, PoolOpener } from "../web/pool/pool-types.ts";
import { platform } from "./platform.ts";

export * from "../web/pool/surface.ts";

/** How many tasks this machine computes at a time, as far as this process may use it. */
export function cpuCount(): number {
  return platform.cpuCount();
}

begin(platform, () => {
  const timer = setInterval(() => {}, 2 ** 31 - 1);
  return () => clearInterval(timer);
});

/** Opens pools of this process, and of the tabs that join it: a `PoolOpener`. */
export const Pool: PoolOpener = poolOn(platform);
/** A pool that is open: what `Pool.open` gives. */
export type Pool = PoolType;
