import { expect, test } from "vitest";
import { meanInWords, targetInWords } from "./mean-words.ts";

test.each([
  [0.498_73, 0.009_82, "0.4987 ± 0.0098"],
  [1_234.567, 12.3, "1,235 ± 12"],
  [-3.252_59, 0.5, "-3.25 ± 0.50"],
  [70_544_123, 12_345, "70,544,123 ± 12,345"],
  [5, 0, "5 ± 0"],
  [1e-20, 1e-22, "1E-20 ± 1E-22"],
  [3e15, 2e13, "3E15 ± 2E13"],
  [0.333_333_3, null, "0.33333"],
])("the mean %s, known to %s, is written as far as it is known", (mean, halfWidth, words) => {
  expect(meanInWords({ mean, halfWidth })).toBe(words);
});

test("what is wanted is a number, or a share of a mean that may not be known yet", () => {
  const soFar = { numbers: 40, others: 0, mean: 2, halfWidth: 0.1, target: 0.02 };
  expect(targetInWords(soFar, { type: "absolute", halfWidth: 0.01 })).toBe("0.01");
  expect(targetInWords(null, { type: "percent", halfWidth: 1 })).toBe("1% of it");
  expect(targetInWords(soFar, { type: "percent", halfWidth: 1 })).toBe("1% of it, 0.02");
});
