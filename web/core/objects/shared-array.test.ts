import { describe, expect, test } from "vitest";
import type { TypeCode } from "./numbers.ts";
import { ObjectsRig } from "./testing/objects-rig.ts";

function arrayRig(type: TypeCode, initial: number | readonly (number | bigint)[]): ObjectsRig {
  const rig = new ObjectsRig({ bytes: 100 });
  rig.make("a", { kind: "array", type, initial });
  return rig;
}

describe("an array", () => {
  test("is of zeros, or of the numbers that it is made of", () => {
    expect(arrayRig("d", 3).call("ada", "a", "slice")).toEqual(["ada 1: [0,0,0]"]);
    expect(arrayRig("B", [1, 300]).call("ada", "a", "slice")).toEqual(["ada 1: [1,44]"]);
    expect(arrayRig("i", 25).machine.book.bytes).toBe(100);
    expect(() => arrayRig("i", 26)).toThrow("shared objects may hold 100 bytes, and hold 0");
    expect(() => arrayRig("i", [0.5])).toThrow("the value must be a whole number, got 0.5");
    for (const length of [-1, 0.5]) {
      expect(() => arrayRig("i", length)).toThrow(`size must be a whole number from 0 on, got ${length}`);
    }
  });

  test("is read and written by index, from the end where that is negative", () => {
    const rig = arrayRig("i", [1, 2, 3]);
    expect(rig.call("ada", "a", "length")).toEqual(["ada 1: 3"]);
    expect(rig.call("ada", "a", "get", -1)).toEqual(["ada 2: 3"]);
    expect(rig.call("ada", "a", "set", 0, 9)).toEqual(["ada 3: undefined"]);
    expect(rig.call("ada", "a", "get", 0)).toEqual(["ada 4: 9"]);
    for (const [at, index] of [3, -4].entries()) {
      expect(rig.call("ada", "a", "get", index)).toEqual([`ada ${5 + at}: IndexError`]);
    }
    expect(rig.call("ada", "a", "set", 0, "x")).toEqual(["ada 7: TypeError"]);
    expect(rig.call("ada", "a", "get", "0")).toEqual(["ada 8: TypeError"]);
    expect(rig.call("ada", "a", "get")).toEqual(["ada 9: TypeError"]);
  });

  test("is read and written in slices of the same length", () => {
    const rig = arrayRig("i", [1, 2, 3, 4]);
    expect(rig.call("ada", "a", "slice", -3, null, 2)).toEqual(["ada 1: [2,4]"]);
    expect(rig.call("ada", "a", "setSlice", [9, 8], 0, 2)).toEqual(["ada 2: undefined"]);
    expect(rig.call("ada", "a", "slice", null, null, -1)).toEqual(["ada 3: [4,3,8,9]"]);
    expect(rig.call("ada", "a", "setSlice", [9], 0, 2)).toEqual(["ada 4: RangeError"]);
    expect(rig.call("ada", "a", "setSlice", 5, 0, 2)).toEqual(["ada 5: TypeError"]);
    expect(rig.call("ada", "a", "slice", 0, 1, 0)).toEqual(["ada 6: RangeError"]);
  });

  test("of 64 bits is of big integers, which wrap", () => {
    const rig = arrayRig("q", [2n ** 63n, 7]);
    expect(rig.valueOf("ada", "a", "slice")).toEqual([-(2n ** 63n), 7n]);
    rig.call("ada", "a", "set", 0, -1);
    expect(rig.valueOf("ada", "a", "get", 0)).toBe(-1n);
    expect(arrayRig("Q", [-1n]).valueOf("ada", "a", "get", 0)).toBe(2n ** 64n - 1n);
  });

  test("has a reentrant lock beside it", () => {
    const rig = arrayRig("i", 1);
    rig.call("ada", "a", "acquire");
    expect(rig.call("bob", "a", "acquire")).toEqual([]);
    expect(rig.call("ada", "a", "release")).toEqual(["ada 2: undefined", "bob 1: true"]);
    expect(rig.end("bob", "done")).toEqual([]);
    expect(rig.call("eve", "a", "acquire")).toEqual(['eve 1: "done"']);
    expect(rig.call("eve", "a", "fill")).toEqual(["eve 2: TypeError"]);
  });
});
