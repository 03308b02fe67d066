import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

function listRig(...values: readonly unknown[]): ObjectsRig {
  const rig = new ObjectsRig({ items: 10, bytes: 200 });
  rig.make("l", { kind: "list" });
  rig.call("eve", "l", "extend", values);
  return rig;
}

/** What is in the list after a call. */
function after(rig: ObjectsRig, method: string, ...args: readonly unknown[]): unknown {
  rig.call("eve", "l", method, ...args);
  return rig.valueOf("eve", "l", "slice");
}

describe("a list", () => {
  test("grows at its end and at any place", () => {
    const rig = listRig(1);
    expect(after(rig, "append", "x")).toEqual([1, "x"]);
    expect(after(rig, "extend", [3, 4])).toEqual([1, "x", 3, 4]);
    expect(after(rig, "insert", 1, "y")).toEqual([1, "y", "x", 3, 4]);
    expect(after(rig, "insert", -1, 8)).toEqual([1, "y", "x", 3, 8, 4]);
    expect(after(rig, "insert", 99, 9)).toEqual([1, "y", "x", 3, 8, 4, 9]);
    expect(after(rig, "insert", -99, 0)).toEqual([0, 1, "y", "x", 3, 8, 4, 9]);
  });

  test("is read and written by index", () => {
    const rig = listRig(1, 2, 3);
    expect(rig.valueOf("ada", "l", "get", -1)).toBe(3);
    expect(after(rig, "set", -3, "x")).toEqual(["x", 2, 3]);
    expect(after(rig, "set", 2, "z")).toEqual(["x", 2, "z"]);
    expect(after(rig, "delete", 1)).toEqual(["x", "z"]);
    expect(rig.valueOf("ada", "l", "slice", 1)).toEqual(["z"]);
    expect(rig.valueOf("ada", "l", "length")).toBe(2);
    expect(after(rig, "clear")).toEqual([]);
    expect(rig.machine.book.bytes).toBe(0);
  });

  test("gives values away from its end or any place", () => {
    const rig = listRig(1, 2, 3, 4);
    expect(rig.call("ada", "l", "pop")).toEqual(["ada 1: 4"]);
    expect(rig.call("ada", "l", "pop", 0)).toEqual(["ada 2: 1"]);
    expect(rig.call("ada", "l", "pop", 7)).toEqual(["ada 3: IndexError"]);
    expect(after(rig, "remove", 3)).toEqual([2]);
    rig.call("ada", "l", "pop");
    expect(rig.call("ada", "l", "pop")).toEqual(["ada 5: IndexError"]);
  });

  test("finds and counts values that are written alike", () => {
    const rig = listRig("x", { y: 1 }, "x", 1);
    expect(rig.valueOf("ada", "l", "index", { y: 1 })).toBe(1);
    expect(rig.valueOf("ada", "l", "count", "x")).toBe(2);
    expect(rig.valueOf("ada", "l", "count", "1")).toBe(0);
    expect(rig.call("ada", "l", "index", "1")).toEqual(["ada 4: RangeError"]);
    expect(rig.call("ada", "l", "remove", "1")).toEqual(["ada 5: RangeError"]);
  });

  test("is turned round and sorted", () => {
    const rig = listRig(3, 10n, -1);
    expect(after(rig, "reverse")).toEqual([-1, 10n, 3]);
    expect(after(rig, "sort")).toEqual([-1, 3, 10n]);
    expect(after(rig, "sort", true)).toEqual([10n, 3, -1]);
    expect(after(listRig("b", "a", "C"), "sort")).toEqual(["C", "a", "b"]);
    for (const values of [[1, "x"], [null], [{}]]) {
      expect(listRig(...values).call("ada", "l", "sort")).toEqual(["ada 1: TypeError"]);
    }
  });

  test("has back what a lost caller popped, and that did not reach it, where it was", () => {
    const rig = listRig(1, 2, 3, 4);
    rig.deaf.add("ada");
    rig.call("ada", "l", "pop", 1);
    rig.call("ada", "l", "pop", 1);
    rig.end("ada", "lost");
    expect(rig.valueOf("eve", "l", "slice")).toEqual([1, 2, 3, 4]);
  });

  test("refuses wrong calls", () => {
    const rig = listRig(1);
    for (const [words, method, ...args] of [
      ["IndexError", "get", 1],
      ["IndexError", "set", 1, 1],
      ["IndexError", "delete", -2],
      ["TypeError", "get", 0.5],
      ["TypeError", "set", 0],
      ["TypeError", "append"],
      ["TypeError", "insert", "x", 1],
      ["TypeError", "push", 1],
      ["RangeError", "extend", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
      ["TypeError", "extend", "x"],
      ["RangeError", "append", "x".repeat(200)],
    ] as const) {
      expect(rig.call("ada", "l", method, ...args)).toEqual([expect.stringContaining(words)]);
    }
    expect(rig.valueOf("eve", "l", "slice")).toEqual([1]);
    expect(rig.end("ada", "done")).toEqual([]);
  });

  test("keeps its values, where one of them is no value, and says so", () => {
    const rig = listRig(1);
    const args = { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) };
    rig.callWith("ada", "l", "append", args);
    expect(rig.call("ada", "l", "slice")).toEqual(["ada 2: TypeError"]);
    expect(rig.call("ada", "l", "sort")).toEqual(["ada 3: TypeError"]);
    expect(rig.call("ada", "l", "length")).toEqual(["ada 4: 2"]);
  });
});

/** Answered by CPython 3.11 for `[0, 1, 2, 3, 4][start:stop:step]`. */
test.each<[number | null, number | null, number | null, readonly number[]]>([
  [null, null, null, [0, 1, 2, 3, 4]],
  [1, 3, null, [1, 2]],
  [null, 2, null, [0, 1]],
  [-2, null, null, [3, 4]],
  [null, -1, null, [0, 1, 2, 3]],
  [-9, 2, null, [0, 1]],
  [2, 9, null, [2, 3, 4]],
  [3, 1, null, []],
  [9, null, null, []],
  [null, null, 2, [0, 2, 4]],
  [1, null, 3, [1, 4]],
  [null, null, -1, [4, 3, 2, 1, 0]],
  [3, 0, -1, [3, 2, 1]],
  [-1, -9, -2, [4, 2, 0]],
  [9, null, -3, [4, 1]],
  [0, 3, -1, []],
  [-9, null, -1, []],
  [null, 0, -1, [4, 3, 2, 1]],
  [null, -9, -1, [4, 3, 2, 1, 0]],
])("the slice [%s:%s:%s] is %j", (start, stop, step, values) => {
  expect(listRig(0, 1, 2, 3, 4).valueOf("ada", "l", "slice", start, stop, step)).toEqual(values);
});
