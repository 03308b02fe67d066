import { afterAll, expect, test } from "vitest";
import { moduleTrial } from "../../../workloads/program/module-trial.ts";
import { inData } from "../../../core/keyed.ts";
import { isFields } from "../../../core/fields.ts";
import { describeThrown } from "../../../core/values/describe-thrown.ts";
import { TrialBench } from "../../../environment/browser/trial-bench.ts";
import program from "./until.task.js?raw";

const bench = new TrialBench();

afterAll(() => bench.close());

async function lookAt(module: string, values: readonly unknown[]): Promise<unknown> {
  const { end } = await bench.runTrial({
    ...moduleTrial(program, { source: module, files: new Map() }),
    input: { values, tasks: values.map((_, at) => 10 + at), budgetMs: 200 },
    timeLimitMs: 2_000,
  });
  if (end.type === "unavailable") throw new Error(inData(end.seen));
  return end.type === "value" ? end.value : `${describeThrown(end.thrown).name}: ${describeThrown(end.thrown).message}`;
}

test.each([
  ["of the value", "export const until = (value) => value > 2;", { taken: 3, isSatisfied: true }],
  ["of the task", "export const until = (_, task) => task === 11;", { taken: 2, isSatisfied: true }],
  ["that is async", "export const until = async (value) => value === 1;", { taken: 1, isSatisfied: true }],
  ["that nothing satisfies", "export const until = () => false;", { taken: 4, isSatisfied: false }],
  [
    "that gives a promise of its own kind",
    "export const until = (value) => ({ then: (resolve) => resolve(value === 3) });",
    { taken: 3, isSatisfied: true },
  ],
])("the first result is found that satisfies a rule %s", async (_, module, expected) => {
  expect(await lookAt(module, [1, 2, 3, 4])).toEqual(expected);
});

test("each slice has the module as it is loaded: nothing is remembered from the one before", async () => {
  const module = "let calls = 0;\nexport const until = () => (calls += 1) === 3;";
  for (let slices = 0; slices < 3; slices += 1) {
    expect(await lookAt(module, [1, 2])).toEqual({ taken: 2, isSatisfied: false });
  }
});

test("a slice ends when its time is over, with the results that were looked at", async () => {
  const module = "export function until() { const end = performance.now() + 300; while (performance.now() < end); }";
  expect(await lookAt(module, [1, 2, 3])).toEqual({ taken: 1, isSatisfied: false });
});

test("what it throws comes with the results before, and names the module's line", async () => {
  const found = await lookAt(
    "export const until = (value) => {\n  if (value === 2) throw new RangeError('two');\n};",
    [1, 2, 3],
  );
  if (!isFields(found)) throw new Error("no outcome");
  expect(found).toMatchObject({ taken: 1, isSatisfied: false });
  expect(describeThrown(found["thrown"])).toMatchObject({
    name: "RangeError",
    stack: expect.stringMatching(/task\.js:2:/),
  });
});

test("one that hangs is ended", async () => {
  expect(await lookAt("export const until = () => { for (;;); };", [1])).toMatch(/^TimeLimitExceeded: /);
});
