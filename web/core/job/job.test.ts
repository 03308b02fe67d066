import { expect, test } from "vitest";
import { isOutcome, outcomes } from "./job.ts";

test("outcomes keep their numbers, which wire and journal have on record", () => {
  expect(outcomes).toEqual({ value: 0, threw: 1, timedOut: 2, crashed: 3, notLoaded: 4, endsJob: 5 });
});

test("an outcome is one of those numbers and nothing else", () => {
  for (const outcome of Object.values(outcomes)) expect(isOutcome(outcome)).toBe(true);
  for (const other of [-1, 6, 0.5, NaN, 255]) expect(isOutcome(other)).toBe(false);
});
