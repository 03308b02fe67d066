import { expect, test } from "vitest";
import { progressLine, Rate } from "./progress.ts";

test.each([
  [{ done: 0, failed: 0, total: null, volunteers: 0 }, null, "0 done  waiting for volunteers"],
  [{ done: 1_200, failed: 0, total: null, volunteers: 2 }, 340, "1,200 done  340/s  2 computing"],
  [
    { done: 49, failed: 1, total: 100, volunteers: 1 },
    5,
    "[##########----------]   50 %  49 done  1 failed  5.0/s  1 computing  10 s left",
  ],
  [
    { done: 100, failed: 0, total: 100, volunteers: 1 },
    5,
    "[####################]  100 %  100 done  5.0/s  1 computing",
  ],
])("the line of %o", (progress, perSecond, line) => {
  expect(progressLine(progress, perSecond)).toBe(line);
});

test("a rate counts what has come in the last ten seconds", () => {
  const rate = new Rate();
  expect(rate.note(0, 0)).toBeNull();
  expect(rate.note(1_000, 50)).toBe(50);
  for (let second = 2; second <= 30; second += 1) rate.note(1_000 * second, 50);
  expect(rate.note(31_000, 70)).toBe(2);
});
