import { expect, test } from "vitest";
import { rowWindow } from "./row-window.ts";

test.each([1, 5, 10_000, 29_999, 30_001, 1_000_000, 10_000_000])(
  "of %i rows, those around the top are told of",
  (count) => {
    for (const share of [0, 0.001, 0.3, 0.5, 0.999, 1]) {
      const top = Math.floor(share * (count - 1));
      const { first, length } = rowWindow(top, count);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThanOrEqual(Math.max(0, top - 10_000));
      expect(first + length).toBeLessThanOrEqual(count);
      expect(first + length).toBeGreaterThanOrEqual(Math.min(count, top + 10_000));
      expect(length).toBeLessThanOrEqual(30_000);
    }
  },
);

test("of no rows, none is told of", () => {
  expect(rowWindow(0, 0)).toEqual({ first: 0, length: 0 });
});
