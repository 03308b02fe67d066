import { expect, test } from "vitest";
import type { Trial, TrialEnd } from "../../../core/job/trial.ts";
import { isFields } from "../../../core/fields.ts";
import { maxValueDepth } from "../../../core/values/limits.ts";
import { packAll } from "../../../core/values/packed.ts";
import { SliceStage } from "../testing/slice-stage.ts";
import { Reduction, type Reduced } from "./reduction.ts";

class Stage extends SliceStage {
  readonly shown: Reduced[] = [];

  /** `answer`: where there is none, the sum. */
  constructor(answer: (trial: Trial) => TrialEnd = sumOf) {
    super(answer);
  }

  open(): Reduction {
    return new Reduction(
      this.results,
      { source: "", files: new Map() },
      { ...this.around, changed: (reduced) => this.shown.push(reduced) },
    );
  }

  get last(): Reduced | undefined {
    return this.shown.at(-1);
  }
}

function numbers(list: unknown): readonly number[] {
  return Array.isArray(list) ? list.map(Number) : [];
}

function slice({ input }: Trial): { before: readonly number[]; values: readonly number[] } {
  if (!isFields(input)) throw new Error("no slice");
  return { before: numbers(input["before"]), values: numbers(input["values"]) };
}

function sumOf(trial: Trial): TrialEnd {
  const { before, values } = slice(trial);
  const reduced = [...before, ...values].reduce((a, b) => a + b, 0);
  return { type: "value", value: { reduced, taken: values.length }, runtimeMs: 1 };
}

test("results on record and those that come are in it once each, and failed ones are counted", async () => {
  const stage = new Stage();
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 2, value: 3, without: 0, problem: null });
  stage.add(3);
  stage.addFailed();
  stage.add(4);
  await stage.settle();
  expect(stage.last).toEqual({ count: 4, value: 10, without: 1, problem: null });
  expect(stage.trials.map((trial) => slice(trial))).toEqual([
    { before: [], values: [1, 2] },
    { before: [3], values: [3, 4] },
  ]);
  await stage.settle();
  expect(stage.trials).toHaveLength(2);
});

test("a slice that ends early is followed by one with the rest", async () => {
  const stage = new Stage((trial) => {
    const { before, values } = slice(trial);
    return { type: "value", value: { reduced: (before[0] ?? 0) + (values[0] ?? 0), taken: 1 }, runtimeMs: 1 };
  });
  stage.add(1, 2, 3);
  stage.open();
  await stage.settle();
  expect(stage.last).toMatchObject({ count: 3, value: 6 });
  expect(stage.trials.map((trial) => slice(trial).values)).toEqual([[1, 2, 3], [2, 3], [3]]);
});

test("many results go in several slices", async () => {
  const stage = new Stage();
  stage.add(...Array.from({ length: 12_000 }, () => 1));
  stage.open();
  await stage.settle();
  expect(stage.trials.map((trial) => slice(trial).values.length)).toEqual([5_000, 5_000, 2_000]);
  expect(stage.last).toMatchObject({ count: 12_000, value: 12_000 });
});

/** Takes all of them, as the page's sandbox does: in one value. */
function takeSent({ input }: Trial): TrialEnd {
  const values = isFields(input) && Array.isArray(input["values"]) ? input["values"] : [];
  try {
    packAll([input]);
  } catch (thrown) {
    return { type: "unsent", thrown };
  }
  return { type: "value", value: { reduced: 0, taken: values.length }, runtimeMs: 1 };
}

const mebibyte = 1024 * 1024;

test("large results go in slices of some megabytes", async () => {
  const stage = new Stage(takeSent);
  stage.add(...Array.from({ length: 5 }, () => new Uint8Array(mebibyte)));
  stage.open();
  await stage.settle();
  expect(stage.trials).toHaveLength(3);
  expect(stage.last).toMatchObject({ count: 5 });
});

test("a very large result behind many others goes alone", async () => {
  const stage = new Stage(takeSent);
  stage.add(...Array.from({ length: 39 }, () => new Uint8Array(mebibyte / 16)), new Uint8Array(62 * mebibyte), 1);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 41, value: 0, without: 0, problem: null });
});

test("results of many small parts go in slices that fit into one value", async () => {
  const stage = new Stage(takeSent);
  const list = Array.from({ length: 4_096 }, () => 1);
  stage.add(...Array.from({ length: 1_100 }, () => list.slice()));
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 1_100, value: 0, without: 0, problem: null });
});

test("of results of which one is nested too deeply to be handed over, those before it are taken, and its task is told", async () => {
  const stage = new Stage(takeSent);
  let nested: unknown = 1;
  for (let level = 0; level < maxValueDepth; level += 1) nested = [nested];
  stage.add(...Array.from({ length: 37 }, (_, at) => at), nested, 38);
  stage.open();
  await stage.settle();
  expect(stage.last).toMatchObject({ count: 37, problem: { type: "unsent", task: 37 } });
});

test("what it throws is told with the task, keeps the value of the results before, and ends it", async () => {
  const thrown = new TypeError("no");
  const stage = new Stage(() => ({ type: "value", value: { reduced: 1, taken: 1, thrown }, runtimeMs: 1 }));
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 1, value: 1, without: 0, problem: { type: "failed", thrown, task: 1 } });
  stage.add(3);
  await stage.settle();
  expect(stage.trials).toHaveLength(1);
});

test("a slice that is over its time is run once more: the computer may have been asleep", async () => {
  const thrown = Object.assign(new Error("too long"), { name: "TimeLimitExceeded" });
  const late: TrialEnd = { type: "failed", thrown, runtimeMs: 1 };
  const stage = new Stage((trial) => ([1, 3].includes(stage.trials.length) ? late : sumOf(trial)));
  stage.add(1, 2);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 2, value: 3, without: 0, problem: null });
  stage.add(3);
  await stage.settle();
  expect(stage.last).toEqual({ count: 3, value: 6, without: 0, problem: null });
  expect(stage.trials).toHaveLength(4);
});

test("one that hangs, or gives what cannot travel, is told, of a single result with its task", async () => {
  const thrown = Object.assign(new Error("too long"), { name: "TimeLimitExceeded" });
  const stage = new Stage(() => ({ type: "failed", thrown, runtimeMs: 1 }));
  stage.add(1);
  stage.open();
  await stage.settle();
  expect(stage.last).toEqual({ count: 0, value: undefined, without: 0, problem: { type: "failed", thrown, task: 0 } });
  const several = new Stage(() => ({ type: "failed", thrown, runtimeMs: 1 }));
  several.add(1, 2);
  several.open();
  await several.settle();
  expect(several.last?.problem).toMatchObject({ task: null });
});

test("a page without a sandbox says so", async () => {
  const stage = new Stage(() => ({ type: "unavailable", seen: { key: "sandbox-silent" } }));
  stage.add(1);
  stage.open();
  await stage.settle();
  expect(stage.last?.problem).toEqual({ type: "unavailable", seen: { key: "sandbox-silent" } });
});

test("one that is closed shows nothing more", async () => {
  const stage = new Stage();
  stage.add(1);
  const reduction = stage.open();
  const settled = stage.settle();
  reduction.close();
  await settled;
  stage.add(2);
  await stage.settle();
  expect(stage.shown).toEqual([]);
});
