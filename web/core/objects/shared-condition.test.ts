import { describe, expect, test } from "vitest";
import { objectId, ObjectsRig } from "./testing/objects-rig.ts";

function conditionRig(): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("c", { kind: "condition", lock: null });
  return rig;
}

/** Each waits, in this order. */
function waiting(rig: ObjectsRig, ...callers: readonly string[]): void {
  for (const caller of callers) {
    rig.call(caller, "c", "acquire");
    expect(rig.call(caller, "c", "wait")).toEqual([]);
  }
}

describe("a condition", () => {
  test("frees its lock while a call waits, and answers it when it is notified and has the lock again", () => {
    const rig = conditionRig();
    waiting(rig, "ada");
    expect(rig.call("bob", "c", "locked")).toEqual(["bob 1: false"]);
    rig.call("bob", "c", "acquire");
    expect(rig.call("bob", "c", "notify")).toEqual(["bob 3: undefined"]);
    expect(rig.call("bob", "c", "release")).toEqual(["bob 4: undefined", "ada 2: true"]);
    expect(rig.call("bob", "c", "acquire", 0)).toEqual(["bob 5: false"]);
  });

  test("wakes as many as are asked for, the longest first, and all", () => {
    const rig = conditionRig();
    waiting(rig, "ada", "bob", "cy", "dan", "eve");
    rig.call("zoe", "c", "acquire");
    rig.call("zoe", "c", "notify", -1);
    rig.call("zoe", "c", "notify", 2);
    expect(rig.call("zoe", "c", "release")).toEqual(["zoe 4: undefined", "ada 2: true"]);
    expect(rig.call("ada", "c", "release")).toEqual(["ada 3: undefined", "bob 2: true"]);
    expect(rig.call("bob", "c", "notifyAll")).toEqual(["bob 3: undefined"]);
    expect(rig.call("bob", "c", "release")).toEqual(["bob 4: undefined", "cy 2: true"]);
    rig.call("cy", "c", "release");
    expect(rig.call("dan", "c", "release")).toEqual(["dan 3: undefined", "eve 2: true"]);
    rig.call("eve", "c", "notify");
  });

  test("takes the lock again as often as it was held", () => {
    const rig = conditionRig();
    rig.call("ada", "c", "acquire");
    rig.call("ada", "c", "acquire");
    rig.call("ada", "c", "wait");
    rig.call("bob", "c", "acquire");
    rig.call("bob", "c", "notify");
    rig.call("bob", "c", "release");
    rig.call("ada", "c", "release");
    expect(rig.call("bob", "c", "acquire", 0)).toEqual(["bob 4: false"]);
    rig.call("ada", "c", "release");
    expect(rig.call("bob", "c", "acquire", 0)).toEqual(["bob 5: true"]);
  });

  test("has the lock again also after a timeout, before it says so", () => {
    const rig = conditionRig();
    rig.call("ada", "c", "acquire");
    expect(rig.call("ada", "c", "wait", 5)).toEqual(["alarm at 5"]);
    rig.call("bob", "c", "acquire");
    expect(rig.pass(5)).toEqual([]);
    expect(rig.call("bob", "c", "release")).toEqual(["bob 2: undefined", "ada 2: false"]);
    expect(rig.call("ada", "c", "wait", 0)).toEqual(["ada 3: false"]);
    expect(rig.call("ada", "c", "release")).toEqual(["ada 4: undefined"]);
  });

  test("does not have the lock again where its caller ends before a late alarm: the next one is told of no loss", () => {
    const rig = conditionRig();
    rig.call("ada", "c", "acquire");
    rig.call("ada", "c", "wait", 5);
    // The alarm is late.
    rig.now = 6;
    rig.end("ada", "lost");
    expect(rig.call("bob", "c", "acquire")).toEqual(["bob 1: true"]);
  });

  test("once timed out is not notified", () => {
    const rig = conditionRig();
    rig.call("ada", "c", "acquire");
    rig.call("ada", "c", "wait", 5);
    waiting(rig, "bob");
    rig.call("eve", "c", "acquire");
    rig.pass(5);
    rig.call("eve", "c", "notify");
    expect(rig.call("eve", "c", "release")).toEqual(["eve 3: undefined", "ada 2: false"]);
    expect(rig.call("ada", "c", "release")).toEqual(["ada 3: undefined", "bob 2: true"]);
  });

  test("refuses what needs its lock to callers that do not hold it", () => {
    const rig = conditionRig();
    for (const [at, method] of ["wait", "notify", "notifyAll", "release"].entries()) {
      expect(rig.call("ada", "c", method)).toEqual([`ada ${at + 1}: Error`]);
    }
    expect(rig.call("ada", "c", "wake")).toEqual(["ada 5: TypeError"]);
    rig.call("ada", "c", "acquire");
    expect(rig.call("ada", "c", "notify", 0.5)).toEqual(["ada 7: TypeError"]);
  });

  test("may have the lock of another object", () => {
    const rig = new ObjectsRig();
    rig.make("l", { kind: "lock" });
    rig.make("c", { kind: "condition", lock: objectId("l") });
    rig.call("ada", "l", "acquire");
    rig.call("ada", "c", "wait");
    expect(rig.call("bob", "l", "acquire")).toEqual(["bob 1: true"]);
    rig.call("bob", "c", "notify");
    expect(rig.call("bob", "l", "release")).toEqual(["bob 3: undefined", "ada 2: true"]);
    rig.make("q", { kind: "queue", maxsize: 0, isJoinable: false });
    for (const lock of ["q", "none"]) {
      expect(() => rig.make("d", { kind: "condition", lock: objectId(lock) })).toThrow("a lock that is there");
    }
  });
});

describe("a notification", () => {
  test("that its caller does not hear of wakes the next one", () => {
    const rig = conditionRig();
    waiting(rig, "ada", "bob");
    rig.call("eve", "c", "acquire");
    rig.call("eve", "c", "notify");
    rig.call("eve", "c", "release");
    expect(rig.end("ada", "lost")).toEqual(["bob 2: true"]);
  });

  test("of a caller that ends before it has the lock again wakes the next one", () => {
    const rig = conditionRig();
    waiting(rig, "ada", "bob");
    rig.call("eve", "c", "acquire");
    rig.call("eve", "c", "notify");
    rig.end("ada", "lost");
    expect(rig.call("eve", "c", "release")).toEqual(["eve 3: undefined", "bob 2: true"]);
  });

  test("of all wakes nobody that has come later", () => {
    const rig = conditionRig();
    waiting(rig, "ada");
    rig.call("eve", "c", "acquire");
    rig.call("eve", "c", "notifyAll");
    rig.call("eve", "c", "wait");
    expect(rig.end("ada", "lost")).toEqual([]);
  });

  test("is not for a caller that waits no longer, whose lock is free", () => {
    const rig = conditionRig();
    waiting(rig, "ada", "bob");
    rig.withdraw("ada", 2);
    rig.call("eve", "c", "acquire");
    rig.call("eve", "c", "notify");
    expect(rig.call("eve", "c", "release")).toEqual(["eve 3: undefined", "bob 2: true"]);
    expect(rig.call("ada", "c", "release")).toEqual(["ada 3: Error"]);
  });
});

test("the lock of a condition is freed when its holder is lost, and the next that acquires it is told", () => {
  const rig = conditionRig();
  waiting(rig, "ada");
  rig.call("bob", "c", "acquire");
  rig.call("bob", "c", "notify");
  expect(rig.end("bob", "lost")).toEqual(["ada 2: true"]);
  rig.call("eve", "c", "acquire");
  expect(rig.call("ada", "c", "release")).toEqual(["ada 3: undefined", 'eve 1: "lost"']);
});

test("the lock of a condition is abandoned by a caller that is lost after its wait was answered, though it has not confirmed it", () => {
  const rig = conditionRig();
  waiting(rig, "ada");
  rig.call("bob", "c", "acquire");
  rig.call("bob", "c", "notify");
  rig.call("bob", "c", "release");
  expect(rig.end("ada", "lost")).toEqual([]);
  expect(rig.call("bob", "c", "acquire")).toEqual(['bob 4: "lost"']);
});
