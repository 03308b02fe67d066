import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromLengths, fromRuns, fromUniform, toLengths, toRuns, toUniform } from "./compaction.ts";
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

test("ends come back as they were", () => {
  const lengths = fc.array(fc.oneof(fc.nat(300), fc.nat(70_000), fc.nat(0xff_ffff)), { maxLength: 60 });
  fc.assert(
    fc.property(lengths, (given) => {
      let end = 0;
      const ends = Uint32Array.from(given, (length) => (end += length));
      expect(fromLengths(toLengths(ends))).toEqual(ends);
    }),
  );
  expect(fromLengths(toLengths(Uint32Array.of(0xffff_ffff)))).toEqual(Uint32Array.of(0xffff_ffff));
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
  expect(fromLengths(new Uint8Array(maxTasksInMessage + 1))).toBeUndefined();
  expect(fromRuns(Uint32Array.of(0, 1, 2))).toBeUndefined();
});

test("lengths of any bytes either are a column or are refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const ends = fromLengths(bytes);
      if (ends === undefined) return;
      expect(ends).toHaveLength(bytes.filter((byte) => byte < 0x80).length);
      expect([...ends]).toEqual([...ends].toSorted((a, b) => a - b));
    }),
  );
  expect(fromLengths(Uint8Array.of(0x80))).toBeUndefined();
  expect(fromLengths(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 1))).toBeUndefined();
  expect(fromLengths(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f))).toBeUndefined();
});

test("numbers of any kind in the runs are indices or are refused", () => {
  fc.assert(
    fc.property(fc.array(u32, { maxLength: 12 }), (numbers) => {
      const indices = fromRuns(Uint32Array.from(numbers));
      expect(indices === undefined || indices.length <= maxTasksInMessage).toBe(true);
    }),
  );
});
