import { afterAll, expect, test } from "vitest";
import { bringsValue } from "../../core/job/job.ts";
import type { TrialAnswer } from "../../core/job/trial.ts";
import { inData } from "../../core/keyed.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { packAll, thrownAt, valueAt } from "../../core/values/packed.ts";
import { columnOf } from "../../core/values/value-column.ts";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { TrialBench } from "../../environment/browser/trial-bench.ts";
import { moduleTrial } from "../../workloads/program/module-trial.ts";
import { ResultSlices, type SlicesSoFar } from "./result-slices.ts";
import reader from "./slice.task.js?raw";

const bench = new TrialBench();

afterAll(() => bench.close());

type Use = "reduce" | "until";

function read({ outcome, bytes }: TrialAnswer): unknown {
  const column = columnOf(bytes);
  if (bringsValue(outcome)) return valueAt(column, 0);
  const { name, message, stack } = describeThrown(thrownAt(column, 0));
  return `${name}: ${message} ${/task\.js:\d+/.exec(stack)?.[0] ?? ""}`.trim();
}

/** What a slice tells last: how far it has come, what was thrown, and what was made. */
async function runSlice(use: Use, source: string, values: readonly unknown[], before: readonly unknown[] = []) {
  const tasks = values.map((_, at) => 10 + at);
  const plan = { use, hasMade: before.length > 0, tasks, budgetMs: 200 };
  const end = await bench.runCalls({
    ...moduleTrial(reader, { source, files: new Map() }),
    inputs: packAll([plan, before[0], ...values, null, null, null]),
    timeLimitMs: 2_000,
  });
  if (end.type === "unavailable") throw new Error(inData(end.seen));
  if (end.type === "failed") return describeThrown(end.thrown).name;
  return end.answers.slice(-3).map((answer) => read(answer));
}

test.each([
  ["with an initial value", "export const reduce = (a, b) => a + b, initial = 10;", [1, 2], [], 13],
  ["without one, from the first result on", "export const reduce = (a, b) => a + b;", [1, 2], [], 3],
  ["of a single result", "export const reduce = (a, b) => a + b;", [1], [], 1],
  ["that goes on", "export const reduce = (a, b) => a + b, initial = 10;", [1, 2], [5], 8],
  ["that is async", "export const reduce = async (a, b) => a + b;", [1, 2, 3], [], 6],
  [
    "from what a function gives",
    "export const initial = () => new Map();\nexport function reduce(a, b) { return a.set(b, (a.get(b) ?? 0) + 1); }",
    ["x", "y", "x"],
    [],
    new Map([
      ["x", 2],
      ["y", 1],
    ]),
  ],
])("results are reduced %s", async (_, module, values, before, made) => {
  const told = [values.length, false, true];
  expect(await runSlice("reduce", module, values, before)).toEqual([told, undefined, made]);
});

test("a slice ends when its time is over, with the results that are in it", async () => {
  const module =
    "export const initial = 0;\n" +
    "export function reduce(a, b) { const end = performance.now() + 300; while (performance.now() < end); return a + b; }";
  expect(await runSlice("reduce", module, [1, 2, 3])).toEqual([[1, false, true], undefined, 1]);
});

test("what it throws comes with the results before, and names the module's line", async () => {
  const module =
    "export const initial = 0;\nexport const reduce = (a, b) => {\n  if (b === 2) throw new RangeError('two');\n  return a + b;\n};";
  expect(await runSlice("reduce", module, [1, 2, 3])).toEqual([[1, false, true], "RangeError: two task.js:3", 1]);
});

test("one that hangs is ended, and what cannot travel is named", async () => {
  expect(await runSlice("reduce", "export const reduce = () => { for (;;); };", [1, 2])).toBe("TimeLimitExceeded");
  const [, , made] = await runSlice("reduce", "export const reduce = () => () => 1;", [1, 2]);
  expect(made).toBe("TypeError: The value cannot be sent: it is a function");
});

const sum = "export const reduce = (a, b) => a + b;";
const isTen = "export const until = (value, task, reduced) => reduced >= 10;";

test.each([
  ["from the initial value on", `${sum}${isTen} export const initial = 3;`, [1, 2, 4, 5], [], 10, 3],
  ["from what a function gives", `${sum}${isTen} export const initial = async () => 8;`, [1, 1, 1], [], 10, 2],
  ["from the first result on", `${sum}${isTen}`, [4, 5, 6, 7], [], 15, 3],
  ["from what came of those before", `${sum}${isTen}`, [1, 1], [9], 10, 1],
])(
  "until gets what reduce has made of the results up to its own, %s",
  async (_, source, values, before, made, taken) => {
    expect(await runSlice("until", source, values, before)).toEqual([[taken, true, true], undefined, made]);
  },
);

test("an until of two parameters calls no reduce, and one of three gets undefined where there is none", async () => {
  const throws = "export const reduce = () => { throw new Error('called'); };";
  const isLast = "export const until = (value, task) => task === 11;";
  expect(await runSlice("until", throws + isLast, [1, 2, 3])).toEqual([[2, true, false], undefined, undefined]);
  const asks = "export const until = (value, task, reduced) => reduced === undefined;";
  expect(await runSlice("until", asks, [1, 2])).toEqual([[1, true, false], undefined, undefined]);
});

test("a reduce that throws stands in an until's way, with the results before it taken", async () => {
  const source = `export const initial = 0, reduce = (a, b) => { if (b === 3) throw new TypeError("three"); return a + b; };${isTen}`;
  expect(await runSlice("until", source, [1, 2, 3, 9])).toEqual([[2, false, true], "TypeError: three task.js:1", 3]);
});

/** Has the slices of these results run to their end. */
async function reduceAll(source: string, values: readonly Uint8Array[]): Promise<SlicesSoFar> {
  const clock = new ManualClock();
  let next = 0;
  const results = {
    cursor: () => ({ next: () => (next < values.length ? next++ : null) }),
    encodedAt: (task: number) => values[task] ?? null,
    subscribe: () => () => undefined,
  };
  const shown: SlicesSoFar[] = [];
  const use = { name: "reduce", changed: (soFar: SlicesSoFar) => shown.push(soFar) } as const;
  const around = { runCalls: bench.runCalls.bind(bench), clock };
  const slices = new ResultSlices(results, { source, files: new Map() }, use, around);
  clock.ringAll();
  const taken = (): number => (shown.at(-1)?.count ?? 0) + (shown.at(-1)?.without ?? 0);
  await expect.poll(() => shown.at(-1)?.problem ?? taken(), { timeout: 60_000 }).toBe(values.length);
  slices.close();
  return shown.at(-1) ?? { count: 0, without: 0, made: null, problem: null };
}

test("a result that is no sound value is passed over in the sandbox, and one of a million parts is taken there whole", async () => {
  const unsound = Uint8Array.of(0xdc, 0xff, 0xff);
  const parts = packAll([Array.from({ length: 1_000_000 }, () => ({}))]).bytes;
  const source = "export const initial = 0;\nexport const reduce = (a, list) => a + list.length;";
  const { made, ...soFar } = await reduceAll(source, [packAll([[1]]).bytes, unsound, parts]);
  expect(soFar).toEqual({ count: 2, without: 1, problem: null });
  expect(valueAt(columnOf(made ?? unsound), 0)).toBe(1_000_001);
});
