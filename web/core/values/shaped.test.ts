import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packAll, valueAt } from "./packed.ts";
import { ShapedValues } from "./shaped-values.ts";
import { fromShaped, toShaped } from "./shaped.ts";
import { packedOf } from "./value-column.ts";

function backAndForth(values: readonly unknown[]): readonly unknown[] | null {
  const shaped = toShaped(packAll(values));
  if (shaped === null) return null;
  const packed = fromShaped(shaped, values.length);
  if (packed === undefined) throw new Error("our own bytes are refused");
  return values.map((_, at) => valueAt(packed, at));
}

const whole = fc.oneof(fc.nat(9), fc.nat(300), fc.nat(70_000), fc.integer({ min: 0, max: 0xffff_ffff }));
const literalText = fc.string({ unit: fc.constantFrom("a", " ", "=", "é", "😀", "-", "."), maxLength: 12 });

/** Values of one shape. */
const alike: fc.Arbitrary<readonly unknown[]> = fc.oneof(
  fc.array(whole, { minLength: 16, maxLength: 60 }),
  fc
    .nat(6)
    .chain((width) =>
      fc.array(fc.array(whole, { minLength: width, maxLength: width }), { minLength: 16, maxLength: 40 }),
    ),
  fc
    .tuple(
      fc.array(
        literalText.filter((text) => text !== ""),
        { minLength: 1, maxLength: 6 },
      ),
      fc.boolean(),
      fc.boolean(),
    )
    .chain(([literals, first, last]) => {
      const numbers = literals.length - 1 + Number(first) + Number(last);
      const row = fc.array(whole, { minLength: numbers, maxLength: numbers }).map((drawn) => {
        const rest = [...drawn];
        const next = (): string => String(rest.shift() ?? "");
        return (first ? next() : "") + literals.join("\u0000").replaceAll("\u0000", next) + (last ? next() : "");
      });
      return fc.array(row, { minLength: 16, maxLength: 40 });
    }),
);

describe("values of one shape", () => {
  test("come back as they were", () => {
    let shaped = 0;
    fc.assert(
      fc.property(alike, (values) => {
        const back = backAndForth(values);
        if (back === null) return;
        shaped += 1;
        expect(back).toEqual(values);
      }),
      { numRuns: 500 },
    );
    expect(shaped).toBeGreaterThan(300);
  });

  test("of the first demo take less than a third of their bytes", () => {
    const numbers = Array.from({ length: 1_000 }, (_, at) => (at * 7_919) % 10_001);
    const results = packAll(numbers.map((n) => `${n} * ${n} = ${n * n}`));
    const inputs = packAll(numbers.map((n) => [n, 0]));
    expect(toShaped(results)?.length).toBeLessThan(results.bytes.length / 3);
    expect(toShaped(inputs)?.length).toBeLessThan(inputs.bytes.length / 2);
  });
});

function many(value: (at: number) => unknown): readonly unknown[] {
  return Array.from({ length: 20 }, (_, at) => value(at));
}

describe("what is not of one shape is left as it is", () => {
  test.each([
    ["a text with another literal", many((at) => (at === 9 ? "a: 1" : `b: ${at}`))],
    ["a number with a leading zero", many((at) => `n = 0${at}`)],
    ["a number beyond 32 bits", many((at) => `n = ${at + 2 ** 32}`)],
    ["a fraction in a list", many((at) => [at, 0.5])],
    ["a negative number", many((at) => -at)],
    ["a list of another length", many((at) => (at === 3 ? [1] : [1, at]))],
    ["lists in lists", many((at) => [[at]])],
    ["objects", many((at) => ({ at }))],
    ["nothing at all", many(() => null)],
    ["a long text", many((at) => `${"x".repeat(300)} ${at}`)],
    ["too many numbers in a text", many((at) => `1 2 3 4 5 6 7 8 9 ${at}`)],
    ["a handful of values", [1, 2, 3]],
  ])("%s", (_name, values) => {
    expect(toShaped(packAll(values))).toBeNull();
  });
});

describe("values of one shape that are not put together", () => {
  test("are the same as those that are, each and all", () => {
    let lazy = 0;
    fc.assert(
      fc.property(alike, (values) => {
        const shaped = toShaped(packAll(values));
        const column = shaped === null ? undefined : fromShaped(shaped, values.length);
        if (!(column instanceof ShapedValues)) return;
        lazy += 1;
        expect(values.map((_, at) => column.at(at))).toEqual(values);
        expect(values.map((_, at) => column.alone().at(at))).toEqual(values);
        expect(column.packed).toEqual(packAll(values));
      }),
      { numRuns: 500 },
    );
    expect(lazy).toBeGreaterThan(100);
  });

  test("may be texts whose longest numbers together would be too long, where no text is", () => {
    const literal = "x".repeat(242);
    const values = Array.from({ length: 20 }, (_, at) =>
      at % 2 === 0 ? `${literal}4000000000-1` : `${literal}1-4000000000`,
    );
    expect(backAndForth(values)).toEqual(values);
  });
});

describe("bytes from a stranger", () => {
  test("are values of one shape, or refused", () => {
    let accepted = 0;
    const head = fc.constantFrom([0, 1], [1, 0], [1, 2], [2, 0, 1, 0x61], [2, 1, 0, 1, 0x61], []);
    fc.assert(
      fc.property(
        head,
        fc.uint8Array({ maxLength: 40, max: 140 }),
        fc.integer({ min: 1, max: 20 }),
        (start, rest, count) => {
          const column = fromShaped(Uint8Array.of(...start, ...rest), count);
          if (column === undefined) return;
          accepted += 1;
          const packed = packedOf(column);
          expect(packed.ends).toHaveLength(count);
          for (let at = 0; at < count; at += 1) expect(valueAt(column, at)).toEqual(valueAt(packed, at));
        },
      ),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  test.each([
    ["no bytes", []],
    ["an unknown kind", [9, 1, 1, 0]],
    ["a number of several numbers", [0, 2, 1, 0, 1, 0]],
    ["a long list", [1, 16, 1, 0]],
    ["a literal that is cut off", [2, 0, 5, 0x61]],
    ["a column that is the same as itself", [0, 1, 2]],
    ["a number of more than 32 bits", [0, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ["a number without an end", [0, 1, 1, 0x80]],
    ["bytes after the last column", [0, 1, 1, 5, 0]],
  ])("with %s are refused", (_name, bytes) => {
    expect(fromShaped(Uint8Array.from(bytes), 16)).toBeUndefined();
  });

  test("cannot claim texts that are longer than a short text", () => {
    const literal = new Uint8Array(200).fill(0x61);
    expect(fromShaped(Uint8Array.of(2, 1, 200, ...literal, 200, ...literal, 1, 5), 16)).toBeUndefined();
  });
});
