import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ValueReader } from "./reader.ts";
import { maxSmallBytes, notSmall, readSmall, writeSmall } from "./small-values.ts";

function written(value: unknown): Uint8Array | null {
  const bytes = new Uint8Array(3 + maxSmallBytes);
  const end = writeSmall(value, bytes, 3);
  return end === -1 ? null : bytes.slice(3, end);
}

const whole = fc.oneof(
  fc.nat(300),
  fc.nat(70_000),
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.constantFrom(0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000, 0xffff_ffff),
);
const text = fc.string({ maxLength: 31, unit: "grapheme-ascii" });
const scalar = fc.oneof(whole, text);
const small = fc.oneof(scalar, fc.array(scalar, { maxLength: 15 }));

function readWhole(bytes: Uint8Array): unknown {
  return new ValueReader(bytes, 0, bytes.length, false).whole();
}

test("small values are read as they were written, here and by the reader of all values", () => {
  fc.assert(
    fc.property(small, (value) => {
      const bytes = written(value);
      if (bytes === null) throw new TypeError("it is not small");
      expect(readWhole(bytes)).toEqual(value);
      expect(readSmall(bytes, 0, bytes.length)).toEqual(value);
    }),
  );
});

test("the largest small value fits its room", () => {
  expect(written(Array.from({ length: 15 }, () => "x".repeat(31)))).toHaveLength(maxSmallBytes);
});

test.each([
  ["a negative number", -1],
  ["minus zero", -0],
  ["a number that is not whole", 0.5],
  ["a number beyond 32 bits", 2 ** 32],
  ["NaN", NaN],
  ["a text beyond ASCII", "é"],
  ["a long text", "x".repeat(32)],
  ["a long list", Array.from({ length: 16 }, () => 0)],
  ["a list in a list", [[1]]],
  ["a list with a hole", Object.assign(Array(2), { 1: 1 })],
  ["a list with a hole and a name", Object.assign(Array(2), { 1: 1, name: 2 })],
  ["a list with a name", Object.assign([1], { name: 2 })],
  ["a list of minus zero", [-0]],
  ["nothing", null],
  ["a truth", true],
  ["an object", {}],
])("%s is left to the writer of all values", (_name, value) => {
  expect(written(value)).toBeNull();
});

test("of any bytes, what is read as small is what the reader of all values reads", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const value = readSmall(bytes, 0, bytes.length);
      if (value === notSmall) return;
      expect(readWhole(bytes)).toEqual(value);
    }),
    { numRuns: 5_000 },
  );
});

test("a value that is cut short, or followed by something, is not read", () => {
  fc.assert(
    fc.property(small, (value) => {
      const bytes = written(value) ?? new Uint8Array();
      expect(readSmall(bytes, 0, bytes.length - 1)).toBe(notSmall);
      expect(readSmall(Uint8Array.of(...bytes, 0), 0, bytes.length + 1)).toBe(notSmall);
    }),
  );
});
