import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../../scripts/preconditions.mjs";

/** @typedef {import("./types.ts").Beside} Beside */

/**
 * What a script of bench/peers writes: how many tasks it did in so many seconds, or how many milliseconds each round trip took.
 * @typedef {{ tasks: number, seconds: number, times: number[] }} PeerReport
 */

const run = promisify(execFile);

/** A package of the system is often known to the system's own Python only. */
const pythons = ["python3", "/usr/bin/python3"];

/** A peer that hangs must not hang the bench. */
const limitMs = 300_000;

/**
 * The first Python that knows a module.
 * @param {string} module
 */
function pythonWith(module) {
  return pythons.find((python) => spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0);
}

/**
 * What a script of bench/peers says on its last line, or why it said nothing.
 * @param {string} script @param {readonly (string | number)[]} argv @param {string} [module] It cannot do without.
 * @returns {Promise<{ report: PeerReport } | { missing: string }>}
 */
async function outputOf(script, argv, module = "multiprocessing") {
  const python = pythonWith(module);
  if (python === undefined) return { missing: `no Python with ${module}` };
  try {
    const { stdout } = await run(python, ["-B", script, ...argv.map(String)], {
      cwd: `${root}/bench/peers`,
      timeout: limitMs,
      maxBuffer: 2 ** 26,
    });
    return { report: JSON.parse(stdout.trim().split("\n").at(-1) ?? "") };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.trim().split("\n").at(-1) ?? "it failed") : "it failed" };
  }
}

/**
 * Tasks a second of a peer.
 * @param {string} name @param {string} script @param {readonly (string | number)[]} argv @param {string} [module]
 * @returns {Promise<Beside>}
 */
export async function pythonRate(name, script, argv, module) {
  const said = await outputOf(script, argv, module);
  return "missing" in said ? { name, ...said } : { name, value: said.report.tasks / said.report.seconds };
}

/**
 * Milliseconds of each of a peer's round trips.
 * @param {string} script @param {readonly (string | number)[]} argv
 * @returns {Promise<{ times: number[] } | { missing: string }>}
 */
export async function pythonRoundTrips(script, argv) {
  const said = await outputOf(script, [...argv, "--round-trips"]);
  return "missing" in said ? said : { times: said.report.times };
}
