import { expect, test } from "vitest";
import { parseWholeNumber } from "./whole-number.ts";

const limits = { smallest: 1, largest: 10_000 };

test.each([
  ["1", 1],
  ["10000", 10_000],
  [" 7 ", 7],
  ["007", 7],
])("%o is taken as %d", (text, number) => {
  expect(parseWholeNumber(text, limits)).toEqual({ type: "value", value: number });
});

test.each([
  "",
  " ",
  "0",
  "10001",
  "-1",
  "+1",
  "1.5",
  "1e3",
  "0x10",
  "1,000",
  "1 0",
  "ten",
  "Infinity",
  "9".repeat(400),
])("%o is refused, and the problem says what is allowed", (text) => {
  expect(parseWholeNumber(text, limits)).toEqual({
    type: "problem",
    problem: { key: "field-must-be", allowed: { key: "number", smallest: 1, largest: 10_000, unit: null } },
  });
});
