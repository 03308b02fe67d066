import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromPalette, fromRuns, fromUniform, toPalette, toRuns, toUniform } from "./compaction.ts";
import { maxTasksInMessage } from "./limits.ts";

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const stretches = fc
  .array(fc.tuple(fc.nat(0xffff_0000), fc.integer({ min: 1, max: 40 })), { maxLength: 8 })
  .map((runs) =>
    Uint32Array.from(runs.flatMap(([first, count]) => Array.from({ length: count }, (_, i) => first + i))),
  );

test("indices come back as they were, in their order", () => {
  fc.assert(
    fc.property(fc.oneof(stretches, fc.uint32Array({ maxLength: 60 })), (indices) => {
      expect(fromRuns(toRuns(indices))).toEqual(indices);
    }),
  );
});

test("a stretch of any length takes eight bytes", () => {
  const indices = Uint32Array.from({ length: 8_192 }, (_, at) => 90_000 + at);
  expect(toRuns(indices)).toEqual(Uint32Array.of(90_000, 8_192));
});

/** Bytes that they take, having come back as they were. */
function paletteBytes(numbers: Float32Array): number {
  const bytes = toPalette(numbers);
  expect(fromPalette(bytes, numbers.length)).toEqual(numbers);
  return bytes.length;
}

test("runtimes come back as they were; coarse ones take a byte each", () => {
  fc.assert(
    fc.property(
      fc.float32Array({ noNaN: true }).map((list) => list.map(Math.abs)),
      (list) => void paletteBytes(list),
    ),
  );
  const coarse = Float32Array.from({ length: 1_000 }, (_, at) => (at % 7) / 10);
  expect(paletteBytes(coarse)).toBe(1 + 7 * 4 + 1_000);
  expect(paletteBytes(Float32Array.from({ length: 1_000 }, (_, at) => at / 3))).toBe(1 + 4_000);
});

test.each([
  ["no bytes", []],
  ["a palette that is cut off", [2, 0, 0, 0, 0]],
  ["a place too few", [1, 0, 0, 0, 0, 0, 0]],
  ["plain numbers too few", [0, 0, 0, 0, 0]],
])("runtimes with %s are none", (_name, bytes) => {
  expect(fromPalette(Uint8Array.from(bytes), 3)).toBeUndefined();
});

test("a place beyond the palette is no number", () => {
  expect(fromPalette(Uint8Array.of(1, 0, 0, 0, 0, 0, 9), 2)).toEqual(Float32Array.of(0, NaN));
});

test("a column of one value takes one byte", () => {
  expect(toUniform(new Uint8Array(500).fill(3))).toEqual(Uint8Array.of(3));
  fc.assert(
    fc.property(fc.uint8Array({ max: 2 }), (bytes) => {
      const made = toUniform(bytes);
      expect(fromUniform(new Uint8Array(made), bytes.length)).toEqual(bytes);
    }),
  );
});

test("what a stranger claims makes no more than a message may hold", () => {
  expect(fromRuns(Uint32Array.of(0, maxTasksInMessage + 1))).toBeUndefined();
  expect(fromRuns(Uint32Array.of(0, 0xffff_ffff, 0, 0xffff_ffff))).toBeUndefined();
  expect(fromRuns(Uint32Array.of(0, 1, 2))).toBeUndefined();
});

test("numbers of any kind in the runs are indices or are refused", () => {
  fc.assert(
    fc.property(fc.array(u32, { maxLength: 12 }), (numbers) => {
      const indices = fromRuns(Uint32Array.from(numbers));
      expect(indices === undefined || indices.length <= maxTasksInMessage).toBe(true);
    }),
  );
});
