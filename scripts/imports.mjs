import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

// Who imports whom: the rooms of the house, what each may import, and whether the code keeps to it.
// Imports of types count like all others. Tests and their helpers are free.

/**
 * A room's files are those under its paths that no room with a longer path has.
 * @typedef {{
 *   readonly name: string,
 *   readonly paths: readonly string[],
 *   readonly may: readonly string[],
 *   readonly packages?: readonly string[],
 * }} Room `packages`: the packages that it may import; any where there is no list.
 */

/** @type {readonly Room[]} */
export const rooms = [
  { name: "core", paths: ["web/core/"], may: [], packages: ["@noble/curves", "@noble/hashes"] },
  { name: "words", paths: ["web/words/"], may: ["core"], packages: [] },
  { name: "table", paths: ["web/table/"], may: ["core"], packages: [] },
  {
    name: "contracts",
    paths: [
      "web/links/link.ts",
      "web/links/link-events.ts",
      "web/links/prove-as-coordinator.ts",
      "web/links/prove-link.ts",
      "web/links/room-register.ts",
      "web/journal/journal.ts",
      "web/journal/journal-source.ts",
      "web/journal/room-id.ts",
      "web/compute/compute.ts",
    ],
    may: ["core"],
    packages: [],
  },
  { name: "links", paths: ["web/links/"], may: ["core", "contracts"] },
  { name: "compute", paths: ["web/compute/"], may: ["core", "contracts"] },
  // Makes the sandbox's page with the policy that the server sends.
  { name: "compute/build", paths: ["web/compute/build/"], may: ["signaling"] },
  { name: "journal", paths: ["web/journal/"], may: ["core", "contracts"] },
  { name: "environment", paths: ["web/environment/"], may: ["core", "contracts"], packages: [] },
  {
    name: "room",
    paths: ["web/room/"],
    may: ["core", "words", "table", "contracts", "environment"],
    packages: ["@noble/hashes", "zustand"],
  },
  {
    name: "membership",
    paths: ["web/membership/"],
    may: ["core", "words", "contracts", "environment"],
    packages: ["zustand"],
  },
  {
    name: "environment/browser",
    paths: ["web/environment/browser/"],
    may: ["core", "words", "contracts", "links", "compute", "journal", "environment", "membership"],
  },
  {
    name: "pool/browser",
    paths: ["web/pool/browser"],
    may: [
      "core",
      "contracts",
      "links",
      "compute",
      "journal",
      "environment",
      "membership",
      "environment/browser",
      "pool",
    ],
  },
  // The library's kinds for Node, which nothing else in the house imports.
  {
    name: "node",
    paths: ["node/"],
    may: [
      "core",
      "words",
      "contracts",
      "links",
      "compute",
      "compute/build",
      "journal",
      "environment",
      "membership",
      "pool",
      "signaling",
    ],
  },
  // Whatever it computes it has the library compute.
  { name: "command line", paths: ["node/cli/"], may: ["core", "words", "membership", "pool", "node", "signaling"] },
  {
    name: "pool",
    paths: ["web/pool/"],
    may: ["core", "words", "text", "contracts", "environment", "room"],
    packages: ["acorn", "periscopic", "uqr", "virtual:tabpool-objects-prelude", "zimmerframe"],
  },
  { name: "pool/build", paths: ["web/pool/build/"], may: ["compute/build"] },
  { name: "sharing", paths: ["web/sharing/"], may: ["core", "words"], packages: ["@noble/hashes"] },
  { name: "text", paths: ["web/text/"], may: ["core", "words"], packages: [] },
  { name: "workloads", paths: ["web/workloads/"], may: ["core", "words", "text"] },
  { name: "ui", paths: ["web/ui/"], may: ["core", "words"] },
  {
    name: "coordinator",
    paths: ["web/coordinator/"],
    may: [
      "core",
      "words",
      "table",
      "contracts",
      "environment",
      "environment/browser",
      "room",
      "sharing",
      "workloads",
      "ui",
    ],
  },
  {
    name: "volunteer",
    paths: ["web/volunteer/"],
    may: ["core", "words", "environment/browser", "membership", "ui"],
  },
  { name: "home", paths: ["web/home/"], may: ["core", "words", "environment/browser", "workloads", "ui"] },
  // Their programs run by the library, in the room that the coordinator's page shows.
  {
    name: "lessons",
    paths: ["web/lessons/"],
    may: ["core", "words", "environment", "environment/browser", "room", "pool", "coordinator", "ui"],
  },
  {
    name: "page",
    paths: ["web/app.tsx", "web/main.tsx"],
    may: ["coordinator", "volunteer", "home", "lessons", "ui", "environment/browser"],
  },
  {
    name: "simulation",
    paths: ["web/simulation/"],
    may: ["core", "contracts", "journal", "environment", "room", "membership"],
  },
  // Of the app the server knows what a room's code looks like, and which token a coordinator's id is had by.
  {
    name: "room's names",
    paths: ["web/core/ids.ts", "web/core/handshake/coordinator-token.ts", "web/core/handshake/base64url.ts"],
    may: [],
    packages: ["@noble/hashes"],
  },
  { name: "signaling", paths: ["signaling/"], may: ["room's names"] },
];

/** Rooms that all who may import `core` may import, too: parts of it that others may import alone. */
const partsOfCore = new Set(["room's names"]);

/** @param {string} file */
export function roomOf(file) {
  let found = null;
  let longest = 0;
  for (const room of rooms) {
    for (const path of room.paths) {
      if (!file.startsWith(path) || path.length <= longest) continue;
      found = room;
      longest = path.length;
    }
  }
  return found;
}

/**
 * @param {Room} room
 * @param {Room} other
 */
function mayImport(room, other) {
  if (room === other || room.may.includes(other.name)) return true;
  return partsOfCore.has(other.name) && (room.name === "core" || room.may.includes("core"));
}

/**
 * All imports of a source text, those of types included: files by their paths, packages as `npm:zustand/vanilla`.
 * @param {string} file
 * @param {string} source
 */
export function importsOf(file, source) {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const found = code.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"'?]+)/g);
  return Array.from(found, ([, path = ""]) =>
    path.startsWith(".") ? posix.normalize(posix.join(posix.dirname(file), path)) : `npm:${path}`,
  );
}

/** @typedef {ReadonlyMap<string, readonly string[]>} Graph Files, and those that each imports. */

/** @param {string} file */
function isFree(file) {
  return /\.(test|contract|scenario)\.tsx?$/.test(file) || file.includes("/testing/");
}

/**
 * @param {string} root
 * @returns {Graph}
 */
export function readGraph(root) {
  /** @type {Map<string, string[]>} */
  const graph = new Map();
  for (const folder of ["web", "node", "signaling"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(ts|tsx|js)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const file = path.slice(root.length + 1).replaceAll("\\", "/");
      if (!isFree(file)) graph.set(file, importsOf(file, readFileSync(path, "utf8")));
    }
  }
  return graph;
}

/**
 * Imports that no rule allows, and files of which no room knows.
 * @param {Graph} graph
 */
export function forbiddenImports(graph) {
  /** @type {string[]} */
  const found = [];
  for (const [file, imports] of graph) {
    const room = roomOf(file);
    if (room === null) {
      found.push(`${file} lies in no room: add it to scripts/imports.mjs`);
      continue;
    }
    for (const imported of imports) {
      if (imported.startsWith("npm:")) {
        const isAllowed = room.packages?.some((name) => `${imported}/`.startsWith(`npm:${name}/`)) ?? true;
        if (!isAllowed) found.push(`${file} imports ${imported.slice(4)}: ${room.name} may not`);
        continue;
      }
      const other = roomOf(imported);
      if (other !== null && mayImport(room, other)) continue;
      found.push(`${file} imports ${imported}: ${room.name} may not import ${other?.name ?? "what lies in no room"}`);
    }
  }
  return found;
}

/**
 * Files that import each other in a circle, one list for each circle's knot (Tarjan's strongly connected components, 1972).
 * @param {Graph} graph
 */
export function circles(graph) {
  /** @type {Map<string, { index: number, low: number, isOpen: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const found = [];
  /** @param {string} file */
  const visit = (file) => {
    const own = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(file, own);
    open.push(file);
    for (const imported of graph.get(file) ?? []) {
      if (!graph.has(imported)) continue;
      const other = seen.get(imported) ?? visit(imported);
      if (other.isOpen) own.low = Math.min(own.low, other.low);
    }
    if (own.low !== own.index) return own;
    const knot = open.splice(open.indexOf(file));
    for (const one of knot) {
      const state = seen.get(one);
      if (state !== undefined) state.isOpen = false;
    }
    if (knot.length > 1 || graph.get(file)?.includes(file) === true) found.push(knot.toSorted());
    return own;
  };
  for (const file of graph.keys()) if (!seen.has(file)) visit(file);
  return found;
}

/**
 * The arrows between rooms, each once, in the order of the rooms.
 * @param {Graph} graph
 * @returns {readonly { readonly from: string, readonly to: string }[]}
 */
export function arrows(graph) {
  /** @type {Set<string>} */
  const known = new Set();
  for (const [file, imports] of graph) {
    const from = roomOf(file)?.name ?? "";
    for (const imported of imports) {
      if (imported.startsWith("npm:")) continue;
      const name = roomOf(imported)?.name ?? "";
      const to = partsOfCore.has(name) && from !== "signaling" ? "core" : name;
      if (from !== to && !partsOfCore.has(from)) known.add(`${from}>${to}`);
    }
  }
  return rooms.flatMap(({ name: from }) =>
    rooms.filter(({ name: to }) => known.has(`${from}>${to}`)).map(({ name: to }) => ({ from, to })),
  );
}
