import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../../scripts/preconditions.mjs";

/** @typedef {import("./types.ts").Beside} Beside */

/**
 * The report of a script in bench/peers: the tasks that it did in `seconds`, or the milliseconds of each round trip.
 * @typedef {{ tasks: number, seconds: number, times: number[] }} PeerReport
 */

const run = promisify(execFile);

/** Pythons to try: a package of the system is often known to the system's own Python only. */
const pythons = ["python3", "/usr/bin/python3"];

/** Milliseconds until a peer is given up, so that it cannot hang the bench. */
const limitMs = 300_000;

/**
 * The first Python that has the module.
 * @param {string} module
 */
function pythonWith(module) {
  return pythons.find((python) => spawnSync(python, ["-c", `import ${module}`], { stdio: "ignore" }).status === 0);
}

/**
 * Runs a script of bench/peers. Resolves to the report on its last line, or why there is none.
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
 * Measures the tasks a second of a peer.
 * @param {string} name @param {string} script @param {readonly (string | number)[]} argv @param {string} [module]
 * @returns {Promise<Beside>}
 */
export async function pythonRate(name, script, argv, module) {
  const said = await outputOf(script, argv, module);
  return "missing" in said ? { name, ...said } : { name, value: said.report.tasks / said.report.seconds };
}

/**
 * Measures the milliseconds of each round trip of a peer.
 * @param {string} script @param {readonly (string | number)[]} argv
 * @returns {Promise<{ times: number[] } | { missing: string }>}
 */
export async function pythonRoundTrips(script, argv) {
  const said = await outputOf(script, [...argv, "--round-trips"]);
  return "missing" in said ? said : { times: said.report.times };
}
