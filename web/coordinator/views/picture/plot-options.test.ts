import { expect, test } from "vitest";
import { tickWords } from "./plot-options.ts";

test.each([
  [
    [3.139, 3.1395, 3.14, 3.1405],
    ["3.139", "3.1395", "3.14", "3.1405"],
  ],
  [
    [0, 2_500_000, 5_000_000],
    ["0", "2,500,000", "5,000,000"],
  ],
  [
    [0.001, null, 0.01, null, 10],
    ["0.001", "", "0.01", "", "10"],
  ],
  [
    [1e-7, 1.5e-7, 2e-7],
    ["0.0000001", "0.00000015", "0.0000002"],
  ],
  [[5], ["5"]],
  [[], []],
])("the ticks %j are called %j", (splits, words) => {
  expect(tickWords(null, splits)).toEqual(words);
});
