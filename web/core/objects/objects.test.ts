import { describe, expect, test } from "vitest";
import { epoch, leaseId } from "../ids.ts";
import { packAll } from "../values/packed.ts";
import { callerKey } from "./call.ts";
import { objectId, ObjectsRig } from "./testing/objects-rig.ts";

const queue = { kind: "queue", maxsize: 0, isJoinable: false } as const;

function calling(number: number, method: string, args: readonly unknown[] = [], received = 0) {
  return {
    type: "called",
    caller: "ada",
    number,
    received,
    object: objectId("q"),
    method,
    args: packAll(args),
  } as const;
}

function queueRig(): ObjectsRig {
  const rig = new ObjectsRig();
  rig.make("q", queue);
  return rig;
}

describe("calls", () => {
  test("are done once, also where their messages come twice or late", () => {
    const rig = queueRig();
    expect(rig.tell(calling(1, "put", ["x"]))).toEqual(["ada 1: undefined"]);
    expect(rig.tell(calling(1, "put", ["x"]))).toEqual([]);
    // One that did not come to the home, as a room refuses it, leaves a gap.
    rig.tell(calling(3, "put", ["y"]));
    expect(rig.tell(calling(2, "put", ["z"]))).toEqual([]);
    expect(rig.tell(calling(4, "qsize"))).toEqual(["ada 4: 2"]);
  });

  test("of a caller that has ended change nothing, for as long as it is remembered", () => {
    const rig = new ObjectsRig({ endedCallers: 1 });
    rig.make("q", queue);
    rig.tell(calling(1, "put", ["x"]));
    rig.end("ada", "lost");
    expect(rig.tell(calling(2, "put", ["x"]))).toEqual([]);
    rig.end("bob", "done");
    expect(rig.tell(calling(3, "qsize"))).toEqual(["ada 3: 1"]);
  });

  test("are refused where there is no such object", () => {
    const rig = queueRig();
    expect(rig.call("ada", "other", "get")).toEqual(["ada 1: Gone"]);
    expect(rig.tell({ ...calling(2, "get"), object: "no id" })).toEqual(["ada 2: Gone"]);
    expect(rig.tell({ ...calling(3, "get"), args: { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) } })).toEqual([
      "ada 3: TypeError",
    ]);
  });

  test("are refused where too many of the caller wait, and those of others are not", () => {
    const rig = new ObjectsRig({ waitingCalls: 1 });
    rig.make("q", queue);
    rig.call("ada", "q", "get");
    expect(rig.call("ada", "q", "get")).toEqual(["ada 2: RangeError"]);
    expect(rig.call("bob", "q", "put", 1)).toEqual(["bob 1: undefined", "ada 1: 1"]);
    expect(rig.call("ada", "q", "get")).toEqual([]);
  });

  test("that need not wait are answered however many of the caller wait", () => {
    const rig = new ObjectsRig({ waitingCalls: 1 });
    rig.make("l", { kind: "lock" });
    rig.make("q", queue);
    rig.make("b", { kind: "barrier", parties: 2 });
    rig.call("ada", "l", "acquire");
    rig.call("ada", "l", "acquire");
    expect(rig.call("ada", "l", "acquire")).toEqual(["ada 3: RangeError"]);
    expect(rig.call("ada", "l", "acquire", 0)).toEqual(["ada 4: false"]);
    expect(rig.call("ada", "q", "put", "x")).toEqual(["ada 5: undefined"]);
    rig.call("bob", "b", "wait");
    expect(rig.call("ada", "b", "wait")).toEqual(["bob 1: 0", "ada 6: 1"]);
    expect(rig.call("ada", "l", "release")).toEqual(["ada 7: undefined", "ada 2: true"]);
  });

  test("that are one too many have not happened: a barrier is not broken, and a condition's lock is still held", () => {
    const rig = new ObjectsRig({ waitingCalls: 1 });
    rig.make("q", queue);
    rig.make("b", { kind: "barrier", parties: 2 });
    rig.make("c", { kind: "condition", lock: null });
    rig.call("ada", "q", "get");
    expect(rig.call("ada", "b", "wait")).toEqual(["ada 2: RangeError"]);
    expect(rig.call("ada", "b", "broken")).toEqual(["ada 3: false"]);
    rig.call("ada", "c", "acquire");
    expect(rig.call("ada", "c", "wait")).toEqual(["ada 5: RangeError"]);
    expect(rig.call("ada", "c", "release")).toEqual(["ada 6: undefined"]);
  });

  test("are refused where too much that the caller took is not acknowledged", () => {
    const rig = new ObjectsRig({ unacknowledged: 1 });
    rig.make("q", queue);
    for (const item of [1, 2]) rig.call("bob", "q", "put", item);
    rig.tell(calling(1, "get"));
    expect(rig.tell(calling(2, "get"))).toEqual(["ada 2: RangeError"]);
    expect(rig.tell(calling(3, "get", [], 1))).toEqual(["ada 3: 2"]);
  });

  test("are refused where objects would hold too many bytes", () => {
    const rig = new ObjectsRig({ bytes: 10 });
    rig.make("q", queue);
    rig.call("ada", "q", "put", "12345678");
    expect(rig.call("ada", "q", "put", "12")).toEqual(["ada 2: RangeError"]);
    expect(rig.call("ada", "q", "put", 1)).toEqual(["ada 3: undefined"]);
    rig.call("ada", "q", "get");
    expect(rig.call("ada", "q", "put", "12345678")).toEqual(["ada 5: undefined"]);
  });
});

describe("a withdrawn call", () => {
  test("that waited has not happened, and gets no answer", () => {
    const rig = new ObjectsRig();
    rig.make("q", { ...queue, maxsize: 1 });
    rig.call("ada", "q", "put", 1);
    rig.call("ada", "q", "put", 2);
    expect(rig.withdraw("ada", 2)).toEqual([]);
    expect(rig.machine.book.bytes).toBe(1);
    expect(rig.call("bob", "q", "get")).toEqual(["bob 1: 1"]);
    expect(rig.call("bob", "q", "get", 0)).toEqual(["bob 2: Empty"]);
    rig.call("bob", "q", "get", 5);
    expect(rig.withdraw("bob", 3)).toEqual(["no alarm"]);
  });

  test("gives back what its answer brings, unless that was acknowledged", () => {
    const rig = queueRig();
    rig.call("eve", "q", "put", 1);
    rig.call("ada", "q", "get");
    rig.call("bob", "q", "get");
    expect(rig.withdraw("ada", 1)).toEqual(["bob 1: 1"]);
    expect(rig.withdraw("ada", 1)).toEqual([]);
    rig.call("bob", "q", "empty");
    rig.withdraw("bob", 1);
    rig.withdraw("nobody", 1);
    expect(rig.call("eve", "q", "empty")).toEqual(["eve 2: true"]);
  });
});

describe("an object that is dropped", () => {
  test("answers all that wait for it, and gives its memory back", () => {
    const rig = queueRig();
    rig.make("e", { kind: "event" });
    rig.call("ada", "q", "put", 1);
    rig.call("bob", "q", "get");
    rig.call("bob", "q", "get", 5);
    rig.call("bob", "e", "wait");
    expect(rig.tell({ type: "object-dropped", object: objectId("q") })).toEqual(["bob 2: Gone", "no alarm"]);
    expect(rig.machine.book.bytes).toBe(0);
    expect(rig.call("bob", "q", "get")).toEqual(["bob 4: Gone"]);
    expect(rig.call("ada", "e", "set")).toEqual(["ada 2: undefined", "bob 3: true"]);
    expect(rig.end("bob", "lost")).toEqual([]);
    expect(rig.tell({ type: "object-dropped", object: objectId("q") })).toEqual([]);
  });

  test("may be disposed of by any caller, once, before the others are told", () => {
    const rig = queueRig();
    rig.call("ada", "q", "put", 1);
    expect(rig.call("bob", "q", "get")).toEqual(["bob 1: 1"]);
    rig.call("eve", "q", "get");
    expect(rig.call("bob", "q", "dispose")).toEqual(["bob 2: undefined", "eve 1: Gone"]);
    expect([rig.machine.objects.size, rig.machine.book.bytes]).toEqual([0, 0]);
    expect(rig.call("ada", "q", "put", 2)).toEqual(["ada 2: Gone"]);
    expect(rig.call("ada", "q", "dispose")).toEqual(["ada 3: undefined"]);
    expect(rig.end("bob", "lost")).toEqual([]);
  });

  test("may not be made twice while it is there", () => {
    const rig = queueRig();
    expect(() => rig.make("q", queue)).toThrow("there is an object of this id");
  });
});

describe("the alarm", () => {
  test("is set for the next deadline, and set again where it rang too early", () => {
    const rig = queueRig();
    rig.call("ada", "q", "get", 20);
    expect(rig.call("ada", "q", "get", 10)).toEqual(["alarm at 10"]);
    rig.now = 9;
    expect(rig.tell({ type: "alarm-rang" })).toEqual(["alarm at 10"]);
    rig.now = 10;
    expect(rig.tell({ type: "alarm-rang" })).toEqual(["ada 2: Empty", "alarm at 20"]);
  });

  test("may be late: what comes after a deadline is too late all the same", () => {
    const rig = queueRig();
    rig.call("ada", "q", "get", 20);
    rig.call("bob", "q", "get", 10);
    rig.now = 30;
    expect(rig.call("eve", "q", "put", 1)).toEqual(["bob 1: Empty", "ada 1: Empty", "eve 1: undefined", "no alarm"]);
  });

  test("may be late when a caller ends: it is not answered, and others are", () => {
    const rig = queueRig();
    rig.call("ada", "q", "get", 10);
    rig.call("bob", "q", "get", 10);
    rig.now = 30;
    expect(rig.end("ada", "lost")).toEqual(["bob 1: Empty", "no alarm"]);
  });

  test("is not kept by thousands of calls that were answered in time", () => {
    const rig = queueRig();
    for (let round = 0; round < 1_000; round += 1) {
      rig.call("ada", "q", "get", 1_000_000 - round);
      rig.call("bob", "q", "put", 1);
    }
    expect(rig.call("ada", "q", "get", 5_000_000)).toEqual(["alarm at 5000000"]);
  });
});

test("a caller's key tells attempts apart", () => {
  const caller = { epoch: epoch(1), lease: leaseId(23), task: 4 };
  expect(callerKey(caller)).not.toBe(callerKey({ ...caller, epoch: epoch(12), lease: leaseId(3) }));
});
