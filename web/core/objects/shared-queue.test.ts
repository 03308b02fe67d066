import { describe, expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

function queueRig(maxsize = 0, isJoinable = false): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("q", { kind: "queue", maxsize, isJoinable });
  return rig;
}

describe("a queue", () => {
  test("gives items in the order in which they were put", () => {
    const rig = queueRig();
    expect(rig.call("ada", "q", "put", "x")).toEqual(["ada 1: undefined"]);
    rig.call("ada", "q", "put", { y: [1] });
    expect(rig.call("bob", "q", "get")).toEqual(['bob 1: "x"']);
    expect(rig.call("eve", "q", "get")).toEqual(['eve 1: {"y":[1]}']);
  });

  test("gives items to those that wait, the longest first", () => {
    const rig = queueRig();
    expect(rig.call("ada", "q", "get")).toEqual([]);
    expect(rig.call("bob", "q", "get")).toEqual([]);
    expect(rig.call("eve", "q", "put", 1)).toEqual(["eve 1: undefined", "ada 1: 1"]);
    expect(rig.call("eve", "q", "put", 2)).toEqual(["eve 2: undefined", "bob 1: 2"]);
  });

  test("lets no later get pass one that waits", () => {
    const rig = queueRig();
    rig.call("ada", "q", "get");
    expect(rig.call("bob", "q", "get", 0)).toEqual(["bob 1: Empty"]);
    expect(rig.call("eve", "q", "put", 1)).toContain("ada 1: 1");
  });

  test("answers Empty when the timeout has run out, and at once where it is 0 or negative", () => {
    const rig = queueRig();
    expect(rig.call("ada", "q", "get", 10)).toEqual(["alarm at 10"]);
    expect(rig.pass(9)).toEqual([]);
    expect(rig.pass(1)).toEqual(["ada 1: Empty"]);
    expect(rig.call("ada", "q", "get", 0)).toEqual(["ada 2: Empty"]);
    expect(rig.call("ada", "q", "get", -5)).toEqual(["ada 3: Empty"]);
  });

  test("waits for ever where the timeout is null, undefined or infinite", () => {
    const rig = queueRig();
    for (const timeout of [null, undefined, Infinity]) expect(rig.call("ada", "q", "get", timeout)).toEqual([]);
  });

  test("has puts wait at its maxsize, in their order, and answers Full after a timeout", () => {
    const rig = queueRig(1);
    rig.call("ada", "q", "put", 1);
    expect(rig.call("ada", "q", "put", 2, 0)).toEqual(["ada 2: Full"]);
    expect(rig.call("ada", "q", "put", 3, 5)).toEqual(["alarm at 5"]);
    expect(rig.call("bob", "q", "put", 4)).toEqual([]);
    expect(rig.call("ada", "q", "full")).toEqual(["ada 4: true"]);
    expect(rig.pass(5)).toEqual(["ada 3: Full"]);
    expect(rig.call("eve", "q", "get")).toEqual(["eve 1: 1", "bob 1: undefined"]);
    expect(rig.call("eve", "q", "get")).toEqual(["eve 2: 4"]);
    expect(rig.machine.book.bytes).toBe(1);
    rig.call("eve", "q", "qsize");
    expect(rig.machine.book.bytes).toBe(0);
  });

  test("has no bound where its maxsize is negative, as in Python", () => {
    const rig = queueRig(-1);
    for (let item = 0; item < 100; item += 1) rig.call("ada", "q", "put", item);
    expect(rig.call("ada", "q", "qsize")).toEqual(["ada 101: 100"]);
    expect(rig.call("ada", "q", "full")).toEqual(["ada 102: false"]);
  });

  test("says how many items it has", () => {
    const rig = queueRig(2);
    expect(rig.call("ada", "q", "empty")).toEqual(["ada 1: true"]);
    rig.call("ada", "q", "put", 1);
    expect(rig.call("ada", "q", "empty")).toEqual(["ada 3: false"]);
    expect(rig.call("ada", "q", "qsize")).toEqual(["ada 4: 1"]);
    expect(rig.call("ada", "q", "full")).toEqual(["ada 5: false"]);
  });

  test("that a caller has closed refuses its puts and gets, and nobody else's", () => {
    const rig = queueRig();
    rig.call("ada", "q", "close");
    expect(rig.call("ada", "q", "put", 1)).toEqual(["ada 2: RangeError"]);
    expect(rig.call("ada", "q", "get")).toEqual(["ada 3: RangeError"]);
    expect(rig.call("ada", "q", "qsize")).toEqual(["ada 4: 0"]);
    expect(rig.call("bob", "q", "put", 1)).toEqual(["bob 1: undefined"]);
  });

  test("refuses wrong calls", () => {
    const rig = queueRig();
    expect(rig.call("ada", "q", "put")).toEqual(["ada 1: TypeError"]);
    expect(rig.call("ada", "q", "get", "soon")).toEqual(["ada 2: TypeError"]);
    expect(rig.call("ada", "q", "get", NaN)).toEqual(["ada 3: RangeError"]);
    expect(rig.call("ada", "q", "peek")).toEqual(["ada 4: TypeError"]);
    expect(rig.call("ada", "q", "join")).toEqual(["ada 5: TypeError"]);
    expect(rig.call("ada", "q", "taskDone")).toEqual(["ada 6: TypeError"]);
    expect(() => queueRig(1.5)).toThrow("maxsize must be a whole number, got 1.5");
  });

  test("refuses an item where a queue without a maxsize is at the home's limit", () => {
    const rig = new ObjectsRig({ items: 1 });
    rig.make("q", { kind: "queue", maxsize: 0, isJoinable: false });
    rig.call("ada", "q", "put", 1);
    expect(rig.call("ada", "q", "put", 2)).toEqual(["ada 2: RangeError"]);
  });
});

describe("what a lost caller took", () => {
  test("goes back to where it was if its answer has not arrived", () => {
    const rig = queueRig();
    for (const item of [1, 2, 3, 4]) rig.call("eve", "q", "put", item);
    rig.call("ada", "q", "get");
    rig.call("bob", "q", "get");
    rig.call("ada", "q", "get", 0);
    expect(rig.end("bob", "lost")).toEqual([]);
    expect(rig.end("ada", "lost")).toEqual([]);
    // The first of ada's was acknowledged by her next call.
    expect([1, 2, 3].flatMap(() => rig.call("eve", "q", "get"))).toEqual(["eve 5: 2", "eve 6: 3", "eve 7: 4"]);
  });

  test("goes to a get that waits, and into a full queue", () => {
    const rig = queueRig(1);
    rig.call("eve", "q", "put", 1);
    rig.call("ada", "q", "get");
    rig.call("eve", "q", "put", 2);
    rig.end("ada", "lost");
    expect(rig.call("eve", "q", "qsize")).toEqual(["eve 3: 2"]);
    rig.call("bob", "q", "get");
    rig.call("bob", "q", "get");
    rig.call("cy", "q", "get");
    expect(rig.end("bob", "lost")).toEqual(["cy 1: 2"]);
  });

  test("stays taken if its caller is done", () => {
    const rig = queueRig();
    rig.call("eve", "q", "put", 1);
    rig.call("ada", "q", "get");
    rig.end("ada", "done");
    expect(rig.call("eve", "q", "empty")).toEqual(["eve 2: true"]);
    expect(rig.machine.book.bytes).toBe(0);
  });

  test("of a get or put that waits, nothing is done", () => {
    const rig = queueRig(1);
    rig.call("ada", "q", "put", 1);
    rig.call("ada", "q", "put", 2);
    rig.end("ada", "lost");
    expect(rig.call("bob", "q", "get")).toEqual(["bob 1: 1"]);
    rig.call("bob", "q", "get");
    rig.end("bob", "lost");
    rig.call("eve", "q", "put", 3);
    expect(rig.call("eve", "q", "qsize")).toEqual(["eve 2: 1"]);
  });
});

describe("a joinable queue", () => {
  test("answers join once all tasks of its items are done", () => {
    const rig = queueRig(0, true);
    expect(rig.call("ada", "q", "join")).toEqual(["ada 1: undefined"]);
    rig.call("ada", "q", "put", 1);
    rig.call("ada", "q", "put", 2);
    expect(rig.call("ada", "q", "join")).toEqual([]);
    rig.call("bob", "q", "get");
    expect(rig.call("bob", "q", "taskDone")).toEqual(["bob 2: undefined"]);
    expect(rig.call("bob", "q", "taskDone")).toEqual(["bob 3: undefined", "ada 4: undefined"]);
    expect(rig.call("bob", "q", "taskDone")).toEqual(["bob 4: RangeError"]);
  });

  test("waits for no task of a lost caller, unless its item goes back", () => {
    const rig = queueRig(0, true);
    for (const item of [1, 2, 3]) rig.call("eve", "q", "put", item);
    rig.call("ada", "q", "get");
    rig.call("ada", "q", "get");
    expect(rig.call("eve", "q", "join")).toEqual([]);
    // Item 1 had reached ada and is gone with her, item 2 goes back.
    rig.end("ada", "lost");
    rig.call("bob", "q", "get");
    rig.call("bob", "q", "get");
    expect(rig.call("bob", "q", "taskDone")).toEqual(["bob 3: undefined"]);
    expect(rig.call("bob", "q", "taskDone")).toEqual(["bob 4: undefined", "eve 4: undefined"]);
  });

  test("waits for tasks of a caller that is done: another may say that they are", () => {
    const rig = queueRig(0, true);
    rig.call("eve", "q", "put", 1);
    rig.call("ada", "q", "get");
    rig.call("eve", "q", "join");
    expect(rig.end("ada", "done")).toEqual([]);
    expect(rig.call("eve", "q", "taskDone")).toContain("eve 2: undefined");
  });

  test("counts the task again of an item that goes back after its task was said to be done", () => {
    const rig = queueRig(0, true);
    rig.deaf.add("ada");
    rig.call("eve", "q", "put", 1);
    rig.call("ada", "q", "get");
    rig.call("ada", "q", "taskDone");
    rig.end("ada", "lost");
    expect(rig.call("eve", "q", "join")).toEqual([]);
  });
});
