import { fileURLToPath } from "node:url";

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** @type {ReadonlyMap<string, string>} */
const standIns = new Map([
  [here("../../web/core/blobs/running-hash.ts"), here("running-hash.ts")],
  [here("../../web/core/handshake/key-agreement.ts"), here("key-agreement.ts")],
  [here("../../web/core/same-bytes.ts"), here("same-bytes.ts")],
]);

/**
 * Has what runs in Node alone hash, agree on keys and compare bytes by Node's own means: written in JavaScript the first two took
 * 40 % of a simulated room's time, and the third 5 % of what was left. Both give the same (native-crypto.test.ts). What a test
 * imports by itself is what browsers have.
 * @returns {import("vite").Plugin}
 */
export function nativeCrypto() {
  return {
    name: "tabpool:native-crypto",
    enforce: "pre",
    async resolveId(source, importer, options) {
      if (!/(?:running-hash|key-agreement|same-bytes)\.ts$/.test(source)) return null;
      if (importer?.endsWith(".test.ts") === true) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return standIns.get(resolved?.id ?? "") ?? null;
    },
  };
}
