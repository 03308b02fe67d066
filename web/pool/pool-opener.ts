import type { Platform } from "./open-pool.ts";
import type { PoolOpener } from "./pool-types.ts";

export function poolOn(platform: Platform): PoolOpener {
  return {
    async open(options) {
      // Most of the library: a program that opens no pool has no use for it.
      const { openPool } = await import("./open-pool.ts");
      return openPool(platform, options);
    },
  };
}
