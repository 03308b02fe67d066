import { array, assert, constantFrom, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { packAll, valueAt } from "../values/packed.ts";
import { fromRepeated, isRepeated, toRepeated } from "./repeated.ts";

function throughTheWire(values: readonly unknown[]): readonly unknown[] {
  const short = toRepeated(packAll(values)) ?? new Uint8Array();
  expect(isRepeated(short)).toBe(true);
  const again = fromRepeated(short, values.length);
  if (again === undefined) throw new Error("they do not come back");
  return values.map((_, at) => valueAt(again, at));
}

test("a thousand errors that read the same take the bytes of one", () => {
  const error = { name: "Error", message: "no luck", stack: "Error: no luck\n    at throwing (task.js:2:9)" };
  const packed = packAll(Array.from({ length: 1_000 }, () => error));
  expect(toRepeated(packed)?.length).toBeLessThan(100);
  expect(throughTheWire(Array.from({ length: 1_000 }, () => error))).toEqual(
    Array.from({ length: 1_000 }, () => error),
  );
});

test("few different values come back, each in its place", () => {
  assert(
    property(array(constantFrom("yes", "no", null, [1, 2], ""), { minLength: 200, maxLength: 300 }), (values) => {
      expect(throughTheWire(values)).toEqual(values);
    }),
  );
});

test("many different values, a handful and what would not be shorter stay as they are", () => {
  expect(toRepeated(packAll(Array.from({ length: 100 }, (_, n) => `${n}`)))).toBeNull();
  expect(toRepeated(packAll([true, true, true]))).toBeNull();
  expect(toRepeated(packAll(["long".repeat(9), ...Array.from({ length: 15 }, (_, n) => n)]))).toBeNull();
});

test("what a stranger makes up is refused or is as many values as it should be", () => {
  assert(
    property(uint8Array({ maxLength: 60 }), (bytes) => {
      const made = fromRepeated(Uint8Array.of(0xff, ...bytes), 20);
      if (made === undefined) return;
      expect(made.ends.length).toBe(20);
      expect(made.ends.at(-1)).toBe(made.bytes.length);
    }),
    { numRuns: 2_000 },
  );
});

test("a few bytes that claim to be more than a message holds are refused", () => {
  const large = new Uint8Array(1_048_576);
  const claimed = Uint8Array.from([0xff, 1, 0x80, 0x80, 0x40, ...large]);
  expect(fromRepeated(claimed, 16)?.bytes.length).toBe(16 * large.length);
  expect(fromRepeated(claimed, 1_000)).toBeUndefined();
});

test("values that come to more bytes before the last one than their reader takes are refused", () => {
  const claimed = Uint8Array.from([0xff, 1, 100, ...new Uint8Array(100)]);
  expect(fromRepeated(claimed, 21, 2_000)?.bytes.length).toBe(2_100);
  expect(fromRepeated(claimed, 22, 2_000)).toBeUndefined();
});
