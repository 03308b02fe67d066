import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { spawnSync } from "node:child_process";
import { root } from "../../scripts/preconditions.mjs";

/** The machine and versions that figures belong to. */
export function describeMachine(/** @type {string} */ browserPath) {
  const [cpu] = cpus();
  return {
    processor: cpu?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    browser: versionOf(browserPath),
    python: versionOf("python3"),
    commit: commit(),
  };
}

/** Mean number of processes that wanted a core in the last minute. */
export function load() {
  return loadavg()[0] ?? 0;
}

/** @param {string} program */
function versionOf(program) {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "missing";
}

function commit() {
  try {
    const head = readFileSync(`${root}/.git/HEAD`, "utf8").trim();
    return head.startsWith("ref: ") ? readFileSync(`${root}/.git/${head.slice(5)}`, "utf8").trim() : head;
  } catch {
    return "unknown";
  }
}
