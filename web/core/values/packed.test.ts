import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxValueDepth } from "./limits.ts";
import { lookAt, Packer, packAll, valueAt } from "./packed.ts";

function roundTrip(value: unknown): unknown {
  return valueAt(packAll([value]), 0);
}

function bytesAsValue(...bytes: number[]): unknown {
  return valueAt({ ends: new Uint32Array([bytes.length]), bytes: new Uint8Array(bytes) }, 0);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

/** -0 is the one number that does not survive. */
const travelling = fc.anything({
  key: fc.string().filter((key) => key !== "__proto__"),
  values: [
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double().map((value) => (value === 0 ? 0 : value)),
    fc.string(),
    fc.string({ unit: "grapheme", minLength: 60 }),
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }),
    fc.uint8Array(),
    fc.float64Array(),
    fc.int16Array(),
    fc.date({ noInvalidDate: true }),
  ],
  withSet: true,
  withNullPrototype: false,
});

describe("values that travel", () => {
  test("come back as they were, each by its position", () => {
    fc.assert(
      fc.property(fc.array(travelling, { maxLength: 8 }), (values) => {
        const packed = packAll(values);
        expect(values.map((_, i) => valueAt(packed, i))).toEqual(values);
      }),
    );
  });

  test("keep every whole number and every fraction exact", () => {
    const numbers = [0, 1, 127, 128, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1, 0.1, 1e308, 5e-324, Infinity, NaN];
    expect(numbers.map((number) => roundTrip(number))).toEqual(numbers);
    fc.assert(fc.property(fc.double({ noNaN: true }), (x) => roundTrip(x) === x));
  });

  test("keep typed arrays of every kind, and never alias the packed bytes", () => {
    const packed = packAll([new Uint8Array([1, 2, 3]), new Float32Array([0.5]), new BigInt64Array([-1n])]);
    const [first, second, third] = [0, 1, 2].map((i) => valueAt(packed, i));
    packed.bytes.fill(0);
    expect([first, second, third]).toEqual([
      new Uint8Array([1, 2, 3]),
      new Float32Array([0.5]),
      new BigInt64Array([-1n]),
    ]);
  });

  test("turn a Map into a plain object, and refuse one whose keys are not strings", () => {
    expect(roundTrip(new Map([["a", 1]]))).toEqual({ a: 1 });
    expect(() => roundTrip(new Map([[1, 1]]))).toThrow("keys are not all strings");
  });

  test("keep an object of more than 65,535 keys", () => {
    const large = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i]));
    expect(roundTrip(large)).toEqual(large);
  });
});

describe("values that cannot travel", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  test.each([
    ["a function", () => 1, "functions"],
    ["a function inside an object", { inner: () => 1 }, "functions"],
    ["a symbol", Symbol("s"), "symbol"],
    ["an Error", new Error("boom"), "Error"],
    ["a regular expression", /x/, "regular expression"],
    ["a cycle", cycle, "cannot be sent"],
    ["what nests too deep", nested(maxValueDepth + 1), "deeper"],
    [
      "what throws while it is read",
      {
        toJSON: 1,
        get x() {
          throw new Error("own");
        },
      },
      "own",
    ],
  ])("%s is refused with its reason", (_, value, reason) => {
    expect(() => packAll([value])).toThrow(TypeError);
    expect(() => packAll([value])).toThrow(reason);
  });

  test("leave what was appended before as it was", () => {
    const packer = new Packer();
    packer.append("before");
    expect(() => {
      packer.append([1, 2, () => 1]);
    }).toThrow(TypeError);
    packer.append("after");
    expect(packer.count).toBe(2);
    const packed = packer.take();
    expect([valueAt(packed, 0), valueAt(packed, 1)]).toEqual(["before", "after"]);
  });

  test("nesting up to the limit is fine", () => {
    expect(roundTrip(nested(maxValueDepth))).toEqual(nested(maxValueDepth));
  });
});

describe("a packer", () => {
  test("starts anew after each take, and later values do not touch what was taken", () => {
    const packer = new Packer();
    packer.append(1);
    const first = packer.take();
    expect([packer.count, packer.byteLength]).toEqual([0, 0]);
    packer.append(99);
    expect(valueAt(first, 0)).toBe(1);
    expect(valueAt(packer.take(), 0)).toBe(99);
  });

  test("grows for many values and for large ones", () => {
    const packer = new Packer();
    for (let i = 0; i < 3000; i += 1) packer.append(i);
    packer.append("x".repeat(6_000_000));
    const packed = packer.take();
    expect(packed.ends.length).toBe(3001);
    expect(valueAt(packed, 2999)).toBe(2999);
    expect(valueAt(packed, 3000)).toHaveLength(6_000_000);
  });
});

describe("bytes from strangers", () => {
  test.each([
    ["nothing at all", [], "end inside"],
    ["a string longer than the bytes", [0xdb, 0xff, 0xff, 0xff, 0xff, 0x61], "end inside"],
    ["an array of four billion", [0xdd, 0xff, 0xff, 0xff, 0xff, 0x01], "end inside"],
    ["a map of four billion", [0xdf, 0xff, 0xff, 0xff, 0xff, 0xa0], "end inside"],
    ["a number without its digits", [0xcb, 0x00], "end inside"],
    ["two values in one place", [0x01, 0x02], "follow"],
    ["the byte that means nothing", [0xc1], "unknown kind"],
    ["a record definition", [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01], "extension type 114"],
    ["a two-byte record definition", [0xd5, 0x72, 0x40, 0x00, 0x91, 0xa1, 0x61, 0x01], "extension type 114"],
    ["an Error", [0xd4, 0x65, 0x00, 0x92, 0xa1, 0x61, 0xa1, 0x62], "Error"],
    ["a regular expression", [0xd4, 0x78, 0x00, 0x92, 0xa1, 0x61, 0xa0], "regular expression"],
    ["a cycle", [0xd6, 0x69, 0, 0, 0, 1, 0x91, 0xd6, 0x70, 0, 0, 0, 1], "extension type 105"],
    ["bundled strings", [0xd6, 0x62, 0, 0, 0, 1, 0xc1, 0x01], "extension type 98"],
    ["a set of a number", [0xd4, 0x73, 0x00, 0x05], "not made of an array"],
    ["a set without its array", [0xd4, 0x73, 0x00], "end inside"],
    ["a set that hides a map's key", [0x81, 0xa1, 0x61, 0xd4, 0x73, 0x00], "end inside"],
    ["an uneven typed array", [0xc7, 4, 0x74, 8, 1, 2, 3], "uneven"],
    ["a typed array of no kind", [0xd4, 0x74, 99], "unknown kind"],
    ["a map with an object for a key", [0x81, 0x80, 0x01], "keys are not all strings"],
    ["a date of three bytes", [0xc7, 3, 0xff, 1, 2, 3], "date"],
  ])("%s is refused", (_, bytes, reason) => {
    expect(() => bytesAsValue(...bytes)).toThrow(TypeError);
    expect(() => bytesAsValue(...bytes)).toThrow(reason);
  });

  test("nest a hundred thousand deep without harm", () => {
    expect(() => bytesAsValue(...Array.from({ length: 100_000 }, () => 0x91))).toThrow("deeper");
  });

  test("keep a key named __proto__ away from the prototype", () => {
    const key = Array.from("__proto__", (c) => c.charCodeAt(0));
    const value = bytesAsValue(0x81, 0xa9, ...key, 0x80);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test("are either a value or a TypeError, whatever they are, and spoil nothing for the next value", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 60 }), (bytes) => {
        try {
          valueAt({ ends: new Uint32Array([bytes.length]), bytes }, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
        expect(roundTrip({ a: ["b", 1] })).toEqual({ a: ["b", 1] });
      }),
      { numRuns: 2000 },
    );
  });

  test("of a real value with one byte changed are either a value or a TypeError", () => {
    fc.assert(
      fc.property(travelling, fc.nat(), fc.nat(255), (value, position, byte) => {
        const packed = packAll([value]);
        packed.bytes[position % packed.bytes.length] = byte;
        try {
          valueAt(packed, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});

describe("a value's place", () => {
  test("outside the packed values is a RangeError", () => {
    expect(() => valueAt(packAll([1]), 1)).toThrow(RangeError);
    expect(() => valueAt(packAll([]), 0)).toThrow(RangeError);
  });

  test("that runs backwards or beyond the bytes is a TypeError", () => {
    const bytes = new Uint8Array([1, 2]);
    expect(() => valueAt({ ends: new Uint32Array([2, 1]), bytes }, 1)).toThrow(TypeError);
    expect(() => valueAt({ ends: new Uint32Array([3]), bytes }, 0)).toThrow(TypeError);
  });
});

test("a look at bytes copies none of them, a decoded value has its own", () => {
  // As browsers pack them: a length and the bytes.
  const packed = { ends: Uint32Array.of(5), bytes: Uint8Array.of(0xc4, 3, 7, 8, 9) };
  const [looked, decoded] = [lookAt(packed, 0), valueAt(packed, 0)];
  expect([looked, decoded]).toEqual([Uint8Array.of(7, 8, 9), Uint8Array.of(7, 8, 9)]);
  packed.bytes[2] = 70;
  expect([looked, decoded]).toEqual([Uint8Array.of(70, 8, 9), Uint8Array.of(7, 8, 9)]);
});

test("a look gives the same as decoding, and refuses the same", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const packed = packAll([value]);
      expect(lookAt(packed, 0)).toEqual(valueAt(packed, 0));
    }),
  );
  expect(() => lookAt({ ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) }, 0)).toThrow(TypeError);
});
