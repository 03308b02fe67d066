import { expect, test } from "vitest";
import { median, percentile, spreadOf } from "./statistics.mjs";

test("the median is the middle value, or between the two middle ones, in whatever order they come", () => {
  expect(median([3])).toBe(3);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test("a percentile lies between its neighbours in proportion, and its ends are the extremes", () => {
  const values = [40, 10, 30, 20];
  expect(percentile(values, 0)).toBe(10);
  expect(percentile(values, 1)).toBe(40);
  expect(percentile(values, 0.25)).toBeCloseTo(17.5);
  expect(values).toEqual([40, 10, 30, 20]);
});

test("of no values there is no percentile", () => {
  expect(() => percentile([], 0.5)).toThrow("no values");
});

test("a spread keeps the runs in their order beside median and ends", () => {
  expect(spreadOf([2, 7, 3])).toEqual({ runs: [2, 7, 3], median: 3, min: 2, max: 7 });
});
