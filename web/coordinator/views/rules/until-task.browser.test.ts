import { afterAll, expect, test } from "vitest";
import { moduleTrial } from "../../../workloads/program/module-trial.ts";
import { TrialBench } from "../../../environment/browser/trial-bench.ts";
import sliceSource from "./until.task.js?raw";

const bench = new TrialBench();

afterAll(() => bench.close());

async function lookIn(source: string, values: readonly unknown[], before: readonly unknown[] = []): Promise<unknown> {
  const { end } = await bench.runTrial({
    ...moduleTrial(sliceSource, { source, files: new Map() }),
    input: { before, values, tasks: values.map((_, at) => 10 + at), budgetMs: 200 },
    timeLimitMs: 2_000,
  });
  return end.type === "value" ? end.value : end;
}

const sum = "export const reduce = (a, b) => a + b;";
const isTen = "export const until = (value, task, reduced) => reduced >= 10;";

test.each([
  ["from the initial value on", `${sum}${isTen} export const initial = 3;`, [1, 2, 4, 5], [], [10], 3],
  ["from what a function gives", `${sum}${isTen} export const initial = async () => 8;`, [1, 1, 1], [], [10], 2],
  ["from the first result on", `${sum}${isTen}`, [4, 5, 6, 7], [], [15], 3],
  ["from what came of those before", `${sum}${isTen}`, [1, 1], [9], [10], 1],
])(
  "until gets what reduce has made of the results up to its own, %s",
  async (_, source, values, before, made, taken) => {
    expect(await lookIn(source, values, before)).toEqual({ made, taken, isSatisfied: true });
  },
);

test("what reduce has made so far is given back for the next slice", async () => {
  expect(await lookIn(sum + isTen, [1, 2, 3])).toEqual({ made: [6], taken: 3, isSatisfied: false });
});

test("an until of two parameters calls no reduce, and one of three gets undefined where there is none", async () => {
  const throws = "export const reduce = () => { throw new Error('called'); };";
  const isLast = "export const until = (value, task) => task === 11;";
  expect(await lookIn(throws + isLast, [1, 2, 3])).toEqual({ made: [], taken: 2, isSatisfied: true });
  const asks = "export const until = (value, task, reduced) => reduced === undefined;";
  expect(await lookIn(asks, [1, 2])).toEqual({ made: [], taken: 1, isSatisfied: true });
});

test("a reduce that throws is told as what stands in the way, with the results before it taken", async () => {
  const source = `export const initial = 0, reduce = (a, b) => { if (b === 3) throw new TypeError("three"); return a + b; };${isTen}`;
  expect(await lookIn(source, [1, 2, 3, 9])).toMatchObject({
    made: [3],
    taken: 2,
    isSatisfied: false,
    thrown: { message: "three" },
  });
});
