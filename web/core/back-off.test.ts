import * as fc from "fast-check";
import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";
import { Rate } from "../membership/rate.ts";

test("waits grow up to three seconds and are spread over their upper half", () => {
  expect([1, 2, 3, 4, 5, 6].map((attempt) => backOffMs(attempt, 1))).toEqual([300, 600, 1_200, 2_400, 3_000, 3_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
      const waitMs = backOffMs(attempt, random);
      expect(waitMs).toBeGreaterThanOrEqual(150);
      expect(waitMs).toBeLessThanOrEqual(3_000);
    }),
  );
});

test("the rate is that of the last ten seconds", () => {
  const rate = new Rate();
  expect(rate.note(0, 0)).toBe(0);
  expect(rate.note(1_000, 50)).toBe(50);
  for (let now = 2_000; now <= 30_000; now += 1_000) rate.note(now, 50);
  expect(rate.note(31_000, 60)).toBe(1);
});
