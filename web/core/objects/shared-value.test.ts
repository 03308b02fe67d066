import { describe, expect, test } from "vitest";
import { encode } from "./answer.ts";
import type { TypeCode } from "./numbers.ts";
import { ObjectsRig } from "./testing/objects-rig.ts";

function valueRig(type: TypeCode | null, initial: unknown): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("v", { kind: "value", type, initial: encode(initial) });
  return rig;
}

describe("a value", () => {
  test("without a type is anything", () => {
    const rig = valueRig(null, { x: 1 });
    expect(rig.call("ada", "v", "get")).toEqual(['ada 1: {"x":1}']);
    rig.call("ada", "v", "set", ["a long text"]);
    expect(rig.call("ada", "v", "get")).toEqual(['ada 3: ["a long text"]']);
    rig.call("ada", "v", "set", 0);
    expect(rig.machine.book.bytes).toBe(1);
    expect(rig.call("ada", "v", "set")).toEqual(["ada 5: TypeError"]);
    expect(rig.call("ada", "v", "add", 1)).toEqual(["ada 6: TypeError"]);
  });

  test("of a type is a number of it, as in Python's ctypes", () => {
    const rig = valueRig("i", 3);
    for (const [value, words] of [
      [2 ** 31, -(2 ** 31)],
      [-(2 ** 31) - 1, 2 ** 31 - 1],
      [2n ** 32n + 5n, 5],
      [-0, 0],
    ] as const) {
      rig.call("ada", "v", "set", value);
      expect(rig.call("ada", "v", "get")).toEqual([expect.stringMatching(new RegExp(`: ${words}$`))]);
    }
    for (const wrong of [1.5, "1", NaN, true, null]) {
      expect(rig.call("ada", "v", "set", wrong)).toEqual([expect.stringMatching(/: TypeError$/)]);
    }
    expect(rig.call("ada", "v", "get")).toEqual([expect.stringMatching(/: 0$/)]);
    expect(() => valueRig("i", "x")).toThrow('the value must be a whole number, got "x"');
  });

  test("is of a type that there is", () => {
    const settings = { kind: "value", initial: encode(0), type: "i" } as const;
    const rig = new ObjectsRig();
    expect(() => rig.make("v", Object.assign(settings, { type: "toString" }))).toThrow(
      'type must be one of b B h H i I l L q Q f d, got "toString"',
    );
  });

  test.each([
    ["b", 200, "-56"],
    ["B", 300, "44"],
    ["h", 40_000, "-25536"],
    ["H", -1, "65535"],
    ["I", -1, "4294967295"],
    ["l", 2 ** 31, "-2147483648"],
    ["L", -1, "4294967295"],
    ["f", 0.1, "0.10000000149011612"],
    ["d", 0.1, "0.1"],
    ["d", -1.5, "-1.5"],
  ] as const)("of type %s makes %d to %s", (type, value, words) => {
    expect(valueRig(type, value).call("ada", "v", "get")).toEqual([`ada 1: ${words}`]);
  });

  test("has a reentrant lock beside it", () => {
    const rig = valueRig("d", 0);
    rig.call("ada", "v", "acquire");
    expect(rig.call("ada", "v", "acquire")).toEqual(["ada 2: true"]);
    expect(rig.call("bob", "v", "acquire")).toEqual([]);
    expect(rig.call("eve", "v", "get")).toEqual(["eve 1: 0"]);
    expect(rig.end("ada", "lost")).toEqual(['bob 1: "lost"']);
    rig.call("bob", "v", "release");
    expect(rig.call("eve", "v", "acquire")).toEqual(["eve 2: true"]);
    rig.end("eve", "lost");
    expect(rig.call("bob", "v", "acquire")).toEqual(['bob 3: "lost"']);
  });
});
