import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maxBigIntBytes, maxThrownBytes, maxValueBytes, maxValueDepth, maxValueItems } from "./limits.ts";
import { glanceAt, lookAt, Packer, packAll, thrownAt, valueAt } from "./packed.ts";
import { unread } from "./glance.ts";
import { anyValue } from "./testing/arbitrary-values.ts";
import { differences } from "./testing/differences.ts";

function roundTrip(value: unknown): unknown {
  return valueAt(packAll([value]), 0);
}

function thrownTrip(thrown: unknown, readable: (stack: string) => string = String): unknown {
  const packer = new Packer();
  packer.appendThrown(thrown, readable);
  const packed = packer.take();
  expect(packed.bytes.length).toBeLessThanOrEqual(maxThrownBytes);
  return thrownAt(packed, 0);
}

function bytesAsValue(...bytes: number[]): unknown {
  return valueAt({ ends: new Uint32Array([bytes.length]), bytes: new Uint8Array(bytes) }, 0);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i += 1) value = [value];
  return value;
}

function withProperties<Value extends object>(value: Value, properties: Readonly<Record<string, unknown>>): Value {
  for (const [name, property] of Object.entries(properties)) {
    Object.defineProperty(value, name, { value: property, enumerable: true, writable: true, configurable: true });
  }
  return value;
}

function withHole(list: readonly unknown[], index: number): unknown[] {
  return list.reduce<unknown[]>((holed, item, at) => {
    if (at !== index) holed[at] = item;
    return holed;
  }, []);
}

/** A class of an author's own. */
class Point {
  readonly #secret = 3;
  readonly x = 1;
  get sum(): number {
    return this.x + this.#secret;
  }
}

class Tagged extends Point {
  readonly own: unknown;
  constructor(own: unknown = null) {
    super();
    this.own = own;
  }
  get [Symbol.toStringTag](): string {
    return "Tagged";
  }
}

describe("values that travel", () => {
  test("come back as they were returned, whatever they are made of, and in whatever company", () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), (makers) => {
        const values = makers.map((make) => make());
        const packed = packAll(values);
        for (const [i, value] of values.entries()) expect(differences(value, valueAt(packed, i))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("come back as the platform's own clone has them, names of errors and their properties aside", () => {
    const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const values = [
      [undefined, null, -0, 0, NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 31), -(2 ** 31) - 1, 1e308, 5e-324],
      [5n, -5n, 0n, 2n ** 64n, -(2n ** 1000n)],
      ["", "é", "😀", "hi \ud83d", "\ude00", "x".repeat(66) + "\ud83d", "\u2028", "\0"],
      [new Date(0), new Date(NaN), new Date(8.64e15)],
      [/a\/b/giu, new RegExp("")],
      new Map<unknown, unknown>([
        [1, "x"],
        ["a", 1],
        [{}, new Map()],
        [undefined, undefined],
      ]),
      new Set([1, "1", new Set()]),
      [new Int8Array([-1]), new Uint8ClampedArray([255]), new Float64Array([0.1, -0]), new BigUint64Array([2n ** 63n])],
      [new ArrayBuffer(3), new DataView(new ArrayBuffer(2)), view],
      withHole([1, 2, 3], 1),
      Array(100),
      "abc".match(/b/),
      JSON.parse('{"__proto__": 1, "__proto_": 2}'),
      Object.create(null),
      new Point(),
      new Tagged(),
      Math,
    ];
    for (const value of values) expect(differences(structuredClone(value), roundTrip(value))).toEqual([]);
  });

  test("are the primitives in boxed ones", () => {
    expect([new Number(-0), new String("a"), new Boolean(false), Object(5n)].map(roundTrip)).toEqual([
      -0,
      "a",
      false,
      5n,
    ]);
  });

  test("keep errors whole: names, messages, stacks, causes, errors within, properties", () => {
    const root = withProperties(new RangeError("root"), { code: "E1" });
    const error = new AggregateError([root, 5, new Error("b", { cause: root })], "several", { cause: root });
    const found = roundTrip(error);
    expect(differences(error, found)).toEqual([]);
    expect(found).toBeInstanceOf(AggregateError);
    expect(Object.keys(found instanceof Error ? found : {})).toEqual([]);
    const own = roundTrip(withProperties(new Error("x"), { status: 404, name: "HttpError" }));
    expect(own).toMatchObject({ name: "HttpError", message: "x", status: 404 });
  });

  test("have stacks as people can read them", () => {
    const packer = new Packer();
    packer.append({ e: new Error("x", { cause: new Error("y") }) }, () => "at task.js:2:13");
    expect(valueAt(packer.take(), 0)).toMatchObject({
      e: { stack: "at task.js:2:13", cause: { stack: "at task.js:2:13" } },
    });
  });

  test("share what they shared, buffers included, and cycles lead back", () => {
    const buffer = new ArrayBuffer(16);
    const [bytes, floats] = [new Uint8Array(buffer, 1, 4), new Float64Array(buffer)];
    const value: unknown[] = [bytes, [floats, buffer], new Date(5)];
    value.push(value, value[2]);
    const found = roundTrip(value);
    expect(differences(value, found)).toEqual([]);
    if (!Array.isArray(found)) throw new TypeError("no list");
    expect(found[3]).toBe(found);
    expect(found[0]).toMatchObject({ byteOffset: 1, byteLength: 4 });
    expect(found[0].buffer).toBe(found[1][1]);
  });

  test("take a buffer that is shared once, however many look into it", () => {
    const buffer = new ArrayBuffer(maxValueBytes - 1000);
    const views = Array.from({ length: 20 }, () => new Uint8Array(buffer));
    expect(packAll([views]).bytes.length).toBeLessThan(maxValueBytes);
  });

  test("take of a view what it shows, and not the buffer behind it", () => {
    expect(packAll([new Uint8Array(1e6).subarray(0, 10)]).bytes.length).toBeLessThan(20);
  });

  test("keep an object of more than 65,535 keys, and a list of as many", () => {
    const large = Object.fromEntries(Array.from({ length: 70_000 }, (_, i) => [`k${i}`, i]));
    expect(roundTrip(large)).toEqual(large);
    const list = Array.from({ length: 70_000 }, (_, i) => i / 2);
    expect(roundTrip(list)).toEqual(list);
  });

  test("keep texts of every length at which their form changes", () => {
    for (const length of [31, 32, 40, 41, 200, 201, 255, 256, 65_535, 65_536, 65_537]) {
      for (const unit of ["x", "é", "\ud83d"]) expect(roundTrip(unit.repeat(length))).toBe(unit.repeat(length));
      expect(roundTrip(new Uint8Array(length).fill(7))).toEqual(new Uint8Array(length).fill(7));
    }
  });

  test("of typed arrays never alias the packed bytes", () => {
    const packed = packAll([new Uint8Array([1, 2, 3]), new Float32Array([0.5])]);
    const [first, second] = [0, 1].map((i) => valueAt(packed, i));
    packed.bytes.fill(0);
    expect([first, second]).toEqual([new Uint8Array([1, 2, 3]), new Float32Array([0.5])]);
  });
});

describe("values that cannot travel", () => {
  const broken = {
    get x() {
      throw new Error("own");
    },
  };
  const tooDeep = nested(maxValueDepth + 1);
  test.each([
    ["a function", () => 1, "it is a function"],
    ["a class", Point, "it is a function"],
    ["a symbol", Symbol("s"), "it is a symbol"],
    ["a boxed symbol", [Object(Symbol("s"))], "[0] is a symbol"],
    ["a promise in a list", [1, Promise.resolve(2)], "[1] is a Promise"],
    ["a method in a list", [1, { catch: () => 1 }], "[1].catch is a function"],
    ["a function far inside", { rows: [{ "two words": [() => 1] }] }, '.rows[0]["two words"][0] is a function'],
    [
      "a generator",
      (function* () {
        yield 1;
      })(),
      "it is a Generator",
    ],
    ["an iterator", new Map().entries(), "it is a Map Iterator"],
    ["a WeakMap", { cache: new WeakMap() }, ".cache is a WeakMap"],
    ["a WeakSet", new WeakSet(), "it is a WeakSet"],
    ["a Blob", new Blob(["a"]), "it is a Blob"],
    ["a SharedArrayBuffer", new SharedArrayBuffer(1), "it is a SharedArrayBuffer"],
    ["a view of one", new Uint8Array(new SharedArrayBuffer(1)), "it lies in a SharedArrayBuffer"],
    ["a URL", { link: new URL("http://localhost") }, ".link is a URL"],
    ["a formatter", new Intl.NumberFormat("en"), "it is an Intl.NumberFormat"],
    ["a key of a map", new Map([[() => 1, 1]]), ".keys()[0] is a function"],
    ["a value of a map", new Map([["k", () => 1]]), '.get("k") is a function'],
    ["a value of a map under an object", new Map([[{}, () => 1]]), ".values()[0] is a function"],
    ["an element of a set", new Set([1, () => 1]), ".values()[1] is a function"],
    ["an error's property", withProperties(new Error("x"), { retry: () => 1 }), ".retry is a function"],
    ["an error's cause", new Error("x", { cause: () => 1 }), ".cause is a function"],
    ["a named property of a list", withProperties([1], { at: () => 1 }), ".at is a function"],
    ["an element of a list with holes", withHole([0, () => 1], 0), "[1] is a function"],
    ["what throws while it is read", [broken], "[0].x cannot be read: own"],
    ["a revoked proxy", [revoked()], "[0] cannot be read:"],
    ["what nests too deep", tooDeep, `${"[0]".repeat(maxValueDepth)} stands in more than ${maxValueDepth} others`],
    ["a big integer beyond measure", [2n ** BigInt(8 * maxBigIntBytes)], "[0] is a big integer of 65537 bytes"],
    ["a text beyond measure", "x".repeat(maxValueBytes + 1), "it takes more than 63 MiB"],
    ["bytes beyond measure", { a: new Uint8Array(maxValueBytes + 1) }, "it takes more than 63 MiB"],
    ["a list of too many elements", { a: Array(5e6).fill(0) }, ".a is one of more than 4194304 parts"],
    ["a method of a class's object", [new Tagged(() => 1)], "[0].own is a function"],
    [
      "a set of too many big integers",
      new Set(Array.from({ length: 1_001 }, (_, i) => BigInt(i + 1) << 64n)),
      ".values()[1000] is one of more than 1000 keys or elements that are big integers of more than 64 bits",
    ],
  ])("%s is refused with its place and its kind", (_, value, reason) => {
    expect(() => packAll([value])).toThrow(TypeError);
    expect(() => packAll([value])).toThrow(`The value cannot be sent: ${reason}`);
  });

  test("are refused with what a getter has thrown as the cause", () => {
    expect(() => packAll([broken])).toThrow(expect.objectContaining({ cause: new Error("own") }));
  });

  test("leave what was appended before as it was", () => {
    const packer = new Packer();
    packer.append("before");
    expect(() => packer.append([1, 2, () => 1])).toThrow(TypeError);
    packer.append("after");
    expect(packer.count).toBe(2);
    const packed = packer.take();
    expect([valueAt(packed, 0), valueAt(packed, 1)]).toEqual(["before", "after"]);
  });

  test("nesting up to the limit is fine", () => {
    expect(roundTrip(nested(maxValueDepth))).toEqual(nested(maxValueDepth));
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("what is thrown", () => {
  test("comes back as it was, where it is no error", () => {
    for (const thrown of [5, "no", null, undefined, { status: 404 }, [new Error("in a list")]]) {
      expect(differences(thrown, thrownTrip(thrown))).toEqual([]);
    }
  });

  test("keeps causes, errors within and properties, and names those that cannot travel", () => {
    const cause = withProperties(new Error("root"), { retry: () => 1, status: 503 });
    const found = thrownTrip(withProperties(new AggregateError([cause], "outer", { cause }), { request: revoked() }));
    expect(found).toMatchObject({ name: "AggregateError", message: "outer", cause: { message: "root", status: 503 } });
    if (!(found instanceof AggregateError)) throw new TypeError("no AggregateError");
    expect(found.errors[0]).toBe(found.cause);
    expect(found).toMatchObject({ request: expect.stringContaining("left out: .request cannot be read") });
    expect(found.cause).toMatchObject({ retry: "left out: .retry is a function" });
  });

  test("has its long texts cut, in properties and causes, too", () => {
    const long = "x".repeat(100_000);
    const found = thrownTrip(withProperties(new Error(long, { cause: new Error(long) }), { body: long }), () => long);
    if (!(found instanceof Error) || !(found.cause instanceof Error)) throw new TypeError("no errors");
    for (const text of [found.message, found.cause.message]) expect(text).toBe(`${"x".repeat(1999)}…`);
    for (const text of [found.stack, found.cause.stack, Reflect.get(found, "body")]) {
      expect(text).toBe(`${"x".repeat(7999)}…`);
    }
  });

  test("is told of without what is too large or too strange to be sent", () => {
    const large = thrownTrip(withProperties(new RangeError("large"), { bytes: new Uint8Array(maxThrownBytes) }));
    expect(large).toMatchObject({ name: "RangeError", message: "large", bytes: expect.stringContaining("left out") });
    const kept = thrownTrip(
      Object.assign(new Error("m", { cause: "why" }), { big: Array.from({ length: 40_000 }, Math.sqrt) }),
    );
    expect(kept).toMatchObject({ cause: "why", big: "left out: it takes more than 64 KiB" });
    const many = thrownTrip(
      withProperties(new Error("many"), { rows: Array.from({ length: 1e5 }, () => "x".repeat(9)) }),
    );
    expect(many).toMatchObject({ message: "many", rows: expect.stringContaining("left out: it takes") });
    expect(thrownTrip(() => 1)).toMatchObject({ message: "What was thrown cannot be sent: it is a function" });
    expect(thrownTrip(revoked())).toMatchObject({ message: expect.stringContaining("cannot be read") });
  });

  test("may be of any kind: it comes back, or an error that says why not", () => {
    fc.assert(
      fc.property(anyValue, (make) => {
        const thrown = make();
        if (packAll([thrown]).bytes.length < 8000) expect(differences(thrown, thrownTrip(thrown))).toEqual([]);
        else thrownTrip(thrown);
      }),
    );
  });
});

describe("what is written can be read", () => {
  /** Parts of which each test counts those of its kind; the rest of what a value may have are small numbers, which take no time. */
  const counted = 1_000;
  const numbers = Array.from({ length: maxValueItems - counted }, () => 0);

  test.each([
    ["objects", (n: number) => Array.from({ length: n / 5 }, (_, i) => ({ x: i, y: i }))],
    ["short lists", (n: number) => Array.from({ length: n / 4 }, (_, i) => [i, i, i])],
    ["numbers", (n: number) => Array.from({ length: n }, (_, i) => i)],
    ["regular expressions", (n: number) => Array.from({ length: n / 3 }, () => /a/)],
    ["dates in a map", (n: number) => new Map(Array.from({ length: n / 2 }, (_, i) => [i, new Date(i)]))],
  ])("up to the most parts, the last ones %s, and no more is written", (_, make) => {
    const packed = packAll([[numbers, make(counted - 10)]]);
    expect(() => valueAt(packed, 0)).not.toThrow();
    expect(() => packAll([[numbers, make(counted + 20)]])).toThrow("parts");
  });
});

describe("a packer", () => {
  test("goes on as before after what was thrown, however much comes then", () => {
    const packer = new Packer();
    packer.appendThrown(new Error("first"), String);
    for (let i = 0; i < 10_000; i += 1) packer.append(`result number ${i}`);
    packer.appendError({ name: "Error", message: "last", stack: "" });
    const packed = packer.take();
    expect(valueAt(packed, 9_999)).toBe("result number 9998");
    expect(thrownAt(packed, 10_001)).toMatchObject({ message: "last" });
  });

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

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** A big integer of more than 64 bits, all of which are the same in the lowest 64. */
function hugeKey(i: number): number[] {
  return [0xc7, 13, 2, 0, 1, i >> 8, i & 255, ...Array.from({ length: 9 }, () => 0)];
}

describe("bytes from strangers", () => {
  const texts = [0xa1, 0x45, 0xa0, 0xa0];
  test.each([
    ["nothing at all", [], "end inside"],
    ["a string longer than the bytes", [0xdb, 0xff, 0xff, 0xff, 0xff, 0x61], "end inside"],
    ["an array of four billion", [0xdd, 0xff, 0xff, 0xff, 0xff, 0x01], "end inside"],
    ["a map of four billion", [0xdf, 0xff, 0xff, 0xff, 0xff, 0xa0], "end inside"],
    ["a number without its digits", [0xcb, 0x00], "end inside"],
    ["two values in one place", [0x01, 0x02], "follow"],
    ["the byte that means nothing", [0xc1], "unknown kind"],
    ["an extension of no type", [0xd4, 99, 0], "extension type 99"],
    ["an extension longer than the bytes", [0xc9, 0xff, 0xff, 0xff, 0xff, 7], "end inside"],
    ["an extension that ends early", [0xd6, 1, 0, 0, 0, 0], "another length"],
    ["a set whose last element is cut", [0xc7, 1, 7, 0xcd], "end inside"],
    ["a set that reaches beyond itself", [0xc7, 1, 7, 0x92, 1, 2], "another length"],
    ["a map without its last value", [0xc7, 1, 6, 1], "end inside"],
    ["a reference to what comes later", [0x92, 0xd6, 13, 0, 0, 0, 2, 0x90], "reference"],
    ["a list of no length", [0xc7, 1, 8, 0xc0], "no length"],
    ["a list of more than it says", [0xc7, 4, 8, 1, 0xa1, 0x33, 0], "longer than it says"],
    ["a list with a key that is no text", [0xc7, 3, 8, 1, 0, 0], "no text"],
    ["an error without its texts", [0xc7, 1, 12, 0], "no text"],
    [
      "an error with a message of another kind",
      [0xc7, 14, 12, ...texts, 0xa7, ...ascii("message"), 0x90, 0],
      "second message",
    ],
    ["a typed array of less than nothing", [0xc7, 0, 10], "unknown kind"],
    ["an error with half a property", [0xc7, 5, 12, ...texts, 0xa0], "end inside"],
    ["a regular expression that is none", [0xc7, 4, 5, 0xa1, 0x28, 0xa0, 0xa0], "is none"],
    ["an uneven typed array", [0xc7, 4, 10, 9, 1, 2, 3], "uneven"],
    ["a typed array of no kind", [0xd4, 10, 99], "unknown kind"],
    ["a view beyond its buffer", [0xc7, 9, 11, 2, 4, 8, 0xc7, 2, 9, 1, 2, 0], "does not fit"],
    ["a view without a buffer", [0xc7, 4, 11, 2, 0, 0, 0x90], "without its buffer"],
    ["a big integer without digits", [0xd4, 2, 0], "without digits"],
    ["a text of half a character", [0xd4, 3, 0], "half a character"],
    ["a map with an object for a key", [0x81, 0x80, 0x01], "no text"],
  ])("%s is refused", (_, bytes, reason) => {
    expect(() => bytesAsValue(...bytes)).toThrow(TypeError);
    expect(() => bytesAsValue(...bytes)).toThrow(reason);
  });

  test("make no room for a list's length that they only claim", () => {
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 20; i += 1) {
      const list = bytesAsValue(0xc7, 5, 8, 0xce, 2, 0, 0, 0);
      expect(list).toHaveLength(2 ** 25);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test("take no quadratic time with keys that engines cannot tell apart", () => {
    const keys = Array.from({ length: 1_100 }, (_, i) => hugeKey(i)).flat();
    expect(() => bytesAsValue(0xc8, keys.length >> 8, keys.length & 255, 7, ...keys)).toThrow("more than 1000 keys");
  });

  test("nest a hundred thousand deep without harm", () => {
    expect(() => bytesAsValue(...Array.from({ length: 100_000 }, () => 0x91))).toThrow("deeper");
  });

  test("keep a key named __proto__ a key", () => {
    const key = Array.from("__proto__", (c) => c.charCodeAt(0));
    const value = bytesAsValue(0x81, 0xa9, ...key, 0x80);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(typeof value === "object" ? { ...value } : {})).toEqual(["__proto__"]);
  });

  test("are either a value or a TypeError, whatever they are, and spoil nothing for the next value", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 60 }), fc.nat(13), (bytes, type) => {
        for (const tried of [bytes, Uint8Array.of(0xc7, bytes.length, type, ...bytes)]) {
          try {
            valueAt({ ends: new Uint32Array([tried.length]), bytes: tried }, 0);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
        expect(roundTrip({ a: ["b", 1] })).toEqual({ a: ["b", 1] });
      }),
      { numRuns: 2000 },
    );
  });

  test("of a real value with one byte changed are either a value or a TypeError, also at a glance", () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.nat(255), (make, position, byte) => {
        const packed = packAll([make()]);
        packed.bytes[position % packed.bytes.length] = byte;
        for (const read of [
          valueAt,
          lookAt,
          (of: typeof packed, i: number) => glanceAt(of, i, { items: 5, length: 5 }),
        ]) {
          try {
            read(packed, 0);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
          }
        }
      }),
      { numRuns: 300 },
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

describe("a look", () => {
  test("at bytes copies none of them, a decoded value has its own", () => {
    const packed = packAll([Uint8Array.of(7, 8, 9)]);
    const [looked, decoded] = [lookAt(packed, 0), valueAt(packed, 0)];
    expect([looked, decoded]).toEqual([Uint8Array.of(7, 8, 9), Uint8Array.of(7, 8, 9)]);
    packed.bytes[2] = 70;
    expect([looked, decoded]).toEqual([Uint8Array.of(70, 8, 9), Uint8Array.of(7, 8, 9)]);
  });

  test("gives the same as decoding, and refuses the same", () => {
    fc.assert(
      fc.property(anyValue, (make) => {
        const packed = packAll([make()]);
        expect(differences(valueAt(packed, 0), lookAt(packed, 0))).toEqual([]);
      }),
    );
    expect(() => lookAt({ ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) }, 0)).toThrow(TypeError);
  });

  test("of a glance ends early, and says where", () => {
    const glance = { items: 4, length: 3 };
    const glanced = (value: unknown): unknown => glanceAt(packAll([value]), 0, glance);
    expect(glanced([-1, -2, -3, -4, -5])).toEqual([-1, -2, -3, unread]);
    expect(glanced([[1, 2, 3], 4, { a: 5 }])).toEqual([[1, 2, unread]]);
    expect(glanced({ a: "abcdef".repeat(20), b: 1, c: 2 })).toEqual({ a: "abc…", b: unread });
    expect(glanced("ééé".repeat(99))).toBe("é…");
    expect(glanced("\ud83d".repeat(99))).toBe("\ud83d\ud83d\ud83d…");
    expect(glanced("ab😀\ud83d".repeat(20))).toBe("ab…");
    expect(glanced(new Uint8Array(99))).toEqual(new Uint8Array(24));
    expect(glanced(new Map([[1, new Set([2, 3, 4])]]))).toEqual(new Map([[1, new Set([2, unread])]]));
    expect(glanced([-1, -2, -3, /a/])).toEqual([-1, -2, -3, unread]);
    expect(glanced([[-1], new RegExp("x".repeat(99))])).toEqual([[-1], unread]);
    expect(glanced([-1, -2, -3, withHole([1, 2], 0)])).toEqual([-1, -2, -3, unread]);
    expect(glanced([-1, -2, withHole([1, 2], 0)])).toEqual([-1, -2, []]);
    expect(glanced(Array.from({ length: 1e4 }, () => ({})))).toEqual([{}, {}, {}, unread]);
  });
});
