import { join } from "node:path";
import { root } from "./preconditions.mjs";

interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** Where the code of all pages begins, and that of `/`, `/coordinator` and `/worker`. */
const pages = {
  a: ["web/main.tsx"],
  h: ["web/home/home-page.tsx", "web/home/live-picture.ts"],
  c: ["web/coordinator/coordinator.tsx"],
  v: ["web/volunteer/volunteer.tsx"],
};

/** The chunk of a module by the pages that need it from the beginning. The rest is a page's own, or shared by what is loaded later. */
function chunkOf(letters: string): string | null {
  if (letters.includes("a") || (letters.includes("h") && letters.includes("v"))) return "common";
  return letters === "cv" ? "rooms" : null;
}

/** Stays the entry, which knows the pages. */
const entry = /\/web\/(?:main|app)\.tsx$/;

/** Adds the letter to the module and to all that it imports. */
function markImported(graph: ModuleGraph, id: string, letter: string, letters: Map<string, string>): void {
  const known = letters.get(id) ?? "";
  if (known.includes(letter)) return;
  letters.set(id, known + letter);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) markImported(graph, imported, letter, letters);
}

/**
 * Names the chunk of a module that several pages need; null leaves it to the bundler, which makes a chunk for each set of
 * users, however small: each costs a browser 2 ms and the page some hundred bytes.
 */
export function chunkOfPages(): (id: string, graph: ModuleGraph) => string | null {
  const letters = new Map<string, string>();
  return (id, graph) => {
    if (letters.size === 0) {
      for (const [letter, begun] of Object.entries(pages)) {
        for (const path of begun) markImported(graph, join(root, path), letter, letters);
      }
    }
    return entry.test(id) ? null : chunkOf(letters.get(id) ?? "");
  };
}
