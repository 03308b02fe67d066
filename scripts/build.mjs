import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gatherTypes } from "./library-types.mjs";
import { root } from "./preconditions.mjs";

/** Sources of the build. A folder counts with all its files. */
const sources = [
  "LICENSE",
  "index.html",
  "package-lock.json",
  "node",
  "package.json",
  "public",
  "scripts/licenses.ts",
  "scripts/page-chunks.ts",
  "signaling",
  "vite.config.ts",
  "web",
];

/** The file with the fingerprint of the sources that `dist` was built from. Written last. */
const stamp = join(root, "dist/built-from");
/** The same of what Node imports and runs of the library. */
const nodeStamp = join(root, "dist/node-built-from");

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
 * @param {string} script The path of a program in node_modules.
 * @param {string[]} argv
 * @returns {Promise<boolean>}
 */
function succeeds(script, argv) {
  const child = spawn(process.execPath, [join(root, "node_modules", script), ...argv], {
    cwd: root,
    // What is built for a package must not get into what npm prints.
    stdio: ["ignore", 2, 2],
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/** @param {readonly string[]} mode */
function vite(...mode) {
  return succeeds("vite/bin/vite.js", ["build", ...mode, "--logLevel", "warn"]);
}

/** Builds app, server and what pages import of the library into `dist`. False if one of them failed; Vite's message is on the terminal then. */
export async function build() {
  const from = fingerprint();
  for (const file of [stamp, nodeStamp]) rmSync(file, { force: true });
  rmSync(join(root, "dist/library"), { recursive: true, force: true });
  const built = await Promise.all([vite(), vite("--mode", "server"), vite("--mode", "library")]);
  if (built.includes(false)) return false;
  writeFileSync(stamp, from);
  return true;
}

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

export function isCommandBuilt() {
  return isBuilt() && existsSync(nodeStamp) && readFileSync(nodeStamp, "utf8") === fingerprint();
}

/** Builds all of that that is not built yet, and the library and the command line for Node. False if something failed. */
export async function buildCommand() {
  if (isCommandBuilt()) return true;
  if (!isBuilt() && !(await build())) return false;
  const from = fingerprint();
  rmSync(join(root, "dist/library/node"), { recursive: true, force: true });
  if (!(await vite("--mode", "library-node"))) return false;
  writeFileSync(nodeStamp, from);
  return true;
}

/** Builds what of the package is not built yet, and the library's types. False if something failed. */
export async function buildPackage() {
  const built = await Promise.all([buildCommand(), succeeds("typescript/bin/tsc", ["-b"])]);
  if (built.includes(false)) return false;
  gatherTypes("web/pool/browser", join(root, "dist/library/types"));
  return true;
}
