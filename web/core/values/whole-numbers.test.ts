import * as fc from "fast-check";
import { expect, test } from "vitest";
import { VarintReader, decimalBytes, varintRoom, writeDecimal, writeVarint } from "./whole-numbers.ts";

const edges = Array.from({ length: 10 }, (_, digits) => 10 ** digits).flatMap((power) => [power - 1, power, power + 1]);
const whole = fc.oneof(fc.constantFrom(...edges, 0xffff_ffff), fc.integer({ min: 0, max: 0xffff_ffff }));

function decimal(value: number): string {
  const bytes = new Uint8Array(12);
  const end = writeDecimal(value, bytes, 1);
  expect(end).toBe(1 + decimalBytes(value));
  return String.fromCharCode(...bytes.subarray(1, end));
}

test("a number in digits is written as people write it", () => {
  for (const value of edges) expect(decimal(value)).toBe(String(value));
  fc.assert(fc.property(whole, (value) => decimal(value) === String(value)));
});

test("numbers of seven bits a byte come back one after the other", () => {
  fc.assert(
    fc.property(fc.array(whole), (values) => {
      const bytes = new Uint8Array(varintRoom(values.length));
      let end = 0;
      for (const value of values) end = writeVarint(value, bytes, end);
      const reader = new VarintReader(bytes.subarray(0, end));
      expect(values.map(() => reader.next())).toEqual(values);
      expect(reader.isAtEnd).toBe(true);
    }),
  );
});
