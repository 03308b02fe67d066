import { expect, test } from "vitest";
import { guessCurve, spanInWords } from "./guess-curve.ts";

test("the curve is the time for all words of a length and shorter, with a mark at the password that was found", () => {
  const [lengths, seconds, many, found] = guessCurve(10, 1_110, 3);
  expect(lengths).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  // 10, 110 and 1,110 words.
  expect(seconds.slice(0, 3)).toEqual([10 / 1_110, 110 / 1_110, 1]);
  expect(many[2]).toBe(0.001);
  expect(found).toEqual([null, null, 1, ...Array.from({ length: 9 }, () => null)]);
});

test("with each letter more the time is as many times as long as there are letters", () => {
  const [, seconds] = guessCurve(62, 5e6, null);
  for (let at = 3; at < seconds.length; at += 1) expect((seconds[at] ?? 0) / (seconds[at - 1] ?? 1)).toBeCloseTo(62, 2);
});

test.each([
  [0.0042, "4.2 ms"],
  [185, "3 min 05 s"],
  [86_400 * 40, "40 d 00 h"],
  [31_557_600 * 580, "580 years"],
  [31_557_600 * 2e11, "200,000,000,000 years"],
])("a time of %f s is said as %s", (seconds, words) => {
  expect(spanInWords(seconds)).toBe(words);
});
