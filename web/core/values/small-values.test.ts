import * as fc from "fast-check";
import { pack, unpack } from "msgpackr";
import { expect, test } from "vitest";
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

test("small values take the bytes that the library gives them, and come back as they were", () => {
  fc.assert(
    fc.property(small, (value) => {
      const bytes = written(value);
      expect(bytes).toEqual(Uint8Array.from(pack(value)));
      if (bytes !== null) expect(readSmall(bytes, 0, bytes.length)).toEqual(value);
    }),
  );
});

test("the largest small value fits its room", () => {
  expect(written(Array.from({ length: 15 }, () => "x".repeat(31)))).toHaveLength(maxSmallBytes);
});

test.each([
  ["a negative number", -1],
  ["minus zero's neighbours that are no whole numbers", 0.5],
  ["a number beyond 32 bits", 2 ** 32],
  ["NaN", NaN],
  ["a text beyond ASCII", "é"],
  ["a long text", "x".repeat(32)],
  ["a long list", Array.from({ length: 16 }, () => 0)],
  ["a list in a list", [[1]]],
  ["a list with a hole", Array.from({ length: 2 })],
  ["a list that describes itself", Object.assign([1], { toJSON: () => 2 })],
  ["nothing", null],
  ["a truth", true],
  ["an object", {}],
])("%s is left to the library", (_name, value) => {
  expect(written(value)).toBeNull();
});

test("of any bytes, what is read as small is what the library reads", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
      const value = readSmall(bytes, 0, bytes.length);
      if (value === notSmall) return;
      expect(unpack(bytes)).toEqual(value);
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
