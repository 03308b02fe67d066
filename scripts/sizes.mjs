import { gzipSync } from "node:zlib";
import { build } from "vite";
import { root } from "./preconditions.mjs";

// `npm run check:sizes`: prints the gzipped size of the scripts that each page loads, now or lazily, and of what the library loads.
// Fails if one is over its limit.

/** @typedef {import("vite").Rolldown.OutputChunk} Chunk */

/**
 * Each page's part of web/app.tsx. `later`: what it loads once it has computed something or has found no direct path, if at all. `most` is its limit in bytes: students wait for
 * the volunteer's page, also on phones.
 *
 * @type {readonly { readonly path: string, readonly parts: readonly string[], readonly later?: readonly string[], readonly most: number }[]}
 */
const pages = [
  { path: "/", parts: ["web/home/home-page.tsx"], most: Infinity },
  {
    path: "/coordinator",
    parts: ["web/coordinator/coordinator.tsx"],
    most: Infinity,
  },
  { path: "/coordinator?lesson=pool", parts: ["web/lessons/views/lesson-page.tsx"], most: Infinity },
  { path: "/lessons", parts: ["web/lessons/views/lessons-page.tsx"], most: Infinity },
  {
    path: "/worker",
    parts: ["web/volunteer/volunteer.tsx"],
    later: ["web/volunteer/views/own-picture.tsx", "web/links/relay/relay-beside.ts"],
    most: 147_100,
  },
];

/** What the library loads in a page, when: `parts` beside the entry. The limits are what it was, and a little more. */
const libraryTimes = [
  { path: "tabpool, where it is imported", parts: [], most: 9_200 },
  {
    path: "tabpool, up to a pool's first task",
    parts: [
      "web/pool/open-pool.ts",
      "web/pool/browser-environment.ts",
      "web/pool/browser-helper.ts",
      "web/pool/free-names.ts",
    ],
    most: 224_500,
  },
  {
    path: "tabpool, with a server and tabs that join",
    parts: [
      "web/pool/open-pool.ts",
      "web/pool/browser-environment.ts",
      "web/environment/browser/served-address.ts",
      "web/pool/browser-helper.ts",
      "web/pool/free-names.ts",
    ],
    most: Infinity,
  },
];

/** @param {string | Uint8Array} content */
function gzippedBytes(content) {
  return gzipSync(content, { level: 9 }).length;
}

/** @param {number} bytes */
function inKilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(9);
}

/**
 * @param {ReadonlyMap<string, Chunk>} chunks By file name.
 * @param {string} fileName
 * @returns {Chunk}
 */
function chunkNamed(chunks, fileName) {
  const chunk = chunks.get(fileName);
  if (chunk === undefined) throw new Error(`${fileName} is imported and was not built`);
  return chunk;
}

/**
 * Adds the chunk and all chunks that it imports, now or lazily.
 * @param {ReadonlyMap<string, Chunk>} chunks
 * @param {Chunk} chunk
 * @param {Set<Chunk>} loaded
 * @param {boolean} isLazyToo
 * @param {readonly string[]} later Modules that are not loaded.
 */
function load(chunks, chunk, loaded, isLazyToo, later = []) {
  if (loaded.has(chunk) || later.includes(moduleOf(chunk))) return;
  loaded.add(chunk);
  for (const fileName of [...chunk.imports, ...(isLazyToo ? chunk.dynamicImports : [])]) {
    load(chunks, chunkNamed(chunks, fileName), loaded, isLazyToo, later);
  }
}

/** @param {Chunk} chunk The module it was made for, as a path in the repository. */
function moduleOf({ facadeModuleId }) {
  return facadeModuleId?.slice(root.length + 1).replaceAll("\\", "/") ?? "";
}

/** @param {import("vite").InlineConfig} config */
async function outputsOf(config) {
  const built = await build({ root, logLevel: "warn", ...config, build: { write: false } });
  return [built].flat().flatMap((output) => ("output" in output ? output.output : []));
}

/**
 * @param {readonly (Chunk | { readonly type: "asset" })[]} outputs
 * @returns {{ readonly chunks: ReadonlyMap<string, Chunk>, readonly entry: Chunk }}
 */
function chunksOf(outputs) {
  const chunks = new Map(outputs.flatMap((output) => (output.type === "chunk" ? [[output.fileName, output]] : [])));
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
  if (entry === undefined) throw new Error("The build has no entry");
  return { chunks, entry };
}

/**
 * Prints what is loaded, and fails where it is more than `most` bytes.
 * @param {string} path
 * @param {ReadonlySet<Chunk>} loaded
 * @param {number} most
 */
function tellSizes(path, loaded, most) {
  const sizes = [...loaded].map(({ name, code }) => ({ name, bytes: gzippedBytes(code) }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${inKilobytes(total)}  ${path}${most === Infinity ? "" : `, at most ${most / 1000} kB`}`);
  for (const { name, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) {
    console.log(`${inKilobytes(bytes)}    ${name}`);
  }
  if (total > most) {
    console.error(`tabpool: ${path} loads ${total} bytes of script, gzipped; the most is ${most}.`);
    process.exitCode = 1;
  }
}

const outputs = await outputsOf({});
const { chunks, entry } = chunksOf(outputs);
const lazyParts = new Map(
  entry.dynamicImports.map((fileName) => {
    const chunk = chunkNamed(chunks, fileName);
    return [moduleOf(chunk), chunk];
  }),
);
const known = new Set(pages.flatMap(({ parts }) => parts));
for (const part of lazyParts.keys()) {
  if (!known.has(part)) throw new Error(`scripts/sizes.mjs does not know whose part this is: ${part}`);
}

for (const { path, parts, later, most } of pages) {
  /** @type {Set<Chunk>} */
  const loaded = new Set();
  // Lazy imports of the entry are left out: each is for one page.
  load(chunks, entry, loaded, false);
  for (const part of parts) {
    const chunk = lazyParts.get(part);
    if (chunk === undefined) throw new Error(`web/app.tsx does not load ${part}`);
    load(chunks, chunk, loaded, true, later);
  }
  tellSizes(path, loaded, most);
}
const sandbox = outputs.find(({ fileName }) => fileName === "sandbox.html");
if (sandbox?.type === "asset") console.log(`${inKilobytes(gzippedBytes(sandbox.source))}  sandbox.html`);

const library = chunksOf(await outputsOf({ mode: "library" }));
for (const { path, parts, most } of libraryTimes) {
  /** @type {Set<Chunk>} */
  const loaded = new Set();
  load(library.chunks, library.entry, loaded, false);
  for (const part of parts) {
    const chunk = [...library.chunks.values()].find((one) => moduleOf(one) === part);
    if (chunk === undefined) throw new Error(`the library has no file for ${part}`);
    load(library.chunks, chunk, loaded, false);
  }
  tellSizes(path, loaded, most);
}
