import { expect, test } from "vitest";
import { Rate } from "./rate.ts";

test("the rate is that of the last ten seconds", () => {
  const rate = new Rate();
  expect(rate.rateAt(0, 0)).toBe(0);
  expect(rate.rateAt(1_000, 50)).toBe(50);
  for (let now = 2_000; now <= 30_000; now += 1_000) rate.rateAt(now, 50);
  expect(rate.rateAt(31_000, 60)).toBe(1);
});
