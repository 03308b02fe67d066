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

/** Names under which each runner's JSON report has its counts. */
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
 * Counts of a runner's report. One failure if there is no report, or if the runner's exit code says that it failed while its report
 * has no failure: it crashed, found no tests, or could not load a file.
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

/** Readers of the failures in each runner's JSON report. */
const failures = {
  /** @param {unknown} report */
  vitest: (report) =>
    list(report, "testResults")
      .filter((file) => field(file, "status") === "failed")
      .flatMap((file) => {
        const failed = list(file, "assertionResults").filter((test) => field(test, "status") === "failed");
        // A file that could not be loaded has no tests; its own message says why.
        if (failed.length === 0) return [inShort(field(file, "name"), field(file, "message"))];
        return failed.map((test) => inShort(field(test, "fullName"), list(test, "failureMessages")[0]));
      }),
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
  return failures[runner](readReport(file));
}
