import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { requireNode, requirePackages, root } from "./preconditions.mjs";
import { countTests, tellFailures } from "./test-report.mjs";

// `npm test`: runs all checks and tests, one step after the other. A failed step does not stop the next ones.

/** @typedef {{ passed: number, failed: number }} Counts */
/** @typedef {{ name: string, needsBrowser?: boolean, isExtra?: boolean, run: () => Promise<Counts>, tell?: () => string[] }} Step */

const reports = join(root, ".cache/reports");

/**
 * @param {string} command The name of a program in node_modules/.bin.
 * @param {string[]} argv
 * @returns {Promise<boolean>}
 */
function succeeds(command, argv) {
  return endsWell(join(root, "node_modules/.bin", command), argv, process.platform === "win32");
}

/**
 * @param {string} command
 * @param {string[]} argv
 * @param {boolean} shell
 * @returns {Promise<boolean>}
 */
function endsWell(command, argv, shell) {
  const child = spawn(command, argv, { cwd: root, stdio: "inherit", shell });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}

/**
 * A step that counts as one test.
 * @param {string} name
 * @param {() => Promise<boolean>} passes
 * @returns {Step}
 */
function check(name, passes) {
  return { name, run: async () => ((await passes()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }) };
}

/** Where each runner leaves its report; the paths are also in scripts/unit-reporter.mjs and playwright.config.ts. */
const reportOf = { vitest: join(reports, "unit.json"), playwright: join(reports, "e2e.json") };

/**
 * @param {string} name
 * @param {import("./test-report.mjs").Runner} runner
 * @param {string[]} argv
 * @returns {Step}
 */
function tests(name, runner, argv) {
  const report = reportOf[runner];
  return {
    name,
    needsBrowser: true,
    run: async () => {
      // A report of an earlier run must not be counted.
      rmSync(report, { force: true });
      return countTests(runner, report, await succeeds(runner, argv));
    },
    tell: () => tellFailures(runner, report),
  };
}

/** Arguments of Vitest. */
const unitTests = ["run", "--reporter=default", "--reporter=./scripts/unit-reporter.mjs"];

/** The commit that the present change is seen against: where it left the branch that it goes to, or the one before the last. */
function baseCommit() {
  for (const argv of [
    ["merge-base", "HEAD", "@{upstream}"],
    ["rev-parse", "HEAD~1"],
  ]) {
    const { status, stdout } = spawnSync("git", argv, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    if (status === 0) return stdout.trim();
  }
  return null;
}

/**
 * The unit tests that need no browser and that the present change can touch; without a commit to compare with, all of them.
 * @returns {Step}
 */
function touchedTests() {
  const base = baseCommit();
  const since = base === null ? [] : [`--changed=${base}`, "--passWithNoTests"];
  return {
    ...tests("touched", "vitest", [...unitTests, "--project=node", "--project=process", ...since]),
    needsBrowser: false,
    isExtra: true,
  };
}

/** The house's own rules, which read files and import none: no change is known to touch them. */
const rules = {
  ...check("rules", () =>
    succeeds("vitest", ["run", "--project=node", "scripts/imports", "scripts/engine-types", "scripts/sentences"]),
  ),
  isExtra: true,
};

/** @type {Step[]} */
const allSteps = [
  check("format", () => succeeds("oxfmt", ["--check", "."])),
  check("lint", () => succeeds("oxlint", ["--type-aware", "--deny-warnings", "."])),
  check("types", () => succeeds("tsc", ["-b"])),
  check("unused", () => succeeds("knip", [])),
  rules,
  touchedTests(),
  tests("unit", "vitest", unitTests),
  check("build", build),
  // In a process of its own, since Vite changes the environment of its process.
  check("sizes", () => endsWell(process.execPath, ["scripts/sizes.mjs"], false)),
  tests("e2e", "playwright", ["test"]),
];

/** The steps that `--only a,b` names; without it all but extra ones. Ends the process if a name is unknown. */
function chosenSteps() {
  const names = allSteps.map(({ name }) => name).join(", ");
  try {
    const { values } = parseArgs({ options: { only: { type: "string" } } });
    if (values.only === undefined) return allSteps.filter(({ isExtra }) => isExtra !== true);
    const wanted = values.only.split(",").map((name) => name.trim());
    const unknown = wanted.find((name) => allSteps.every((step) => step.name !== name));
    if (unknown === undefined) return allSteps.filter((step) => wanted.includes(step.name));
    console.error(`tabpool: --only knows no step "${unknown}"; there are ${names}.`);
  } catch {
    console.error(`tabpool: the only option is --only with some of ${names}.`);
  }
  process.exit(2);
}

requireNode();
const steps = chosenSteps();
requirePackages();
mkdirSync(reports, { recursive: true });
if (steps.some(({ needsBrowser }) => needsBrowser)) {
  const { requireBrowser } = await import("./install-browser.mjs");
  // Without a browser the steps that need one fail by themselves, and the others run.
  requireBrowser();
}

/** @type {string[]} */
const summary = [];
/** @type {string[]} */
const told = [];
const total = { passed: 0, failed: 0 };
for (const { name, run, tell } of steps) {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { passed, failed } = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  total.passed += passed;
  total.failed += failed;
  if (failed > 0 && tell !== undefined) told.push(...tell());
  summary.push(
    `${failed === 0 ? "ok    " : "FAILED"}  ${name.padEnd(8)}${seconds.padStart(7)} s  ${passed} passed, ${failed} failed`,
  );
}
// Failures come last, so that the end of a long output shows them.
console.log(["", ...summary, "", ...told.flatMap((failure) => [failure, ""])].join("\n"));
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
