import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";
import type { HomeLimits } from "./limits.ts";

function dictRig(limits: Partial<HomeLimits> = {}): ObjectsRig {
  const rig = new ObjectsRig(limits);
  rig.make("d", { kind: "dict" });
  return rig;
}

describe("a dict", () => {
  test("gives values by key, and a default where there is none", () => {
    const rig = dictRig();
    rig.call("ada", "d", "set", "x", { y: 1 });
    expect(rig.call("ada", "d", "get", "x")).toEqual(['ada 2: {"y":1}']);
    expect(rig.call("ada", "d", "get", "z")).toEqual(["ada 3: undefined"]);
    expect(rig.call("ada", "d", "get", "z", 5)).toEqual(["ada 4: 5"]);
    expect(rig.call("ada", "d", "has", "x")).toEqual(["ada 5: true"]);
    expect(rig.call("ada", "d", "has", "z")).toEqual(["ada 6: false"]);
    expect(rig.call("ada", "d", "size")).toEqual(["ada 7: 1"]);
  });

  test("keeps keys in the order in which they came, and tells 1 from a text", () => {
    const rig = dictRig();
    rig.call("ada", "d", "update", [
      ["b", 1],
      [1, 2],
      ["1", 3],
      [null, 4],
      [undefined, 5],
      [true, 6],
      ["b", 7],
    ]);
    expect(rig.call("ada", "d", "keys")).toEqual(['ada 2: ["b",1,"1",null,null,true]']);
    expect(rig.call("ada", "d", "values")).toEqual(["ada 3: [7,2,3,4,5,6]"]);
    rig.call("ada", "d", "delete", "b");
    rig.call("ada", "d", "set", "b", 8);
    expect(rig.call("ada", "d", "items")).toEqual(['ada 6: [[1,2],["1",3],[null,4],[null,5],[true,6],["b",8]]']);
  });

  test("gives a value away, and says where there is none", () => {
    const rig = dictRig();
    rig.call("ada", "d", "update", [
      ["x", 1],
      ["y", 2],
      ["z", 3],
    ]);
    expect(rig.call("ada", "d", "pop", "x")).toEqual(["ada 2: 1"]);
    expect(rig.call("ada", "d", "pop", "x")).toEqual(["ada 3: KeyError"]);
    expect(rig.call("ada", "d", "pop", "x", 9)).toEqual(["ada 4: 9"]);
    expect(rig.call("ada", "d", "popItem")).toEqual(['ada 5: ["z",3]']);
    expect(rig.call("ada", "d", "delete", "y")).toEqual(["ada 6: true"]);
    expect(rig.call("ada", "d", "delete", "y")).toEqual(["ada 7: false"]);
    expect(rig.call("ada", "d", "popItem")).toEqual(["ada 8: KeyError"]);
    expect(rig.machine.book.bytes).toBe(0);
  });

  test("sets a default only where there is no value", () => {
    const rig = dictRig();
    expect(rig.call("ada", "d", "setDefault", "x", 1)).toEqual(["ada 1: 1"]);
    expect(rig.call("ada", "d", "setDefault", "x", 2)).toEqual(["ada 2: 1"]);
    expect(rig.call("ada", "d", "setDefault", "y")).toEqual(["ada 3: undefined"]);
    expect(rig.call("ada", "d", "has", "y")).toEqual(["ada 4: true"]);
  });

  test("counts its bytes, and frees those of values that are replaced or cleared", () => {
    const rig = dictRig();
    rig.call("ada", "d", "set", "x", "a text of some length");
    rig.call("ada", "d", "set", "x", 1);
    expect(rig.machine.book.bytes).toBe(3);
    rig.call("ada", "d", "clear");
    expect(rig.machine.book.bytes).toBe(0);
    expect(rig.call("ada", "d", "size")).toEqual(["ada 4: 0"]);
  });

  test("has back what a lost caller popped, and that did not reach it, unless there is a new value", () => {
    const rig = dictRig();
    rig.deaf.add("ada");
    rig.call("ada", "d", "update", [
      ["x", 1],
      ["y", 2],
    ]);
    rig.call("ada", "d", "pop", "x");
    rig.call("ada", "d", "pop", "y");
    rig.call("bob", "d", "set", "y", 3);
    rig.end("ada", "lost");
    expect(rig.call("bob", "d", "items")).toEqual(['bob 2: [["y",3],["x",1]]']);
    expect(rig.machine.book.bytes).toBe(6);
  });

  test("frees the bytes of a value that was taken once, also where it is cleared before", () => {
    const rig = dictRig();
    rig.deaf.add("ada");
    rig.call("ada", "d", "update", [
      ["x", 1],
      ["y", 2],
    ]);
    rig.call("ada", "d", "pop", "x");
    rig.call("ada", "d", "clear");
    rig.call("ada", "d", "set", "z", 3);
    rig.end("ada", "done");
    expect(rig.machine.book.bytes).toBe(3);
  });

  test("refuses wrong calls", () => {
    const rig = dictRig({ items: 1 });
    rig.call("ada", "d", "set", "x", 1);
    for (const [words, method, ...args] of [
      ["TypeError", "set", "x"],
      ["TypeError", "update"],
      ["TypeError", "update", [["x"]]],
      ["TypeError", "update", [[{}, 1]]],
      ["TypeError", "get"],
      ["TypeError", "get", {}],
      ["TypeError", "set", [1], 1],
      ["RangeError", "set", "y", 1],
      ["TypeError", "copy"],
    ] as const) {
      expect(rig.call("ada", "d", method, ...args)).toEqual([expect.stringContaining(words)]);
    }
    expect(rig.call("ada", "d", "set", "x", 2)).toEqual([expect.stringContaining("undefined")]);
  });
});

describe("a namespace", () => {
  test("has attributes by name", () => {
    const rig = new ObjectsRig();
    rig.make("n", { kind: "namespace" });
    expect(rig.call("ada", "n", "set", "x", [1])).toEqual(["ada 1: undefined"]);
    expect(rig.call("bob", "n", "get", "x")).toEqual(["bob 1: [1]"]);
    expect(rig.call("bob", "n", "get", "y")).toEqual(["bob 2: AttributeError"]);
    expect(rig.call("bob", "n", "delete", "x")).toEqual(["bob 3: undefined"]);
    expect(rig.call("bob", "n", "delete", "x")).toEqual(["bob 4: AttributeError"]);
    expect(rig.call("bob", "n", "set", 1, 2)).toEqual(["bob 5: TypeError"]);
    expect(rig.call("bob", "n", "keys", "x")).toEqual(["bob 6: TypeError"]);
    expect(rig.end("bob", "lost")).toEqual([]);
  });
});
