import * as fc from "fast-check";
import { expect, test } from "vitest";
import { maxBigIntBytes, maxValueDepth } from "./limits.ts";
import { fromJson } from "./json-reader.ts";
import { toJson, writingJson } from "./json-writer.ts";
import { packAll, valueAt } from "./packed.ts";
import { atOnce } from "../time-slices.ts";
import { anyValue } from "./testing/arbitrary-values.ts";
import { differences } from "./testing/differences.ts";

function readBack(text: string): unknown {
  return fromJson(JSON.parse(text));
}

test("any value is read back from its JSON as it was, and is one line", () => {
  fc.assert(
    fc.property(anyValue, (make) => {
      // As it is when it comes to be written: out of its bytes.
      const value = valueAt(packAll([make()]), 0);
      const json = toJson(value);
      expect(json).not.toMatch(/[\n\r\u2028\u2029]/);
      expect(differences(value, readBack(json))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("in steps, any value is written as at once", () => {
  fc.assert(
    fc.property(anyValue, (make) => {
      const value = valueAt(packAll([make()]), 0);
      expect(atOnce(writingJson(value))).toBe(toJson(value));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["a list", Array.from({ length: 50_000 }, (_, at) => ({ at }))],
  ["a map", new Map(Array.from({ length: 50_000 }, (_, at) => [at, [at]]))],
  ["a set", new Set(Array.from({ length: 50_000 }, (_, at) => at))],
  ["an object", Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key ${at}`, []]))],
  ["a list within", { only: [[Array.from({ length: 50_000 }, () => ({}))]] }],
])("%s of many thousand parts is written in a step for each thousand of them", (_, value) => {
  let steps = 0;
  const writing = writingJson(value);
  let step = writing.next();
  for (; step.done !== true; step = writing.next()) steps += 1;
  expect(steps).toBeGreaterThan(20);
  expect(step.value).toBe(toJson(value));
});

const written: readonly (readonly [unknown, string])[] = [
  [{ a: [1, "two", null, true, -0.5] }, '{"a":[1,"two",null,true,-0.5]}'],
  ["NaN", '"NaN"'],
  [NaN, '{"$":"NaN"}'],
  [-Infinity, '{"$":"-Infinity"}'],
  [-0, "-0"],
  ["5n", '"5n"'],
  [5n, '{"$":"BigInt","digits":"5"}'],
  [undefined, '{"$":"undefined"}'],
  [new Date(0), '{"$":"Date","time":"1970-01-01T00:00:00.000Z"}'],
  [new Date(NaN), '{"$":"Date","time":null}'],
  [/a\/b/g, '{"$":"RegExp","source":"a\\\\/b","flags":"g"}'],
  [new Map([["a", 1]]), '{"$":"Map","entries":[["a",1]]}'],
  [new Set([1]), '{"$":"Set","elements":[1]}'],
  [new Uint8Array([1, 2, 3]), '{"$":"Uint8Array","base64":"AQID"}'],
  [new Uint8Array([1, 2, 3]).buffer, '{"$":"ArrayBuffer","base64":"AQID"}'],
  [new Float64Array([0.5, NaN]), '{"$":"Float64Array","elements":[0.5,{"$":"NaN"}]}'],
  [new Float32Array(new Uint8Array([0, 0, 0x81, 0x7f]).buffer), '{"$":"Float32Array","base64":"AACBfw=="}'],
  [
    new Float64Array(new Uint8Array([1, 0, 0, 0, 0, 0, 0xf8, 0x7f]).buffer),
    '{"$":"Float64Array","base64":"AQAAAAAA+H8="}',
  ],
  [Object.assign(Array(2), { 1: 1 }), '{"$":"list","length":2,"entries":[["1",1]]}'],
  [{ $: 1 }, '{"$":"object","entries":[["$",1]]}'],
  ["\u2028\ud83d", '"\\u2028\\ud83d"'],
  [JSON.parse('[{"__proto__": 1}]'), '[{"__proto__":1}]'],
];

test("each kind of value has a form of its own, and no other value has the same", () => {
  for (const [value, json] of written) {
    expect(toJson(value)).toBe(json);
    expect(differences(value, readBack(json))).toEqual([]);
  }
});

test("what is the same twice is written once", () => {
  const row = { a: 1 };
  expect(toJson([row, row])).toBe('[{"a":1},{"$":"same","as":1}]');
  const bytes = new Uint8Array([1, 2, 3]);
  expect(toJson([bytes, bytes.subarray(1)])).toContain('"offset":1,"length":2,"buffer":{"$":"same","as":2}');
});

test.each([
  ['{"$":"Mpa","entries":[]}', '"$" names no kind of value: "Mpa"'],
  ['{"rows":[1,{"$":"Date"}]}', '.rows[1]: "time" must be a text'],
  ['[{"$":"same","as":7}]', '[0]: "as" names no part before it: 7'],
  ['{"$":"Uint8Array","base64":"*"}', "base64"],
  ['{"$":"Int16Array","base64":"AQID"}', "RangeError"],
  ['{"$":"Map","entries":[[1]]}', "entry 0 must be a key and a value"],
  ['{"$":"RegExp","source":"(","flags":""}', "SyntaxError"],
  ['{"$":"BigInt","digits":"5n"}', "digits"],
  [`{"$":"BigInt","digits":"${"9".repeat(160_000)}"}`, "160000 characters; a whole number has 157827 digits at most"],
  ['{"$":"list","length":-1,"entries":[]}', "length"],
  [`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, "is nested too deeply: 200 within one another at most"],
  [`{"$":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, '"$" names no kind of value'],
])("%.60s is refused with the place and the reason", (json, reason) => {
  expect(() => readBack(json)).toThrow(TypeError);
  expect(() => readBack(json)).toThrow(reason);
});

test("the largest whole number and the deepest value are read", () => {
  const largest = 2n ** BigInt(8 * maxBigIntBytes) - 1n;
  expect(readBack(toJson([largest, -largest]))).toEqual([largest, -largest]);
  let deep: unknown = new Map([[1n, new Float64Array(1)]]);
  for (let depth = 2; depth < maxValueDepth; depth += 1) deep = [deep];
  const value = valueAt(packAll([deep]), 0);
  expect(differences(value, readBack(toJson(value)))).toEqual([]);
});

test("any JSON gives a value or a TypeError", () => {
  const kinds = ["Map", "Set", "Date", "list", "object", "Error", "ArrayBuffer", "Uint8Array", "same", "BigInt", "NaN"];
  const special = fc.dictionary(
    fc.constantFrom("entries", "elements", "time", "length", "base64", "as", "digits", "buffer", "name"),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.tuple(fc.constantFrom(...kinds), special), ([kind, fields]) => {
      try {
        fromJson({ $: kind, ...fields });
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }),
  );
});
