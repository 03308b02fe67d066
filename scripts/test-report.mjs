import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * A whole number under these names inside a report, or null.
 * @param {unknown} report
 * @param {string[]} path
 */
function numberAt(report, path) {
  /** @type {unknown} */
  let value = report;
  for (const name of path) {
    value = typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
  }
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** Where each runner's JSON report counts. */
const places = {
  vitest: { passed: ["numPassedTests"], failed: ["numFailedTests"] },
  playwright: { passed: ["stats", "expected"], failed: ["stats", "unexpected"] },
};

/** @typedef {keyof typeof places} Runner */

/**
 * @param {string} file
 * @returns {unknown}
 */
function readReport(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * What a runner's report counts. A runner that says no with its exit code but counts no failure (it crashed, found no
 * tests, could not load a file) has failed once; so has one that leaves no report.
 * @param {Runner} runner
 * @param {string} file
 * @param {boolean} succeeded
 * @returns {Counts}
 */
export function countTests(runner, file, succeeded) {
  const report = readReport(file);
  const passed = numberAt(report, places[runner].passed);
  const failed = numberAt(report, places[runner].failed);
  if (passed === null || failed === null) return { passed: 0, failed: 1 };
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}
