import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, loadProgram, problemsOf, reducedOf } from "../testing/load-program.ts";
import { primes } from "./primes.ts";

const { compute } = await loadProgram(jobOf(primes));

/** By trial division. */
function isPrime(number: number): boolean {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

function countByDivision(from: number, to: number): number {
  let count = 0;
  for (let number = from; number <= to; number += 1) if (isPrime(number)) count += 1;
  return count;
}

describe("the counts", () => {
  test.each([
    [10, 4],
    [100, 25],
    [1_000, 168],
    [10_000, 1_229],
    [100_000, 9_592],
    [1_000_000, 78_498],
    [10_000_000, 664_579],
    [100_000_000, 5_761_455],
  ])("of the primes to %d are the known ones: %d", async (to, count) => {
    expect(compute([0, to])).toBe(count);
    const job = jobOf(primes, { to, segment: Math.max(1_000, Math.ceil(to / 7)) });
    expect(await reducedOf(job)).toBe(count);
  });

  test("of any segment are those of trial division", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 0, max: 300 }), (from, more) => {
        expect(compute([from, from + more])).toBe(countByDivision(from, from + more));
      }),
    );
    for (let from = 0; from < 30; from += 1) {
      for (let to = from; to < 60; to += 1) expect(compute([from, to])).toBe(countByDivision(from, to));
    }
  });

  test("are right at squares of primes and across blocks, and far out", () => {
    for (const prime of [3, 251, 257, 1_009, 65_537]) {
      const square = prime * prime;
      expect(compute([square, square])).toBe(0);
      expect(compute([square - 20, square + 20])).toBe(countByDivision(square - 20, square + 20));
    }
    expect(compute([65_400, 200_000])).toBe(countByDivision(65_400, 200_000));
    expect(compute([999_999_999_900, 1_000_000_000_100])).toBe(countByDivision(999_999_999_900, 1_000_000_000_100));
    expect(compute([9_999_999_999_950, 10_000_000_000_000])).toBe(
      countByDivision(9_999_999_999_950, 10_000_000_000_000),
    );
  });
});

describe("the form", () => {
  test("cuts the range into segments and what is left", () => {
    expect(inputsOf(jobOf(primes, { from: 5, to: 3_000, segment: 1_000 }))).toEqual([
      [5, 1_004],
      [1_005, 2_004],
      [2_005, 3_000],
    ]);
    expect(inputsOf(jobOf(primes, { from: 7, to: 7 }))).toEqual([[7, 7]]);
  });

  test("names ends that contradict each other, and segments that are too many", () => {
    expect(problemsOf(primes, { from: 8, to: 7 })).toEqual({ to: "The last number must not be below the first." });
    expect(problemsOf(primes, { from: 1, to: 10_000_000_000, segment: 99_999 })).toEqual({
      segment: "Makes more than 100,000 tasks: must be at least 100,000.",
    });
    expect(problemsOf(primes, { from: 1, to: 10_000_000_000, segment: 100_000 })).toEqual({});
  });

  test("tells a task as its segment", () => {
    expect(describerOf(jobOf(primes).view).describeTask([1, 1_000])).toBe("primes from 1 to 1000");
  });
});
