import { poolOn } from "./pool-opener.ts";
import type { Pool as PoolType, PoolOpener } from "./pool-types.ts";

export * from "./surface.ts";

/** How many tasks this machine computes at a time: its cores, as far as the browser tells. */
export function cpuCount(): number {
  return navigator.hardwareConcurrency;
}

/** The pool of this page, and of the tabs that join it. */
export const Pool: PoolOpener = poolOn({
  async openEnvironment(options) {
    const { browserEnvironment } = await import("./browser-environment.ts");
    return browserEnvironment(import.meta.url)(options);
  },
  cpuCount,
});
export type Pool = PoolType;
