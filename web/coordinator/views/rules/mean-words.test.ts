import { assert, constantFrom, double, oneof, property } from "fast-check";
import { expect, test } from "vitest";
import type { MeanSoFar } from "../../../room/results/precision-reader.ts";
import { RunningMean } from "../../../room/results/running-mean.ts";
import { meanInWords, missingInWords, targetInWords } from "./mean-words.ts";

test.each<[number | null, MeanSoFar["halfWidth"], string]>([
  [0.498_73, 0.009_82, "0.4987 ± 0.0098"],
  [1_234.567, 12.3, "1,235 ± 12"],
  [-3.252_59, 0.5, "-3.25 ± 0.50"],
  [70_544_123, 12_345, "70,544,123 ± 12,345"],
  [5, "all-equal", "5"],
  [1e-20, 1e-22, "1E-20 ± 1E-22"],
  [3e15, 2e13, "3E15 ± 2E13"],
  [5, 1e300, "5 ± 1E300"],
  [1.7e308, 2e307, "1.7E308 ± 2E307"],
  [0.333_333_3, "too-few", "0.33333"],
  [null, "too-large", "too large"],
])("the mean %s, known to %s, is written as far as it is known", (mean, halfWidth, words) => {
  expect(meanInWords({ mean, halfWidth })).toBe(words);
});

test("what is wanted is a number, or a share of a mean that may not be known yet", () => {
  const soFar = { numbers: 40, others: 0, mean: 2, halfWidth: 0.1, target: 0.02 };
  expect(targetInWords(soFar, { type: "absolute", halfWidth: 0.01 })).toBe("0.01");
  expect(targetInWords(null, { type: "percent", halfWidth: 1 })).toBe("1% of it");
  expect(targetInWords(soFar, { type: "percent", halfWidth: 1 })).toBe("1% of it, 0.02");
});

test("a share of a mean is told in two digits, of any size", () => {
  const soFar = { numbers: 40, others: 0, mean: 2e300, halfWidth: 1e299 };
  const percent = { type: "percent", halfWidth: 1 } as const;
  expect(targetInWords({ ...soFar, target: 1.234e298 }, percent)).toBe("1% of it, 1.2E298");
  expect(targetInWords({ ...soFar, mean: null, target: null }, percent)).toBe("1% of it");
});

test("any mean, half-width and target is short words without a NaN", () => {
  const any = double({ noNaN: true, noDefaultInfinity: true });
  const positive = double({ min: Number.MIN_VALUE, noNaN: true, noDefaultInfinity: true });
  const halfWidths = oneof(positive, constantFrom("too-few", "all-equal", "too-large"));
  assert(
    property(any, halfWidths, positive, positive, (mean, halfWidth, share, target) => {
      const soFar: MeanSoFar = { numbers: 40, others: 0, mean, halfWidth, target };
      for (const type of ["absolute", "percent"] as const) {
        const words = [meanInWords(soFar), targetInWords(soFar, { type, halfWidth: share })];
        expect(words.join("; ")).toMatch(/^(?!.*(NaN|Infinity|∞)).{1,140}$/);
      }
    }),
  );
});

test("two numbers whose sum no double can hold are told as too large", () => {
  const { mean, halfWidth } = [1.7e308, -1.7e308].reduce((running, number) => {
    running.add(number);
    return running;
  }, new RunningMean());
  expect([meanInWords({ mean, halfWidth }), missingInWords(halfWidth)]).toEqual([
    "too large",
    "too large for ±: this ends no job early",
  ]);
});
