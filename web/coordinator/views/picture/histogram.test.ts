import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Histogram, type Bin } from "./histogram.ts";

function histogramOf(numbers: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const number of numbers) histogram.add(number);
  return histogram;
}

function binsOf(numbers: readonly number[]): Bin[] {
  return [...histogramOf(numbers).bins()];
}

test("whole numbers of a small range have a bin each, empty ones between them included", () => {
  expect(binsOf([3, 1, 3])).toEqual([
    { from: 1, to: 2, count: 1 },
    { from: 2, to: 3, count: 0 },
    { from: 3, to: 4, count: 2 },
  ]);
});

test("it says whether each bin holds one whole number", () => {
  expect(histogramOf([-1, 0, 1]).hasBinForEach).toBe(true);
  expect(histogramOf([-1, 0.5, 60]).hasBinForEach).toBe(false);
  expect(histogramOf([0, 200]).hasBinForEach).toBe(false);
  expect(histogramOf([7, 7]).hasBinForEach).toBe(false);
});

test("the same number again and again is one bin of no width", () => {
  expect(binsOf([])).toEqual([]);
  expect(binsOf([0.5, 0.5, 0.5])).toEqual([{ from: 0.5, to: 0.5, count: 3 }]);
});

test("a number far away widens the bins, and no number is lost", () => {
  const bins = binsOf([...Array.from({ length: 64 }, (_, at) => at), 6_400]);
  expect(bins[0]).toEqual({ from: 0, to: 128, count: 64 });
  expect(bins.at(-1)).toEqual({ from: 6_400, to: 6_528, count: 1 });
  expect(bins).toHaveLength(51);
});

test("whole numbers that are too large to be told apart by one are so by more", () => {
  const [least, most] = [1.7976931348623137e308, Number.MAX_VALUE];
  const bins = binsOf([least, most]);
  expect(bins.length).toBeLessThanOrEqual(66);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  expect(binsOf([2 ** 52 - 2, 2 ** 52 - 1])).toEqual([
    { from: 2 ** 52 - 2, to: 2 ** 52 - 1, count: 1 },
    { from: 2 ** 52 - 1, to: 2 ** 52, count: 1 },
  ]);
});

test("whatever numbers come in whatever order, each is in one bin, the bins are few and lie side by side", () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(numbers, (added) => {
      const bins = binsOf(added);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(added.length);
      expect(bins.length).toBeLessThanOrEqual(66);
      for (const [at, { from, to }] of bins.entries()) {
        expect(from).toBeLessThanOrEqual(to);
        if (at > 0) expect(from).toBe(bins[at - 1]?.to);
      }
      const [first, last] = [bins[0], bins.at(-1)];
      for (const number of added) {
        expect(number).toBeGreaterThanOrEqual(first?.from ?? Infinity);
        expect(number).toBeLessThanOrEqual(last?.to ?? -Infinity);
      }
      if (bins.length === 1) return;
      for (const { from, to, count } of bins) {
        expect(added.filter((number) => number >= from && number < to)).toHaveLength(count);
      }
    }),
    { numRuns: 1_000 },
  );
});
