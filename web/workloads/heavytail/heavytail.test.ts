import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, loadProgram, problemsOf } from "../testing/load-program.ts";
import sleep from "./heavytail.task.js";
import { heavytail } from "./heavytail.ts";

function sleepsOf(values: Parameters<typeof jobOf>[1]): readonly number[] {
  return inputsOf(jobOf(heavytail, values)).map(Number);
}

describe("the sleeps", () => {
  test.each([
    ["light", 3],
    ["heavy", 1.5],
    ["extreme", 1.05],
  ])("of a %s tail are drawn from a Pareto distribution with exponent %d, cut at the longest", (tail, exponent) => {
    const [count, shortest] = [20_000, 1_000];
    const sleeps = sleepsOf({ tail, count, shortest, longest: 3_600 });
    expect(Math.min(...sleeps)).toBeGreaterThanOrEqual(shortest);
    expect(Math.max(...sleeps)).toBeLessThanOrEqual(3_600_000);
    for (const times of [1.5, 2, 5, 20]) {
      const share = times ** -exponent;
      const longer = sleeps.filter((ms) => ms > times * shortest).length;
      // Four standard deviations of a count.
      expect(Math.abs(longer - count * share)).toBeLessThan(4 * Math.sqrt(count * share * (1 - share)) + 1);
    }
  });

  test("are the same again for the same seed, in the order that was chosen", () => {
    const drawn = sleepsOf({ count: 50 });
    expect(sleepsOf({ count: 50 })).toEqual(drawn);
    expect(sleepsOf({ count: 50, seed: 2 })).not.toEqual(drawn);
    const ascending = drawn.toSorted((a, b) => a - b);
    expect(drawn).not.toEqual(ascending);
    expect(sleepsOf({ count: 50, sorted: "shortest" })).toEqual(ascending);
    expect(sleepsOf({ count: 50, sorted: "longest" })).toEqual(ascending.toReversed());
  });
});

describe("the function", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("sleeps for its milliseconds, and gives them", async () => {
    let value: unknown = "asleep";
    void sleep(300).then((ms) => (value = ms));
    await vi.advanceTimersByTimeAsync(299);
    expect(value).toBe("asleep");
    await vi.advanceTimersByTimeAsync(1);
    expect(value).toBe(300);
  });
});

test("all sleeps come to their sum and the longest", async () => {
  const { reduce } = await loadProgram(jobOf(heavytail));
  expect(reduce([50, 700, 60])).toEqual({ tasks: 3, sleptMs: 810, longestMs: 700 });
});

test("the form names a longest sleep below the shortest, and gives tasks twice the longest", () => {
  expect(problemsOf(heavytail, { shortest: 2_000, longest: 1 })).toEqual({
    longest: "The longest sleep must not be below the shortest.",
  });
  expect(problemsOf(heavytail, { shortest: 1_000, longest: 1 })).toEqual({});
  expect(jobOf(heavytail, { longest: 100 }).options.timeLimitMs).toBe(200_000);
  expect(describerOf(jobOf(heavytail).view).describeTask(300)).toBe("a sleep of 300 ms");
});
