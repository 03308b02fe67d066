import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

function semaphoreRig(value: number, isBounded: boolean): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("s", { kind: "semaphore", value, isBounded });
  return rig;
}

describe.each([false, true])("a semaphore, bounded: %s", (isBounded) => {
  test("lends its permits in the order in which they are asked for", () => {
    const rig = semaphoreRig(2, isBounded);
    expect(rig.call("ada", "s", "acquire")).toEqual(["ada 1: true"]);
    expect(rig.call("ada", "s", "acquire")).toEqual(["ada 2: true"]);
    expect(rig.call("bob", "s", "acquire")).toEqual([]);
    expect(rig.call("eve", "s", "acquire")).toEqual([]);
    expect(rig.call("ada", "s", "value")).toEqual(["ada 3: 0"]);
    expect(rig.call("ada", "s", "release")).toEqual(["ada 4: undefined", "bob 1: true"]);
    expect(rig.call("eve", "s", "acquire", 0)).toEqual(["eve 2: false"]);
    expect(rig.call("eve", "s", "acquire", 3)).toEqual(["alarm at 3"]);
    expect(rig.pass(3)).toEqual(["eve 3: false"]);
  });

  test("has the permits of a lost caller back, and not those that it released or others released for it", () => {
    const rig = semaphoreRig(3, isBounded);
    for (let permit = 0; permit < 3; permit += 1) rig.call("ada", "s", "acquire");
    rig.call("ada", "s", "release");
    rig.call("bob", "s", "release");
    rig.end("ada", "lost");
    expect(rig.call("bob", "s", "value")).toEqual(["bob 2: 3"]);
  });

  test("refuses wrong values", () => {
    for (const value of [-1, 0.5, NaN])
      expect(() => semaphoreRig(value, isBounded)).toThrow(`value must be a whole number from 0 on, got ${value}`);
    const rig = semaphoreRig(1, isBounded);
    expect(rig.call("ada", "s", "wait")).toEqual(["ada 1: TypeError"]);
  });
});

test("a semaphore may be released more often than it was acquired, a bounded one may not", () => {
  expect(semaphoreRig(1, true).call("ada", "s", "release")).toEqual(["ada 1: RangeError"]);
  const rig = semaphoreRig(1, false);
  expect(rig.call("ada", "s", "release")).toEqual(["ada 1: undefined"]);
  expect(rig.call("ada", "s", "value")).toEqual(["ada 2: 2"]);
});

test("a caller that is done keeps what it acquired as a signal, and gives back the permits of a bounded semaphore", () => {
  for (const [isBounded, left] of [
    [false, 0],
    [true, 1],
  ] as const) {
    const rig = semaphoreRig(1, isBounded);
    rig.call("ada", "s", "acquire");
    rig.end("ada", "done");
    expect(rig.call("bob", "s", "value")).toEqual([`bob 1: ${left}`]);
  }
});
