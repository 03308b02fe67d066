import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

function barrierRig(parties: number): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("b", { kind: "barrier", parties });
  return rig;
}

describe("a barrier", () => {
  test("lets all through when the last has come, each with its place, and then anew", () => {
    const rig = barrierRig(3);
    for (const first of [1, 2]) {
      expect(rig.call("ada", "b", "wait")).toEqual([]);
      rig.call("bob", "b", "wait");
      expect(rig.call("eve", "b", "wait")).toEqual([`ada ${first}: 0`, `bob ${first}: 1`, `eve ${first}: 2`]);
    }
  });

  test("says how many it waits for, and how many wait", () => {
    const rig = barrierRig(2);
    rig.call("ada", "b", "wait");
    expect(rig.call("bob", "b", "parties")).toEqual(["bob 1: 2"]);
    expect(rig.call("bob", "b", "nWaiting")).toEqual(["bob 2: 1"]);
    expect(rig.call("bob", "b", "broken")).toEqual(["bob 3: false"]);
    expect(rig.call("bob", "b", "open")).toEqual(["bob 4: TypeError"]);
    expect(barrierRig(1).call("ada", "b", "wait")).toEqual(["ada 1: 0"]);
  });

  test("is broken for all by one that waits too long, until it is reset", () => {
    const rig = barrierRig(3);
    rig.call("ada", "b", "wait", 10);
    rig.call("bob", "b", "wait", 5);
    expect(rig.pass(10)).toEqual(["bob 1: BrokenBarrierError", "ada 1: BrokenBarrierError"]);
    expect(rig.call("eve", "b", "wait")).toEqual(["eve 1: BrokenBarrierError"]);
    expect(rig.call("eve", "b", "broken")).toEqual(["eve 2: true"]);
    expect(rig.call("eve", "b", "reset")).toEqual(["eve 3: undefined"]);
    expect(rig.call("eve", "b", "broken")).toEqual(["eve 4: false"]);
    expect(rig.call("eve", "b", "wait")).toEqual([]);
  });

  test("refuses those that wait when it is reset or aborted", () => {
    const rig = barrierRig(2);
    rig.call("ada", "b", "wait");
    expect(rig.call("bob", "b", "reset")).toEqual(["ada 1: BrokenBarrierError", "bob 1: undefined"]);
    rig.call("ada", "b", "wait");
    expect(rig.call("bob", "b", "abort")).toEqual(["ada 2: BrokenBarrierError", "bob 2: undefined"]);
    expect(rig.call("bob", "b", "wait")).toEqual(["bob 3: BrokenBarrierError"]);
  });

  test.each(["lost", "done"] as const)("is broken by a caller that is %s while it waits", (how) => {
    const rig = barrierRig(4);
    rig.call("ada", "b", "wait");
    rig.call("bob", "b", "wait");
    rig.call("bob", "b", "wait");
    expect(rig.end("bob", how)).toEqual(["ada 1: BrokenBarrierError"]);
    expect(rig.call("eve", "b", "wait")).toEqual(["eve 1: BrokenBarrierError"]);
  });

  test("is not broken by a caller that ends after it was let through", () => {
    const rig = barrierRig(2);
    rig.call("ada", "b", "wait");
    rig.call("bob", "b", "wait");
    rig.end("bob", "lost");
    expect(rig.call("eve", "b", "broken")).toEqual(["eve 1: false"]);
  });

  test("waits for one call at least", () => {
    for (const parties of [0, 1.5, NaN]) {
      expect(() => barrierRig(parties)).toThrow(`parties must be a whole number from 1 on, got ${parties}`);
    }
  });
});
