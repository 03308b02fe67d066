import * as fc from "fast-check";
import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";

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

test("waits of a signaling server's length grow up to fifteen seconds", () => {
  const limits = { firstMs: 400, longestMs: 15_000 };
  expect([1, 2, 6, 7].map((attempt) => backOffMs(attempt, 0, limits))).toEqual([200, 400, 6_400, 7_500]);
});
