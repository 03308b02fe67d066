import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packAll } from "./packed.ts";
import { arrivedColumn } from "./testing/arrived-column.ts";
import { fromTravelling, toTravelling } from "./travelling-column.ts";
import { keptColumn, packedOf } from "./value-column.ts";

const most = 1_000;

test("values come back as they were, of one shape or not", () => {
  const given = fc.oneof(
    fc.array(fc.nat(500), { maxLength: 60 }),
    fc.array(fc.constantFrom("yes", "no"), { maxLength: 60 }),
    fc.array(fc.oneof(fc.string(), fc.nat(), fc.boolean()), { maxLength: 60 }),
  );
  fc.assert(
    fc.property(given, (values) => {
      expect(packedOf(arrivedColumn(values))).toEqual(packAll(values));
    }),
  );
});

test("a kept column of values of one shape holds no part of the bytes in which they arrived", () => {
  const values = Array.from({ length: 20 }, (_, at) => `${at} * ${at} = ${at * at}`);
  const [lengths, bytes] = toTravelling(packAll(values));
  const arrived = new Uint8Array(bytes);
  const column = fromTravelling(new Uint8Array(lengths), arrived, values.length, most);
  const kept = column === undefined ? packAll([]) : keptColumn(column);
  arrived.fill(0);
  expect(packedOf(kept)).toEqual(packAll(values));
});

test("a value's length may be anything that 32 bits hold", () => {
  const ends = Uint32Array.of(5, 0xffff_ffff);
  const [lengths] = toTravelling({ ends, bytes: new Uint8Array() });
  expect(fromTravelling(new Uint8Array(lengths), new Uint8Array(), 2, most)).toMatchObject({ ends });
});

test("more lengths than there may be values are refused", () => {
  expect(fromTravelling(new Uint8Array(most), new Uint8Array(), 1, most)).toMatchObject({
    ends: new Uint32Array(most),
  });
  expect(fromTravelling(new Uint8Array(most + 1), new Uint8Array(), 1, most)).toBeUndefined();
});

function endsOf(...lengths: number[]): Uint32Array | undefined {
  const column = fromTravelling(Uint8Array.from(lengths), new Uint8Array(), 0, most);
  return column === undefined ? undefined : packedOf(column).ends;
}

test("lengths of any bytes are a column of ascending ends, or are refused", () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30, max: 140 }), (bytes) => {
      const ends = endsOf(...bytes);
      if (ends === undefined) return;
      accepted += 1;
      expect(ends).toHaveLength(bytes.filter((byte) => byte < 0x80).length);
      expect([...ends]).toEqual([...ends].toSorted((a, b) => a - b));
    }),
  );
  expect(accepted).toBeGreaterThan(30);
  expect(endsOf(0x80)).toBeUndefined();
  expect(endsOf(0x80, 0x80, 0x80, 0x80, 0x80, 1)).toBeUndefined();
  expect(endsOf(0xff, 0xff, 0xff, 0xff, 0x7f)).toBeUndefined();
});
