import { begin, type Here } from "./here.ts";
import { poolOn } from "./pool-opener.ts";
import type { Pool as PoolType, PoolOpener } from "./pool-types.ts";

export * from "./surface.ts";

/**
 * How many tasks this machine computes at a time: in Node its cores, as far as the process may use them; in a page, as far as the browser
 * tells. Python's `os.cpu_count`.
 *
 * @example
 * import { cpuCount } from "tabpool";
 *
 * console.log(cpuCount() >= 1); // true
 */
export function cpuCount(): number {
  return navigator.hardwareConcurrency;
}

const platform: Here = {
  async openEnvironment(options) {
    const { browserEnvironment } = await import("./browser-environment.ts");
    return browserEnvironment(import.meta.url)(options);
  },
  async openManagerEnvironment() {
    const { browserManagers } = await import("./browser-managers.ts");
    return browserManagers(import.meta.url);
  },
  cpuCount,
};
begin(platform);

/** Opens pools of this page, and of the tabs that join it: a `PoolOpener`. */
export const Pool: PoolOpener = poolOn(platform);
/** A pool that is open: what `Pool.open` gives. */
export type Pool = PoolType;
