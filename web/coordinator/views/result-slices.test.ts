import { expect, test } from "vitest";
import { outcomes } from "../../core/job/job.ts";
import type { CallsEnd } from "../../core/job/trial.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import { maxValueDepth } from "../../core/values/limits.ts";
import { packAll } from "../../core/values/packed.ts";
import { SliceStage, type Made, type Slice } from "./testing/slice-stage.ts";

function sumOf({ before, values }: Slice): Made {
  return { taken: values.length, made: [values.map(Number).reduce((a, b) => a + b, Number(before ?? 0))] };
}

/** Takes all of them, whatever they are. */
function takeAll({ values }: Slice): Made {
  return { taken: values.length, made: [0] };
}

const tooLong = Object.assign(new Error("too long"), { name: "TimeLimitExceeded" });
const late: CallsEnd = { type: "failed", thrown: tooLong, call: null, runtimeMs: 1 };

test("results on record and those that come are handed over once each, with what was made of those before, and failed ones are counted", async () => {
  const stage = new SliceStage(sumOf);
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 2, value: 3, without: 0, problem: null });
  stage.add(3);
  stage.addFailed();
  stage.add(4);
  await stage.settle();
  expect(stage.last).toEqual({ count: 4, value: 10, without: 1, problem: null });
  expect(stage.slices).toMatchObject([
    { plan: { use: "reduce", hasMade: false, tasks: [0, 1] }, values: [1, 2] },
    { plan: { hasMade: true, tasks: [2, 4] }, before: 3, values: [3, 4] },
  ]);
  await stage.settle();
  expect(stage.calls).toHaveLength(2);
});

test("a slice that ends early is followed by one with the rest", async () => {
  const stage = new SliceStage(({ before, values }) => ({
    taken: 1,
    made: [Number(before ?? 0) + Number(values[0])],
  }));
  stage.add(1, 2, 3);
  stage.open();
  await stage.settle();
  expect(stage.last).toMatchObject({ count: 3, value: 6 });
  expect(stage.slices.map(({ values }) => values)).toEqual([[1, 2, 3], [2, 3], [3]]);
});

test("many results go in several slices", async () => {
  const stage = new SliceStage(sumOf);
  stage.add(...Array.from({ length: 12_000 }, () => 1));
  stage.open();
  await stage.settle();
  expect(stage.slices.map(({ values }) => values.length)).toEqual([5_000, 5_000, 2_000]);
  expect(stage.last).toMatchObject({ count: 12_000, value: 12_000 });
});

const mebibyte = 1024 * 1024;

test("large results go in slices of some megabytes", async () => {
  const stage = new SliceStage(takeAll);
  stage.add(...Array.from({ length: 5 }, () => new Uint8Array(mebibyte)));
  stage.open();
  await stage.settle();
  expect(stage.calls).toHaveLength(3);
  expect(stage.last).toMatchObject({ count: 5 });
});

test("a very large result behind many others goes alone, and one that is nested as deeply as a value can be goes as it came", async () => {
  const stage = new SliceStage(takeAll);
  let nested: unknown = 1;
  for (let level = 0; level < maxValueDepth; level += 1) nested = [nested];
  const many = Array.from({ length: 39 }, () => new Uint8Array(mebibyte / 16));
  stage.add(...many, new Uint8Array(5 * mebibyte), nested);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 41, value: 0, without: 0, problem: null });
});

test("a result that cannot be read is counted as one without a value, and those around it are taken", async () => {
  const stage = new SliceStage((slice) => ({ ...takeAll(slice), unread: [1] }));
  stage.add(1, 2, 3);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 2, value: 0, without: 1, problem: null });
});

test("what it throws is told with the task, keeps what was made of the results before, and ends it", async () => {
  const stage = new SliceStage(() => ({ taken: 1, made: [1], thrown: new TypeError("no") }));
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toMatchObject({ count: 1, value: 1, problem: { type: "failed", task: 1 } });
  const { problem } = stage.last;
  expect(describeThrown(problem?.type === "failed" ? problem.thrown : null)).toMatchObject({ message: "no" });
  stage.add(3);
  await stage.settle();
  expect(stage.calls).toHaveLength(1);
});

test("a slice that is over its time is run once more: the computer may have been asleep", async () => {
  const stage = new SliceStage((slice) => ([1, 3].includes(stage.calls.length) ? late : sumOf(slice)));
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 2, value: 3, without: 0, problem: null });
  stage.add(3);
  await stage.settle();
  expect(stage.last).toEqual({ count: 3, value: 6, without: 0, problem: null });
  expect(stage.calls).toHaveLength(4);
});

test.each([
  ["of a single result with its task", [1], null, 0],
  ["of several without, where it is not known", [1, 2], null, null],
  ["of several with the task whose call it was", [1, 2], 3, 1],
])("one that hangs is told, %s", async (_, values, call, task) => {
  const stage = new SliceStage(() => ({ ...late, call }));
  stage.add(...values);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({
    count: 0,
    value: undefined,
    without: 0,
    problem: { type: "failed", thrown: tooLong, task },
  });
});

test("what is made and cannot travel is told, and so is a reader that the module has made tell nonsense", async () => {
  const stage = new SliceStage(() => {
    const value = { outcome: outcomes.value, bytes: packAll([null]).bytes, runtimeMs: 1 };
    const threw = { ...value, outcome: outcomes.threw, bytes: packAll(["no"]).bytes };
    return { type: "answered", answers: [value, value, value, value, value, threw] };
  });
  stage.add(1);
  stage.open();
  await stage.settle();
  expect(stage.last.problem).toEqual({ type: "failed", thrown: "no", task: 0 });
  for (const taken of [0, -1, Number.NaN, 2]) {
    const lying = new SliceStage(() => ({ taken }));
    lying.add(1);
    lying.open();
    await lying.settle();
    expect([lying.calls.length, lying.last.problem]).toEqual([1, { type: "failed", thrown: null, task: 0 }]);
  }
});

test("a page without a sandbox says so", async () => {
  const stage = new SliceStage(() => ({ type: "unavailable", seen: { key: "sandbox-silent" } }));
  stage.add(1);
  stage.open();
  await stage.settle();
  expect(stage.last.problem).toEqual({ type: "unavailable", seen: { key: "sandbox-silent" } });
});

/** The sandbox looks for the value 7, and takes at most three results at a time. */
function lookForSeven({ values }: Slice): Made {
  const some = values.slice(0, 3);
  const at = some.indexOf(7);
  return at === -1 ? { taken: some.length } : { taken: at + 1, isSatisfied: true };
}

test("[P8] the first result on record that satisfies `until` is named, once, with the task, and nothing is looked at behind it", async () => {
  const stage = new SliceStage(lookForSeven);
  stage.add(1, 2, 3, 4);
  stage.addFailed();
  stage.open("until");
  await stage.settle();
  expect([stage.satisfied, stage.last]).toEqual([[], { count: 4, value: undefined, without: 1, problem: null }]);
  stage.add(5, 7, 7);
  await stage.settle();
  expect(stage.satisfied).toEqual([6]);
  expect(stage.slices.map(({ plan }) => plan)).toMatchObject([
    { use: "until", tasks: [0, 1, 2, 3] },
    { tasks: [3] },
    { tasks: [5, 6, 7] },
  ]);
  stage.add(7);
  await stage.settle();
  expect([stage.satisfied, stage.calls.length]).toEqual([[6], 3]);
});

test("[P8] an `until` that throws is told with the task, and ends nothing", async () => {
  const stage = new SliceStage(() => ({ taken: 1, thrown: "no" }));
  stage.add(1, 2);
  stage.open("until");
  await stage.settle();
  expect(stage.last).toMatchObject({ count: 1, problem: { type: "failed", thrown: "no", task: 1 } });
  stage.add(7);
  await stage.settle();
  expect([stage.satisfied, stage.calls.length]).toEqual([[], 1]);
});

test("one that is closed calls off what runs, and shows and names nothing any more", async () => {
  const stage = new SliceStage(lookForSeven);
  stage.add(7);
  const slices = stage.open("until");
  const settled = stage.settle();
  const isCalledOff = (): unknown => stage.calls.map(({ signal }) => signal?.aborted);
  expect(isCalledOff()).toEqual([false]);
  slices.close();
  expect(isCalledOff()).toEqual([true]);
  await settled;
  stage.add(7);
  await stage.settle();
  expect([stage.satisfied, stage.shown]).toEqual([[], []]);
});
