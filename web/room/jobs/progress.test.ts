import { expect, test } from "vitest";
import { Progress } from "./progress.ts";

test("pauses do not count as time taken", () => {
  const progress = new Progress(1_000);
  expect(progress.elapsedMs(3_000)).toBe(2_000);
  progress.pause(3_000);
  expect(progress.elapsedMs(9_000)).toBe(2_000);
  progress.resume(10_000);
  expect(progress.elapsedMs(10_500)).toBe(2_500);
});

test("the time left follows the rate of late, and nothing is said before the first result", () => {
  const progress = new Progress(0);
  expect(progress.remainingMs(1_000, 0, 100)).toBeNull();
  expect(progress.remainingMs(2_000, 10, 100)).toBe(18_000);
  // Ten times as fast from now on: after the window the slow beginning is forgotten.
  for (let now = 3_000; now <= 20_000; now += 1_000) progress.remainingMs(now, 10 + (now - 2_000) / 20, 2_000);
  expect(progress.remainingMs(21_000, 960, 2_000)).toBeCloseTo(20_800, -2);
});
