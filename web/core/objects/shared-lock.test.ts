import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

function lockRig(kind: "lock" | "rlock"): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("l", { kind });
  return rig;
}

describe.each(["lock", "rlock"] as const)("a shared %s", (kind) => {
  test("is held by one caller at a time, in the order in which they asked", () => {
    const rig = lockRig(kind);
    expect(rig.call("ada", "l", "acquire")).toEqual(["ada 1: true"]);
    expect(rig.call("bob", "l", "acquire")).toEqual([]);
    expect(rig.call("eve", "l", "acquire")).toEqual([]);
    expect(rig.call("ada", "l", "release")).toEqual(["ada 2: undefined", "bob 1: true"]);
    expect(rig.call("eve", "l", "locked")).toEqual(["eve 2: true"]);
    expect(rig.call("bob", "l", "release")).toEqual(["bob 2: undefined", "eve 1: true"]);
    rig.call("eve", "l", "release");
    expect(rig.call("eve", "l", "locked")).toEqual(["eve 4: false"]);
  });

  test("is not had after a timeout", () => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    expect(rig.call("bob", "l", "acquire", 0)).toEqual(["bob 1: false"]);
    rig.call("bob", "l", "acquire", 5);
    expect(rig.pass(5)).toEqual(["bob 2: false"]);
    expect(rig.call("ada", "l", "release")).toEqual(["ada 2: undefined"]);
  });

  test.each(["lost", "done"] as const)("is freed when its holder is %s, and the next holder is told, once", (how) => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    rig.call("ada", "l", "locked");
    rig.call("bob", "l", "acquire");
    expect(rig.end("ada", how)).toEqual([`bob 1: "${how}"`]);
    rig.call("bob", "l", "release");
    expect(rig.call("eve", "l", "acquire")).toEqual(["eve 1: true"]);
  });

  test("was held by a caller that was lost after the answer, though no later call has confirmed it", () => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    expect(rig.end("ada", "lost")).toEqual([]);
    expect(rig.call("bob", "l", "acquire")).toEqual(['bob 1: "lost"']);
    rig.call("bob", "l", "release");
    expect(rig.call("eve", "l", "acquire")).toEqual(["eve 1: true"]);
  });

  test("was not held by a caller that was lost while it waited, or whose acquire was withdrawn", () => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    rig.call("bob", "l", "acquire");
    rig.end("bob", "lost");
    rig.withdraw("ada", 1);
    expect(rig.call("eve", "l", "acquire")).toEqual(["eve 1: true"]);
  });

  test("tells the next holder of its abandonment, where the one before did not hear of it", () => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    rig.call("ada", "l", "locked");
    rig.end("ada", "lost");
    expect(rig.call("bob", "l", "acquire")).toEqual(['bob 1: "lost"']);
    rig.end("bob", "lost");
    expect(rig.call("eve", "l", "acquire")).toEqual(['eve 1: "lost"']);
  });

  test("is not released where nobody holds it, and has no other methods", () => {
    const rig = lockRig(kind);
    expect(rig.call("ada", "l", "release")).toEqual([`ada 1: ${kind === "lock" ? "RangeError" : "Error"}`]);
    expect(rig.call("ada", "l", "steal")).toEqual(["ada 2: TypeError"]);
  });

  test("that was withdrawn after it was given is given to the next", () => {
    const rig = lockRig(kind);
    rig.call("ada", "l", "acquire");
    rig.call("bob", "l", "acquire");
    rig.call("eve", "l", "acquire");
    expect(rig.withdraw("bob", 1)).toEqual([]);
    expect(rig.withdraw("ada", 1)).toEqual(["eve 1: true"]);
  });
});

test("a lock may be released by another caller, and waits for itself", () => {
  const rig = lockRig("lock");
  rig.call("ada", "l", "acquire");
  expect(rig.call("ada", "l", "acquire", 0)).toEqual(["ada 2: false"]);
  expect(rig.call("bob", "l", "release")).toEqual(["bob 1: undefined"]);
  expect(rig.call("bob", "l", "release")).toEqual(["bob 2: RangeError"]);
});

test("a reentrant lock counts how often its holder has it, and is released by nobody else", () => {
  const rig = lockRig("rlock");
  rig.call("ada", "l", "acquire");
  rig.call("bob", "l", "acquire");
  expect(rig.call("ada", "l", "acquire")).toEqual(["ada 2: true"]);
  expect(rig.call("bob", "l", "release")).toEqual(["bob 2: Error"]);
  expect(rig.call("ada", "l", "release")).toEqual(["ada 3: undefined"]);
  expect(rig.call("ada", "l", "release")).toEqual(["ada 4: undefined", "bob 1: true"]);
  expect(rig.call("ada", "l", "release")).toEqual(["ada 5: Error"]);
});

test("a reentrant lock is given again to calls of its holder that waited already", () => {
  const rig = lockRig("rlock");
  rig.call("ada", "l", "acquire");
  rig.call("bob", "l", "acquire");
  rig.call("eve", "l", "acquire");
  rig.call("bob", "l", "acquire");
  expect(rig.call("ada", "l", "release")).toEqual(["ada 2: undefined", "bob 1: true", "bob 2: true"]);
});
