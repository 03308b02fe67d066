import * as fc from "fast-check";
import { expect, test } from "vitest";
import { glanceAt, packAll } from "./packed.ts";
import { cutWords, shownValue } from "./shown-value.ts";
import { anyValue } from "./testing/arbitrary-values.ts";

const cycle: unknown[] = [1];
cycle.push(cycle);

const shown: readonly (readonly [unknown, string])[] = [
  [undefined, "undefined"],
  [null, "null"],
  [-0, "-0"],
  [NaN, "NaN"],
  [5n, "5n"],
  ['say "hi"', '"say \\"hi\\""'],
  [Symbol("s"), "Symbol(s)"],
  [() => 1, "a function"],
  [[1, "two", [3n]], '[1, "two", [3n]]'],
  [{ a: 1, "b c": undefined }, '{"a": 1, "b c": undefined}'],
  [new Map<unknown, unknown>([["a", new Set([1])]]), 'Map {"a": Set {1}}'],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Date(NaN), "Invalid Date"],
  [/a+/gi, "/a+/gi"],
  [new Uint8Array([1, 2]), "Uint8Array [1, 2]"],
  [new Uint8Array([1, 2]).buffer, "ArrayBuffer [1, 2]"],
  [new DataView(new ArrayBuffer(2)), "DataView [0, 0]"],
  [new BigInt64Array([-1n]), "BigInt64Array [-1n]"],
  [new TypeError("no", { cause: "why" }), 'TypeError: no (cause: "why")'],
  [Object.assign(Array(4), { 1: 1, 3: 2 }), "[1 empty, 1, 1 empty, 2]"],
  [Array(4_000_000_000), "[4000000000 empty]"],
  ["abc".match(/b/), '["b", "index": 1, "input": "abc", "groups": undefined]'],
  [cycle, "[1, (itself)]"],
  [JSON.parse('{"__proto__": 1}'), '{"__proto__": 1}'],
];

test("values of every kind are shown in words of their own", () => {
  for (const [value, words] of shown) expect(shownValue(value)).toBe(words);
});

test("a long value is shown by its beginning, whatever it is made of", () => {
  for (const value of ["x".repeat(1e6), Array.from({ length: 1e5 }, (_, i) => i), new Uint8Array(1e6), 10n ** 9_999n]) {
    expect(shownValue(value).length).toBeLessThan(400);
  }
  expect(cutWords("x".repeat(31_457_280))).toBe(`${"x".repeat(300)}… (31,457,280 characters)`);
  expect(cutWords(`${"x".repeat(299)}${"😀".repeat(200)}`)).toBe(`${"x".repeat(299)}… (699 characters)`);
  expect(cutWords("x".repeat(600))).toBe("x".repeat(600));
  expect(shownValue(["y".repeat(900), 1])).toBe(`["${"y".repeat(299)}… (900 characters)", …]`);
  expect(shownValue(["y".repeat(280), "z".repeat(900)])).toContain(`${"z".repeat(40)}… (900 characters)"]`);
  expect(cutWords("short")).toBe("short");
});

test("any value is shown in a bounded number of words, and at a glance in as many", () => {
  fc.assert(
    fc.property(anyValue, (make) => {
      const value = make();
      // Of each of the parts that were begun within the limit, there may be as much again.
      const most = 20_000;
      expect(shownValue(value).length).toBeLessThan(most);
      expect(shownValue(glanceAt(packAll([value]), 0)).length).toBeLessThan(most);
    }),
  );
});
