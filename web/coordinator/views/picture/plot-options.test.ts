import { expect, test } from "vitest";
import { plotData, tickWords } from "./plot-options.ts";

test("a bar of one whole number stands around it, any other from the beginning of its bin to the end", () => {
  const bins = [
    { from: -1, to: 0, count: 4 },
    { from: 0, to: 1, count: 2 },
  ];
  const drawing = { parts: [], bins, dots: [] };
  expect(plotData(drawing, "whole-bars", 6)).toEqual([
    [-1.5, -0.5, 0.5],
    [4, 2, null],
  ]);
  expect(plotData(drawing, "bars", 6)).toEqual([
    [-1, 0, 1],
    [4, 2, null],
  ]);
});

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
