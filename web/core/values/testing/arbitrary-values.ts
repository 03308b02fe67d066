import * as fc from "fast-check";

/** Makes a value anew each time, so that links between its parts touch no other run. */
export type Make = () => unknown;

/** Texts of any code units: pairs, halves of pairs, control characters. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
  fc.string({ unit: fc.constantFrom("a", "é", "\u2028", "\ufeff", "\ud83d", "\ude00", '"', "\n"), maxLength: 230 }),
);

const key: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: anyText },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "$", "length", "0", "then") },
);

const viewMakers = [
  (buffer: ArrayBuffer, offset: number, length: number) => new DataView(buffer, offset, length),
  (buffer: ArrayBuffer, offset: number, length: number) => new Uint8Array(buffer, offset, length),
  (buffer: ArrayBuffer, offset: number, length: number) => new Int8Array(buffer, offset, length),
  (buffer: ArrayBuffer, offset: number, length: number) => new Uint8ClampedArray(buffer, offset, length),
  (buffer: ArrayBuffer, offset: number, length: number) => new Int16Array(buffer, 2 * (offset >> 1), length >> 1),
  (buffer: ArrayBuffer, offset: number, length: number) => new Uint16Array(buffer, 2 * (offset >> 1), length >> 1),
  (buffer: ArrayBuffer) => new Int32Array(buffer),
  (buffer: ArrayBuffer) => new Uint32Array(buffer),
  (buffer: ArrayBuffer) => new Float32Array(buffer),
  (buffer: ArrayBuffer) => new Float64Array(buffer),
  (buffer: ArrayBuffer) => new BigInt64Array(buffer),
  (buffer: ArrayBuffer) => new BigUint64Array(buffer),
] as const;

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(8 * Math.ceil(bytes.length / 8));
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

const scalar: fc.Arbitrary<Make> = fc
  .oneof(
    fc.constantFrom(null, undefined, true, false, NaN, Infinity, -Infinity, 0, -0),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double(),
    fc.bigInt(),
    fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
    anyText,
  )
  .map((value) => () => value);

const date: fc.Arbitrary<Make> = fc.date().map((found) => () => new Date(found.getTime()));

const regExp: fc.Arbitrary<Make> = fc
  .tuple(fc.constantFrom("a+", "[\\d/]", "(?<year>\\d{4})", "", "\\u{1f600}"), fc.constantFrom("", "g", "giu", "sy"))
  .map(
    ([source, flags]) =>
      () =>
        new RegExp(source, flags),
  );

const buffer: fc.Arbitrary<Make> = fc.uint8Array({ maxLength: 40 }).map((bytes) => () => bufferOf(bytes));

const view: fc.Arbitrary<Make> = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(...viewMakers))
  .map(([bytes, make]) => () => {
    const whole = bufferOf(bytes);
    return make(whole, 0, whole.byteLength);
  });

/** Views of one buffer, and the buffer itself. */
const sharedViews: fc.Arbitrary<Make> = fc
  .tuple(fc.uint8Array({ minLength: 8, maxLength: 40 }), fc.array(fc.constantFrom(...viewMakers), { maxLength: 3 }))
  .map(([bytes, makers]) => () => {
    const whole = bufferOf(bytes);
    return [...makers.map((make) => make(whole, 2, whole.byteLength - 4)), whole, new Uint8Array(whole)];
  });

const errorNames = ["Error", "TypeError", "RangeError", "HttpError", "__proto__"] as const;

function made(name: string, message: string): Error {
  if (name === "TypeError") return new TypeError(message);
  if (name === "RangeError") return new RangeError(message);
  const error = new Error(message);
  if (name !== "Error") Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  return error;
}

function define(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
}

const tree = fc.letrec<{ any: Make; list: Make; plain: Make; map: Make; set: Make; sparse: Make; error: Make }>(
  (tie) => ({
    any: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 8, arbitrary: scalar },
      date,
      regExp,
      buffer,
      view,
      sharedViews,
      tie("list"),
      tie("plain"),
      tie("map"),
      tie("set"),
      tie("sparse"),
      tie("error"),
    ),
    list: fc.array(tie("any"), { maxLength: 8 }).map((makers) => () => makers.map((make) => make())),
    plain: fc.array(fc.tuple(key, tie("any")), { maxLength: 8 }).map((entries) => () => {
      const object = {};
      for (const [name, make] of entries) define(object, name, make());
      return object;
    }),
    map: fc
      .array(fc.tuple(tie("any"), tie("any")), { maxLength: 5 })
      .map((entries) => () => new Map(entries.map(([first, second]) => [first(), second()]))),
    set: fc.array(tie("any"), { maxLength: 5 }).map((makers) => () => new Set(makers.map((make) => make()))),
    sparse: fc
      .tuple(fc.nat(30), fc.array(fc.tuple(fc.nat(29), tie("any")), { maxLength: 4 }), fc.option(key))
      .map(([length, elements, name]) => () => {
        const list: unknown[] = [];
        list.length = length;
        for (const [index, make] of elements) if (index < length) list[index] = make();
        if (name !== null && name !== "length" && !/^\d+$/.test(name)) define(list, name, 1);
        return list;
      }),
    error: fc
      .record({
        name: fc.constantFrom(...errorNames),
        message: anyText,
        cause: fc.option(tie("any")),
        properties: fc.array(fc.tuple(fc.constantFrom("status", "path", "__proto__"), tie("any")), { maxLength: 2 }),
        errors: fc.option(fc.array(tie("error"), { maxLength: 2 })),
      })
      .map(({ name, message, cause, properties, errors }) => () => {
        const error =
          errors === null
            ? made(name, message)
            : new AggregateError(
                errors.map((make) => make()),
                message,
              );
        if (cause !== null)
          Object.defineProperty(error, "cause", { value: cause(), writable: true, configurable: true });
        for (const [property, make] of properties) define(error, property, make());
        return error;
      }),
  }),
);

function containersIn(value: unknown, found: Set<object>): Set<object> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype && !(value instanceof Map))
    return found;
  found.add(value);
  const parts: unknown[] = value instanceof Map ? [...value.keys(), ...value.values()] : Object.values(value);
  for (const part of parts) containersIn(part, found);
  return found;
}

/** Whatever structured clones keep, with parts that lead to others, or back to what they are part of. */
export const anyValue: fc.Arbitrary<Make> = fc
  .tuple(tree.any, fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }))
  .map(([make, links]) => () => {
    const value = make();
    const containers = [...containersIn(value, new Set())];
    for (const [from, to] of links) {
      const holder = containers[from % Math.max(1, containers.length)];
      const target = containers[to % Math.max(1, containers.length)];
      if (holder instanceof Map) holder.set(target, target);
      else if (Array.isArray(holder)) holder.push(target);
      else if (holder !== undefined) define(holder, "link", target);
    }
    return value;
  });
