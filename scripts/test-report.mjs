import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/**
 * The field of a report with this name, or undefined.
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function field(value, name) {
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}

/**
 * The list in a report with this name; an empty one if there is none.
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown[]}
 */
function list(value, name) {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

/**
 * The whole number in a report under these nested names, or null.
 * @param {unknown} report
 * @param {string[]} path
 */
function numberAt(report, path) {
  const value = path.reduce(field, report);
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** Readers of the counts in each runner's report; null stands for what is not there. */
const counts = {
  /** @param {unknown} report */
  vitest: (report) => ({ passed: numberAt(report, ["passed"]), failed: list(report, "failures").length }),
  /** @param {unknown} report */
  playwright: (report) => ({
    passed: numberAt(report, ["stats", "expected"]),
    failed: numberAt(report, ["stats", "unexpected"]),
  }),
};

/** @typedef {keyof typeof counts} Runner */

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
 * Counts of a runner's report. One failure if there is no report, or if the runner's exit code says that it failed while its report
 * has no failure: it crashed, found no tests, or could not load a file.
 * @param {Runner} runner
 * @param {string} file
 * @param {boolean} succeeded
 * @returns {Counts}
 */
export function countTests(runner, file, succeeded) {
  const report = readReport(file);
  const { passed, failed } = counts[runner](report);
  if (passed === null || failed === null) return { passed: 0, failed: 1 };
  return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
}

/** Lines of a failure that are repeated at the end. The whole failure is further up, where the test ran. */
const linesTold = 8;

/**
 * @param {unknown} title
 * @param {unknown} message
 */
function inShort(title, message) {
  const lines = stripVTControlCharacters(String(message)).split("\n");
  const told = lines.map((line) => line.trimEnd()).filter((line) => line !== "" && !line.includes("node_modules"));
  return [String(title), ...told.slice(0, linesTold).map((line) => `  ${line}`)].join("\n");
}

/**
 * @param {unknown} suite
 * @returns {unknown[]}
 */
function specsIn(suite) {
  return [...list(suite, "specs"), ...list(suite, "suites").flatMap(specsIn)];
}

/** Readers of the failures in each runner's report. */
const failures = {
  /** @param {unknown} report */
  vitest: (report) =>
    list(report, "failures").map((failure) => inShort(field(failure, "title"), field(failure, "message"))),
  /** @param {unknown} report */
  playwright: (report) => [
    ...list(report, "errors").map((error) => inShort("before the first test", field(error, "message"))),
    ...specsIn(report)
      .filter((spec) => field(spec, "ok") === false)
      .map((spec) => {
        const results = list(spec, "tests").flatMap((test) => list(test, "results"));
        const [error] = results.flatMap((result) => list(result, "errors"));
        return inShort([field(spec, "file"), field(spec, "title")].join(": "), field(error, "message"));
      }),
  ],
};

/**
 * The failures of a run in a few lines each, for the end of a long output.
 * @param {Runner} runner
 * @param {string} file
 * @returns {string[]}
 */
export function tellFailures(runner, file) {
  const report = readReport(file);
  if (report === null) return [`${runner} left no report: it ended before its tests did, and its last lines say why`];
  const told = failures[runner](report);
  return told.length > 0 ? told : [`${runner} failed without a failed test: what it printed says why`];
}
