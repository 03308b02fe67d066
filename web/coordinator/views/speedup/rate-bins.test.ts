import { expect, test } from "vitest";
import { RateBins } from "./rate-bins.ts";

test("tasks are counted where they came to their end, and held ones for as long as they were", () => {
  const rates = new RateBins();
  rates.settle(20, 3);
  rates.hold(250, 2);
  rates.hold(1_250, 4);
  rates.settle(1_300, 1);
  expect(rates.widthMs).toBe(500);
  expect(rates.bins).toEqual([
    { settled: 3, heldMs: 1_500 },
    { settled: 0, heldMs: 2_000 },
    { settled: 1, heldMs: 1_000 },
  ]);
});

test("bins become wider with the job's time, none is lost of what they count, and there are 120 at most", () => {
  const rates = new RateBins();
  for (let nth = 0; nth < 5_000; nth += 1) {
    rates.settle(nth * 100, 1);
    rates.hold(nth * 100, 2);
  }
  // An hour without anything.
  rates.hold(4_100_000, 1);
  expect(rates.bins.length).toBeLessThanOrEqual(120);
  expect(rates.bins.reduce((sum, { settled }) => sum + settled, 0)).toBe(5_000);
  const heldMs = 2 * 499_900 + (4_100_000 - 499_900);
  expect(rates.bins.reduce((sum, bin) => sum + bin.heldMs, 0)).toBeCloseTo(heldMs, 3);
});

test("rates over equal parts of a time come to all tasks, wherever the bins lie", () => {
  for (const [upToMs, parts] of [
    [1_000, 4],
    [1_300, 7],
    [40, 3],
    [90_000, 24],
  ] as const) {
    const rates = new RateBins();
    for (let nth = 0; nth < 50; nth += 1) rates.settle((upToMs * nth) / 50, 2);
    const perSecond = rates.perSecond(upToMs, parts);
    expect(perSecond).toHaveLength(parts);
    const tasks = perSecond.reduce((sum, rate) => sum + (rate * upToMs) / parts / 1_000, 0);
    expect(tasks).toBeCloseTo(100, 6);
  }
});
