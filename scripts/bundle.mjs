import { build } from "vite";
import { nativeCrypto } from "./native-crypto/plugin.mjs";
import { root } from "./preconditions.mjs";

/**
 * Bundles a TypeScript entry and imports it: the oldest supported Node cannot load TypeScript by itself.
 * @param {string} entry Its path from the root of the project.
 * @returns {Promise<any>} The entry's exports.
 */
export async function importBundled(entry) {
  const name = entry.replaceAll(/[^a-z0-9]+/gi, "-");
  const outDir = `${root}/.cache/bundles/${name}`;
  await build({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [nativeCrypto()],
    build: {
      ssr: entry,
      outDir,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "entry.js" } },
    },
  });
  return import(`${outDir}/entry.js`);
}
