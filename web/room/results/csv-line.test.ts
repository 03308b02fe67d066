import { expect, test } from "vitest";
import { csvLine } from "./csv-line.ts";

test.each([
  ["=1+1", "'=1+1"],
  ["\n=1+1", '"\'\n=1+1"'],
  [" =1+1", "' =1+1"],
  ["\u00a0=1+1", "'\u00a0=1+1"],
  ["\ufeff=1+1", "'\ufeff=1+1"],
  ["\u200b\t@SUM(A1)", "'\u200b\t@SUM(A1)"],
  ["\0+1-1", "'\0+1-1"],
  ["＝1+1", "'＝1+1"],
  ["－cmd|' /C calc'!A0", "'－cmd|' /C calc'!A0"],
  ["-x", "'-x"],
  ["-0x1f", "'-0x1f"],
])("%j would be a formula, and gets an apostrophe", (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

test.each([
  ["-5", "-5"],
  [" -1.5e3", " -1.5e3"],
  ["a=b", "a=b"],
  ["", ""],
  ["'", "'"],
  ['say "hi", twice', '"say ""hi"", twice"'],
  ["two\nlines", '"two\nlines"'],
])("%j is no formula, and is written as it is", (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

test("numbers are written as they are", () => {
  expect(csvLine([1, -0, 0.1, NaN])).toBe("1,-0,0.1,NaN\r\n");
});

test("for Excel a formula is found behind the separators of other countries, too", () => {
  expect(csvLine(["a;=1+1;\t-2", "-5"], true)).toBe("a;'=1+1;\t'-2,-5\r\n");
  expect(csvLine(["a;=1+1"])).toBe("a;=1+1\r\n");
});
