import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, loadProgram, problemsOf, reducedOf } from "../testing/load-program.ts";
import findLongest from "./collatz.task.js";
import { collatz } from "./collatz.ts";

/** By the definition alone. */
function stepsOf(start: number): number {
  let steps = 0;
  for (let n = BigInt(start); n > 1n; n = n % 2n === 0n ? n / 2n : 3n * n + 1n) steps += 1;
  return steps;
}

describe("the longest way", () => {
  // https://oeis.org/A284668, https://oeis.org/A284669
  test.each([
    [10, 9, 19],
    [100, 97, 118],
    [1_000, 871, 178],
    [10_000, 6_171, 261],
    [100_000, 77_031, 350],
    [1_000_000, 837_799, 524],
    [10_000_000, 8_400_511, 685],
  ])("below %d is the known one, from %d in %d steps", async (below, start, steps) => {
    const job = jobOf(collatz, { below, segment: Math.max(1_000, Math.ceil(below / 7)) });
    expect(await reducedOf(job)).toEqual({ start, value: steps });
  });

  test.each([
    [63_728_127, 949],
    [670_617_279, 986],
    [9_780_657_630, 1_132],
    [75_128_138_247, 1_228],
    // Its way rises above 10^18.
    [319_804_831, 592],
  ])("of records far out is right, where it leaves exact doubles as well: from %d in %d steps", (start, steps) => {
    expect(stepsOf(start)).toBe(steps);
    expect(findLongest([start, start])).toEqual({ start, value: steps });
  });

  test("of any start is that of whole numbers of any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000_000_000 }), (start) => {
        expect(findLongest([start, start])).toEqual({ start, value: stepsOf(start) });
      }),
      { numRuns: 2_000 },
    );
    for (let start = 1; start < 3_000; start += 1) expect(findLongest([start, start]).value).toBe(stepsOf(start));
  });

  test("is the first of several, in any order of the segments", async () => {
    expect(findLongest([1, 1])).toEqual({ start: 1, value: 0 });
    // 12 and 13 take nine steps.
    expect(findLongest([12, 13])).toEqual({ start: 12, value: 9 });
    const { reduce } = await loadProgram(jobOf(collatz));
    const both = [findLongest([12, 12]), findLongest([13, 13])];
    expect(reduce(both)).toEqual({ start: 12, value: 9 });
    expect(reduce(both.toReversed())).toEqual({ start: 12, value: 9 });
  });
});

describe("the form", () => {
  test("cuts the starts below the end into segments", () => {
    expect(inputsOf(jobOf(collatz, { below: 2_500, segment: 1_000 }))).toEqual([
      [1, 1_000],
      [1_001, 2_000],
      [2_001, 2_499],
    ]);
    expect(describerOf(jobOf(collatz).view).describeTask([1, 1_000])).toBe("the longest way from 1 to 1000");
  });

  test("names segments that are too many", () => {
    expect(problemsOf(collatz, { below: 1_000_000_001, segment: 9_999 })).toEqual({
      segment: "Makes more than 100,000 tasks: must be at least 10,000.",
    });
    expect(problemsOf(collatz, { below: 1_000_000_001, segment: 10_000 })).toEqual({});
  });
});
