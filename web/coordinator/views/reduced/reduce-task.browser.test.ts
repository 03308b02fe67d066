import { afterAll, expect, test } from "vitest";
import { moduleTrial } from "../../../workloads/program/module-trial.ts";
import { inData } from "../../../core/keyed.ts";
import { describeThrown } from "../../../core/values/describe-thrown.ts";
import { isFields } from "../../../core/fields.ts";
import { TrialBench } from "../../../environment/browser/trial-bench.ts";
import sliceSource from "./reduce.task.js?raw";

const bench = new TrialBench();

afterAll(() => bench.close());

async function reduce(module: string, values: readonly unknown[], before: readonly unknown[] = []): Promise<unknown> {
  const { end } = await bench.runTrial({
    ...moduleTrial(sliceSource, { source: module, files: new Map() }),
    input: { before, values, budgetMs: 200 },
    timeLimitMs: 2_000,
  });
  if (end.type === "unavailable") throw new Error(inData(end.seen));
  return end.type === "value" ? end.value : `${describeThrown(end.thrown).name}: ${describeThrown(end.thrown).message}`;
}

test.each([
  [
    "with an initial value",
    "export const reduce = (a, b) => a + b, initial = 10;",
    [1, 2],
    [],
    { reduced: 13, taken: 2 },
  ],
  [
    "without one, from the first result on",
    "export const reduce = (a, b) => a + b;",
    [1, 2],
    [],
    { reduced: 3, taken: 2 },
  ],
  ["of a single result", "export const reduce = (a, b) => a + b;", [1], [], { reduced: 1, taken: 1 }],
  ["that goes on", "export const reduce = (a, b) => a + b, initial = 10;", [1, 2], [5], { reduced: 8, taken: 2 }],
  ["that is async", "export const reduce = async (a, b) => a + b;", [1, 2, 3], [], { reduced: 6, taken: 3 }],
  [
    "from what a function gives",
    "export const initial = () => new Map();\nexport function reduce(a, b) { return a.set(b, (a.get(b) ?? 0) + 1); }",
    ["x", "y", "x"],
    [],
    {
      reduced: new Map([
        ["x", 2],
        ["y", 1],
      ]),
      taken: 3,
    },
  ],
])("results are reduced %s", async (_, module, values, before, expected) => {
  expect(await reduce(module, values, before)).toEqual(expected);
});

test("a slice ends when its time is over, with the results that are in it", async () => {
  const module =
    "export const initial = 0;\n" +
    "export function reduce(a, b) { const end = performance.now() + 300; while (performance.now() < end); return a + b; }";
  expect(await reduce(module, [1, 2, 3])).toEqual({ reduced: 1, taken: 1 });
});

test("what it throws comes with the results before, and names the module's line", async () => {
  const module =
    "export const initial = 0;\nexport const reduce = (a, b) => {\n  if (b === 2) throw new RangeError('two');\n  return a + b;\n};";
  const found = await reduce(module, [1, 2, 3]);
  if (!isFields(found)) throw new Error("no outcome");
  expect(found).toMatchObject({ reduced: 1, taken: 1 });
  expect(describeThrown(found["thrown"])).toMatchObject({
    name: "RangeError",
    stack: expect.stringMatching(/task\.js:3:/),
  });
});

test("one that hangs is ended, and what cannot travel is named", async () => {
  expect(await reduce("export const reduce = () => { for (;;); };", [1, 2])).toMatch(/^TimeLimitExceeded: /);
  expect(await reduce("export const reduce = () => () => 1;", [1, 2])).toMatch(
    /^TypeError: The value cannot be sent: \.reduced is a function/,
  );
});
