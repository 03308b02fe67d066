import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownPartOf } from "./own-part.ts";
import { partKinds } from "./part-kind.ts";

const rgba = Uint8ClampedArray.from({ length: 24 }, (_, at) => at);
const input = { of: [30, 20], x: 4, y: 5, width: 3, height: 2 };

describe("a result is a part of an image", () => {
  test("where it is the pixels of its input's place", () => {
    expect(ownPartOf("pixels", input, rgba)).toEqual({ ...input, rgba });
  });

  test("where it has its place and its pixels itself: then what image it is of is not known", () => {
    const value = { x: 4, y: 5, width: 3, height: 2, rgba: new Uint8Array(rgba) };
    expect(ownPartOf("pixels", 7, value)).toEqual({ of: [3, 2], x: 0, y: 0, width: 3, height: 2, rgba });
  });

  test("where it is light, which is seen as bytes: none is black, and much of it white", () => {
    const light = Float32Array.of(0, 0, 0, 100, 100, 100, ...Array<number>(12).fill(Number.NaN));
    const part = ownPartOf("light", input, light);
    expect(part?.rgba.slice(0, 12)).toEqual(Uint8ClampedArray.of(0, 0, 0, 255, 255, 255, 255, 255, 0, 0, 0, 255));
    expect(part?.rgba).toHaveLength(24);
  });
});

test.each([
  ["pixels of another number", "pixels", input, rgba.slice(4)],
  ["light in place of pixels", "pixels", input, new Float32Array(18)],
  ["pixels in place of light", "light", input, rgba],
  ["a place that reaches out of the image", "pixels", { ...input, x: 28 }, rgba],
  ["a place that is no whole number", "pixels", { ...input, y: 0.5 }, rgba],
  ["an image larger than any", "pixels", { ...input, of: [30, 5_000], width: 3_000 }, rgba],
  ["an input without a place", "pixels", 7, rgba],
  ["no value", "pixels", input, undefined],
] as const)("%s is none", (_, kind, given, value) => {
  expect(ownPartOf(kind, given, kind === "light" ? new Float32Array(18) : rgba) === null).toBe(given !== input);
  expect(ownPartOf(kind, given, value)).toBeNull();
});

test("whatever a stranger's program returns, a part is as large as it says, and within its image", () => {
  const side = fc.oneof(fc.nat(5), fc.constant(2.5), fc.constant(-1), fc.constant("3"));
  const place = fc.record(
    { of: fc.array(side, { maxLength: 3 }), x: side, y: side, width: side, height: side },
    { requiredKeys: [] },
  );
  const bytes = fc.uint8ClampedArray({ maxLength: 40 });
  const values = fc.oneof(bytes, fc.float32Array({ maxLength: 40 }), fc.anything(), fc.record({ rgba: bytes }));
  fc.assert(
    fc.property(fc.constantFrom(...partKinds), fc.oneof(place, fc.anything()), values, (kind, given, value) => {
      const part = ownPartOf(kind, given, value);
      if (part === null) return;
      expect(part.rgba).toHaveLength(4 * part.width * part.height);
      expect(part.x + part.width).toBeLessThanOrEqual(part.of[0]);
      expect(part.y + part.height).toBeLessThanOrEqual(part.of[1]);
    }),
    { numRuns: 2_000 },
  );
});
