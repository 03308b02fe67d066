import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packAll } from "../core/values/packed.ts";
import { plainInputAt } from "./plain-input.ts";

/** Bytes as one value among others, at an offset of a larger buffer. */
function amid(...bytes: number[]): { ends: Uint32Array; bytes: Uint8Array } {
  const larger = Uint8Array.of(0, 0, 1, 2, ...bytes, 3, 0xff);
  const view = larger.subarray(2, larger.length - 1);
  return { ends: Uint32Array.of(1, 2, 2 + bytes.length, view.length), bytes: view };
}

test("whatever JSON has is read as the codec has written it, each at its own place", () => {
  // No half of a pair of code units, which would be an extension.
  const value = fc
    .jsonValue({ stringUnit: "binary", maxDepth: 4 })
    .filter((own) => packAll([own]).bytes.length <= 1024 && !/\p{Surrogate}/u.test(JSON.stringify(own)));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
      const packed = packAll(values);
      expect(values.map((_, i) => plainInputAt(packed, i))).toEqual(values);
    }),
    { numRuns: 200 },
  );
});

test.each([
  0,
  127,
  128,
  255,
  256,
  65_535,
  65_536,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53,
  -1,
  -32,
  -33,
  -128,
  -129,
  -32_768,
  -32_769,
  -(2 ** 31),
  -(2 ** 31) - 1,
  0.1,
  5e-324,
  Infinity,
])("the number %d is read exactly", (value) => {
  expect(plainInputAt(packAll([value]), 0)).toBe(value);
});

test.each([31, 32, 255, 256, 900])("a text of %d characters is read, and so are as many entries", (length) => {
  const text = "x".repeat(length);
  const list = Array.from({ length }, () => 1);
  expect(plainInputAt(packAll([text]), 0)).toBe(text);
  expect(plainInputAt(packAll([list]), 0)).toEqual(list);
});

test("an object of many keys, and one with a key that means something elsewhere, are read as they are", () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, i]));
  const named: unknown = JSON.parse('{"__proto__":{"a":1}}');
  expect(plainInputAt(packAll([many]), 0)).toEqual(many);
  expect(JSON.stringify(plainInputAt(packAll([named]), 0))).toBe('{"__proto__":{"a":1}}');
});

test.each([
  ["bytes", Uint8Array.of(1)],
  ["a date", new Date(0)],
  ["a set", new Set([1])],
  ["nothing at all", undefined],
  ["a big integer", 2n ** 70n],
  ["a typed array inside a list", [new Float64Array(1)]],
  ["what takes more than 1024 bytes", "x".repeat(1024)],
])("%s is not read here", (_, value) => {
  expect(() => plainInputAt(packAll([value]), 0)).toThrow(RangeError);
});

test.each([
  ["end inside a number", [0xcd, 1]],
  ["end inside a text", [0xa5, 0x61]],
  ["end inside a list", [0x93, 1]],
  ["go on after the value", [1, 2]],
  ["are none", []],
])("bytes that %s are no input", (_, bytes) => {
  expect(() => plainInputAt(amid(...bytes), 2)).toThrow(RangeError);
});

test("an input is read where it lies, and one that is not there is none", () => {
  expect(plainInputAt(amid(0x92, 0x07, 0xa1, 0x61), 2)).toEqual([7, "a"]);
  expect(plainInputAt(amid(0x07), 1)).toBe(2);
  expect(() => plainInputAt(packAll([1]), 1)).toThrow(RangeError);
});
