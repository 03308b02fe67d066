import { expect, test } from "vitest";
import { formatNumber } from "./format-number.ts";

test("keeps five digits of numbers of any size", () => {
  const numbers = [0, -0.1 - 0.2, 1 / 3, 1_234, 70_543_201, 1.5e-9, -2e30, 5e-324, Number.MAX_VALUE];
  expect(numbers.map(formatNumber)).toEqual([
    "0",
    "-0.3",
    "0.33333",
    "1,234",
    "70,543,000",
    "1.5E-9",
    "-2E30",
    "5E-324",
    "1.7977E308",
  ]);
});
