import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./preconditions.mjs";

// The library's declarations, as `tsc -b` has left them, gathered into a folder that stands alone.

/** Where `tsc -b` puts the declarations of each project. */
const projects = ["core", "engine", "web"].map((name) => join(root, ".cache/types", name));

/** What the declarations take of the language beyond ES2022: `await using`. */
const libraries = '/// <reference lib="esnext.disposable" />\n';

/** @param {string} file The path of a declaration from the root of the project, without its ending. */
function declarationOf(file) {
  const path = projects.map((project) => join(project, `${file}.d.ts`)).find((one) => existsSync(one));
  if (path === undefined) throw new Error(`${file} has no declaration; tsc -b makes it`);
  return readFileSync(path, "utf8");
}

/**
 * Writes the declarations of the entry, and of all that they name, into `folder`. Imports name what lies beside them as
 * TypeScript finds it without any option. Throws an Error if they name a package: it would have to be installed.
 *
 * @param {string} entry Its path from the root of the project, without its ending.
 * @param {string} folder
 */
export function gatherTypes(entry, folder) {
  rmSync(folder, { recursive: true, force: true });
  const files = new Set([entry]);
  for (const file of files) {
    const text = declarationOf(file)
      .replaceAll(/^\/\/# sourceMappingURL=.*$/gm, "")
      // Examples in docstrings import the package by its name.
      .replaceAll(/\/\*.*?\*\/|(\bfrom\s*|\bimport\(?\s*)"([^"]+)"/gs, (whole, before, name) => {
        if (name === undefined) return whole;
        if (!name.startsWith(".")) throw new Error(`${file} names ${name}, which is no part of the package`);
        const other = join(dirname(file), name).replaceAll("\\", "/").replace(/\.ts$/, "");
        files.add(other);
        return `${before}"${name.replace(/\.ts$/, ".js")}"`;
      });
    const path = join(folder, `${file.replace(/^web\//, "")}.d.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file === entry ? `${libraries}${text}` : text);
  }
  return [...files];
}
