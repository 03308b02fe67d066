import { build } from "vite";
import { nativeCrypto } from "./native-crypto/plugin.mjs";
import { root } from "./preconditions.mjs";

/**
 * Settings of a build that puts a TypeScript entry and all that it imports into one file for Node.
 * @param {string} entry Its path from the root of the project.
 * @returns {import("vite").InlineConfig & { build: import("vite").BuildOptions }}
 */
function bundling(entry) {
  return {
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    plugins: [nativeCrypto()],
    build: {
      ssr: entry,
      target: "node20",
      minify: false,
      rollupOptions: { output: { entryFileNames: "entry.js" } },
    },
  };
}

/**
 * Bundles a TypeScript entry: the oldest supported Node cannot load TypeScript by itself.
 * @param {string} entry Its path from the root of the project.
 * @returns {Promise<string>} The bundle's file.
 */
export async function bundle(entry) {
  const outDir = `${root}/.cache/bundles/${entry.replaceAll(/[^a-z0-9]+/gi, "-")}`;
  const settings = bundling(entry);
  await build({ ...settings, build: { ...settings.build, outDir } });
  return `${outDir}/entry.js`;
}

/**
 * Bundles a TypeScript entry and imports it.
 * @param {string} entry Its path from the root of the project.
 * @returns {Promise<any>} The entry's exports.
 */
export async function importBundled(entry) {
  return import(await bundle(entry));
}

/**
 * Has tests import one module as a bundle with all that it imports: between modules Vitest looks each name up anew at each use,
 * which takes a fifth of a simulated room's time.
 * @param {string} entry Its path from the root of the project.
 * @returns {import("vite").Plugin}
 */
export function bundledForTests(entry) {
  return {
    name: "tabpool:bundled-for-tests",
    enforce: "pre",
    async load(id) {
      if (id !== `${root}/${entry}`) return null;
      const settings = bundling(entry);
      const built = await build({ ...settings, build: { ...settings.build, write: false, sourcemap: true } });
      const [chunk] = "output" in built ? built.output : [];
      if (chunk?.type !== "chunk") throw new Error(`${entry} gives no bundle`);
      return { code: chunk.code, map: chunk.map };
    },
  };
}
