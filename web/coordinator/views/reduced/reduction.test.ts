import { expect, test } from "vitest";
import type { RunTrial, Trial, TrialEnd } from "../../../core/job/trial.ts";
import { isFields } from "../../../core/fields.ts";
import type { Result } from "../../../room/results/result.ts";
import { Reduction, type Reduced } from "./reduction.ts";

type Outcome = Result["outcome"];

/** Results that a test adds, a clock that it rings, and a sandbox that it answers for. */
class Stage {
  readonly outcomes: Outcome[] = [];
  readonly shown: Reduced[] = [];
  readonly trials: Trial[] = [];
  readonly #answer: (trial: Trial) => TrialEnd;
  #changed = (): void => {};
  #rings: (() => void)[] = [];

  /** `answer`: what the sandbox makes of a slice; where there is none, the sum. */
  constructor(answer: (trial: Trial) => TrialEnd = sumOf) {
    this.#answer = answer;
  }

  readonly results = {
    cursor: () => {
      let place = 0;
      return { next: () => (place < this.outcomes.length ? place++ : null) };
    },
    at: (task: number) => {
      const outcome = this.outcomes[task];
      return outcome === undefined ? null : { outcome };
    },
    subscribe: (changed: () => void) => {
      this.#changed = changed;
      return () => {
        this.#changed = () => {};
      };
    },
  };

  open(): Reduction {
    const runTrial: RunTrial = async (trial) => {
      this.trials.push(trial);
      return { end: this.#answer(trial), lines: [] };
    };
    const after = (_: number, ring: () => void): (() => void) => {
      this.#rings.push(ring);
      return () => {
        this.#rings = this.#rings.filter((one) => one !== ring);
      };
    };
    const clock = { now: () => 0, date: () => 0, after };
    return new Reduction(this.results, "", { runTrial, clock, changed: (reduced) => this.shown.push(reduced) });
  }

  add(...values: readonly unknown[]): void {
    this.outcomes.push(...values.map((value) => ({ type: "value", value }) as const));
    this.#changed();
  }

  addFailed(): void {
    const error = { name: "Error", message: "no", stack: "" };
    this.outcomes.push({ type: "unreadable", reason: error.message });
    this.#changed();
  }

  /** Rings the clock until nothing waits for it. */
  async settle(): Promise<void> {
    while (this.#rings.length > 0) {
      for (const ring of this.#rings.splice(0)) ring();
      // The sandbox answers in the turn that follows.
      await new Promise((resolve) => setTimeout(resolve));
    }
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

test("large results go in slices of some megabytes", async () => {
  const stage = new Stage(({ input }) => {
    const values = isFields(input) && Array.isArray(input["values"]) ? input["values"] : [];
    return { type: "value", value: { reduced: 0, taken: values.length }, runtimeMs: 1 };
  });
  stage.add(...Array.from({ length: 5 }, () => new Uint8Array(3 * 1024 * 1024)));
  stage.open();
  await stage.settle();
  expect(stage.trials).toHaveLength(3);
  expect(stage.last).toMatchObject({ count: 5 });
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
