import { writeFileSync } from "node:fs";

/**
 * Vitest's reporter for `npm test`: counts and failures, those outside of any test included, which are not in Vitest's own JSON and
 * fail a run all the same. A file that could not be loaded, or that a browser left, is one failure.
 */
export default class UnitReporter {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly import("vitest/node").SerializedError[]} outsideOfTests
   */
  onTestRunEnd(modules, outsideOfTests) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const failures = [
      ...modules.flatMap((module) => told(module.relativeModuleId, module.errors())),
      ...modules.flatMap((module) =>
        [...module.children.allSuites()].flatMap((suite) => told(suite.fullName, suite.errors())),
      ),
      ...tests.flatMap((test) => {
        const result = test.result();
        return result.state === "failed"
          ? told(`${test.module.relativeModuleId}: ${test.fullName}`, result.errors)
          : [];
      }),
      ...told("outside of any test", outsideOfTests),
    ];
    const passed = tests.filter((test) => test.result().state === "passed").length;
    writeFileSync(".cache/reports/unit.json", JSON.stringify({ passed, failures }));
  }
}

/**
 * The first error is what the others come of.
 * @param {string} title
 * @param {readonly import("vitest/node").SerializedError[]} errors
 */
function told(title, errors) {
  return errors.slice(0, 1).map(({ message, stack }) => ({ title, message: stack ?? message }));
}
