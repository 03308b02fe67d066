import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Runs on any Node and before packages are installed: imports only `node:` modules, and uses nothing newer than Node 16.

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Ends the process with one line if Vite does not run on this Node. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 23;
  if (fits) return;
  console.error(`tabpool: Node 20.19 or newer (22.12 in its line) is needed; this is ${process.versions.node}.`);
  process.exit(2);
}

/**
 * The packages of a lock file by folder; null if it cannot be read.
 * @param {string} path
 * @returns {Map<string, Record<string, unknown>> | null}
 */
function lockedPackages(path) {
  if (!existsSync(path)) return null;
  try {
    /** @type {unknown} */
    const lock = JSON.parse(readFileSync(path, "utf8"));
    if (typeof lock !== "object" || lock === null || !("packages" in lock)) return null;
    if (typeof lock.packages !== "object" || lock.packages === null) return null;
    return new Map(Object.entries(lock.packages));
  } catch {
    return null;
  }
}

/**
 * True if node_modules has the packages of package-lock.json. Compares with npm's own lock file in it, which npm writes at the end
 * of an install, so that an interrupted install does not count.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = lockedPackages(join(folder, "package-lock.json"));
  const present = lockedPackages(join(folder, "node_modules/.package-lock.json"));
  if (wanted === null || present === null) return false;
  for (const [path, { version, optional, devOptional }] of wanted) {
    // Most optional packages are for other systems.
    const isMissing = !present.has(path) && optional !== true && devOptional !== true;
    if (path !== "" && (isMissing || (present.has(path) && present.get(path)?.["version"] !== version))) return false;
  }
  return [...present].every(([path, { optional, devOptional }]) => {
    return wanted.has(path) || optional === true || devOptional === true;
  });
}

/** Installs the packages of package-lock.json unless they are installed. Ends the process if that fails. */
export function requirePackages() {
  if (isInstalled(root)) return;
  console.log("Installing the packages that package-lock.json names…");
  const argv = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const npm = process.env["npm_execpath"];
  const { status, error } =
    npm !== undefined && /\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...argv], { cwd: root, stdio: "inherit" })
      : spawnSync("npm", argv, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status === 0) return;
  console.error(`tabpool: npm ci failed${error === undefined ? "" : ` (${error.message})`}; its own message is above.`);
  process.exit(1);
}
