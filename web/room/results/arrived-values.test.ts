import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packAll } from "../../core/values/packed.ts";
import { arrivedColumn } from "../../core/values/testing/arrived-column.ts";
import { ArrivedValues } from "./arrived-values.ts";

/** Texts of many lengths, most of them short: some blocks get pages of their own, others share one. */
const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.nat(40_000).map((length) => "x".repeat(length)) },
);

const step = fc.oneof(
  fc.record({ type: fc.constant("all" as const), texts: fc.array(text, { maxLength: 30 }) }),
  fc.record({
    type: fc.constant("some" as const),
    texts: fc.array(text, { maxLength: 30 }),
    every: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ type: fc.constant("nothing" as const) }),
);

test("each value is found by its place in the order, however the blocks came", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const log = new ArrivedValues();
      const expected: (string | null)[] = [];
      for (const one of steps) {
        if (one.type === "nothing") {
          log.addNothing();
          expected.push(null);
          continue;
        }
        if (one.type === "all") {
          log.add(packAll(one.texts));
          expected.push(...one.texts);
          continue;
        }
        const positions = one.texts.map((_, at) => at).filter((at) => at % one.every === 0);
        log.addSome(packAll(one.texts), Uint32Array.from(positions));
        for (const at of positions) expected.push(one.texts[at] ?? "");
      }
      expect(log.length).toBe(expected.length);
      for (const [nth, value] of expected.entries()) {
        if (value === null) expect(() => log.at(nth)).toThrow(TypeError);
        else expect(log.at(nth)).toBe(value);
      }
      expect(() => log.at(expected.length)).toThrow(RangeError);
    }),
  );
});

test("values of one shape stay so, and are found among others", () => {
  const log = new ArrivedValues();
  const texts = Array.from({ length: 2_000 }, (_, at) => `${at} * ${at} = ${at * at}`);
  const values = arrivedColumn(texts);
  log.add(packAll(["before"]));
  log.add(values);
  log.add(packAll(["after"]));
  log.addSome(values, Uint32Array.of(7));
  const expected = ["before", ...texts, "after", texts[7]];
  expect(expected.map((_, at) => log.at(at))).toEqual(expected);
});

test("a block of more values than a page takes is kept, too", () => {
  const log = new ArrivedValues();
  const values = Array.from({ length: 10_000 }, (_, n) => n % 100);
  log.add(packAll(values));
  expect([0, 4_095, 4_096, 9_999].map((nth) => log.at(nth))).toEqual([0, 95, 96, 99]);
});

test("a large block that is part of a larger buffer does not hold that one", () => {
  const packed = packAll(["x".repeat(50_000)]);
  const buffer = new Uint8Array(1_000_000);
  buffer.set(packed.bytes, 10);
  const log = new ArrivedValues();
  log.add({ ends: packed.ends, bytes: buffer.subarray(10, 10 + packed.bytes.length) });
  buffer.fill(0);
  expect(log.at(0)).toBe("x".repeat(50_000));
});

test("values that were let go are not there any more, a page at a time", () => {
  const log = new ArrivedValues();
  const values = Array.from({ length: 10_000 }, (_, n) => n);
  log.add(packAll(values.slice(0, 2_000)));
  log.add(packAll(values.slice(2_000, 4_000)));
  for (const value of values.slice(4_000)) log.add(packAll([value]));
  log.letGo(3_999);
  expect([log.at(2_000), log.at(9_999), log.length]).toEqual([2_000, 9_999, 10_000]);
  expect(() => log.at(1_999)).toThrow(RangeError);
  log.letGo(4_000);
  expect(() => log.at(3_999)).toThrow(RangeError);
  expect([4_000, 8_095, 8_096, 9_999].map((nth) => log.at(nth))).toEqual([4_000, 8_095, 8_096, 9_999]);
  log.letGo(10_000);
  log.add(packAll(["more"]));
  expect(log.at(10_000)).toBe("more");
});
