import * as fc from "fast-check";
import { expect, test } from "vitest";
import { leadingNumberOf, sortKeyOf } from "./sort-keys.ts";

test.each([
  ["an empty text", "", null],
  ["a plain number", "-20.5", -20.5],
  ["a number with an exponent", "1e21", 1e21],
])("the key of %s is what it stands for", (_, text, key) => {
  expect(sortKeyOf(text)).toBe(key);
});

test.each([
  ["numbers within a text by value", ["9 * 9 = 81", "30 * 30 = 900", "100 * 100 = 10000"]],
  ["numbers at the end of a text by value", ["the result number 9", "the result number 10"]],
  ["numbers with zeros in front by value", ["task 007", "task 8", "task 0010"]],
  ["numbers of no value before others", ["task 000", "task 1"]],
  ["letters without regard to capitals and accents", ["Abel", "éclair", "Edam", "zoo", "Zoo 2"]],
  ["numbers before letters", ["task 12", "task a"]],
  ["what is longer behind what it begins with", ["task", "task 1", "task 1 is done", "task 1 is done again"]],
  ["letters beyond ASCII behind those of it", ["z", "я", "語"]],
  ["what is no plain number as a text", ["1.2.3", "1.10.0"]],
])("keys order %s", (_, texts) => {
  const keys = texts.map((text) => String(sortKeyOf(text)));
  expect(new Set(keys).size).toBe(texts.length);
  expect(keys.toSorted()).toEqual(keys);
});

test("texts that differ in capitals and accents alone have the same key", () => {
  expect(sortKeyOf("Éclair 07")).toBe(sortKeyOf("eclair 7"));
});

test("of a long text the beginning counts", () => {
  const beginning = "x".repeat(63);
  expect(sortKeyOf(`${beginning}ab`)).toBe(sortKeyOf(`${beginning}ac`));
  expect(sortKeyOf(`${beginning}a`)).not.toBe(sortKeyOf(`${beginning}b`));
});

test("numbers of any length within a text are ordered by value", () => {
  const number = fc.bigInt({ min: 0n, max: 10n ** 40n });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [one, other] = [`n = ${a}`, `n = ${b}`].map((text) => String(sortKeyOf(text)));
      expect((one ?? "") < (other ?? "")).toBe(a < b);
    }),
  );
});

test("no key is before another by its leading number and behind it by itself", () => {
  const character = fc.constantFrom("\u0000", "a", "b", "~", "\u007f", "\u0080", "ж", "語");
  const key = fc.oneof(
    fc.double({ noNaN: true, min: -(2 ** 960), max: 2 ** 960 }),
    fc.string({ unit: character, maxLength: 9 }),
  );
  fc.assert(
    fc.property(key, key, (a, b) => {
      const isBefore = typeof a === typeof b ? a < b : typeof a === "number";
      const difference = leadingNumberOf(a) - leadingNumberOf(b);
      if (isBefore) expect(difference).toBeLessThanOrEqual(0);
      if (typeof a === "number") expect(difference < 0).toBe(isBefore);
      expect(leadingNumberOf(a)).toBeLessThan(Infinity);
    }),
    { numRuns: 2_000 },
  );
});

test("a number too large for a leading number is sorted as a text", () => {
  expect(sortKeyOf("1e305")).toBe("0\u00011e0\u0003305");
  expect(sortKeyOf("1e280")).toBe(1e280);
});
