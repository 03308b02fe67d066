import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./preconditions.mjs";

/** Sources of the build. A folder counts with all its files. */
const sources = [
  "LICENSE",
  "index.html",
  "package-lock.json",
  "package.json",
  "public",
  "scripts/licenses.ts",
  "signaling",
  "vite.config.ts",
  "web",
];

/** The file with the fingerprint of the sources that `dist` was built from. Written last. */
const stamp = join(root, "dist/built-from");

/**
 * The files under a path in a fixed order, without tests.
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

/** A hash of the sources. Not their times, so that the build stays current when another branch is checked out and back. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of sources.flatMap(filesOf)) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * @param {string[]} argv
 * @returns {Promise<boolean>}
 */
function vite(argv) {
  const child = spawn(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), ...argv], {
    cwd: root,
    stdio: "inherit",
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** Builds app and server into `dist`. False if one of them failed; Vite's message is on the terminal then. */
export async function build() {
  const from = fingerprint();
  rmSync(stamp, { force: true });
  const built = await Promise.all([
    vite(["build", "--logLevel", "warn"]),
    vite(["build", "--mode", "server", "--logLevel", "warn"]),
  ]);
  if (built.includes(false)) return false;
  writeFileSync(stamp, from);
  return true;
}

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}
