import { describe, expect, test } from "vitest";
import type { HomeLimits } from "./limits.ts";
import { objectId, ObjectsRig } from "./testing/objects-rig.ts";

/** The ends `a` and `z` of a pipe that the caller `home` has made. */
function pipeRig(isDuplex = true, limits: Partial<HomeLimits> = {}): ObjectsRig {
  const rig = new ObjectsRig(limits);
  rig.make("a", { kind: "pipe", other: objectId("z"), isDuplex, holder: "home" });
  return rig;
}

/** What a home does that has given both ends away: `ada` holds `a`, and `zoe` holds `z`. */
function givenAway(limits: Partial<HomeLimits> = {}): ObjectsRig {
  const rig = pipeRig(true, limits);
  for (const [end, caller] of [
    ["a", "ada"],
    ["z", "zoe"],
  ] as const) {
    rig.call(caller, end, "poll");
    rig.call("home", end, "close");
  }
  return rig;
}

describe("a pipe", () => {
  test("carries messages both ways in their order", () => {
    const rig = pipeRig();
    rig.call("home", "a", "send", 1);
    rig.call("home", "a", "send", 2);
    rig.call("home", "z", "send", "x");
    expect(rig.call("home", "z", "recv")).toEqual(["home 4: 1"]);
    expect(rig.call("home", "z", "recv")).toEqual(["home 5: 2"]);
    expect(rig.call("home", "a", "recv")).toEqual(['home 6: "x"']);
    expect(rig.call("zoe", "z", "recv")).toEqual([]);
    expect(rig.call("ada", "a", "send", 3)).toEqual(["ada 1: undefined", "zoe 1: 3"]);
  });

  test("that is not duplex has one end that reads and one that writes", () => {
    const rig = pipeRig(false);
    expect(rig.call("home", "a", "send", 1)).toEqual(["home 1: OSError"]);
    expect(rig.call("home", "z", "recv")).toEqual(["home 2: OSError"]);
    expect(rig.call("home", "z", "poll")).toEqual(["home 3: OSError"]);
    expect(rig.call("home", "z", "send", 1)).toEqual(["home 4: undefined"]);
    expect(rig.call("home", "a", "recv")).toEqual(["home 5: 1"]);
    expect(rig.call("home", "a", "peek")).toEqual(["home 6: TypeError"]);
  });

  test("says whether a message is there, at once or after a while", () => {
    const rig = pipeRig();
    expect(rig.call("home", "a", "poll")).toEqual(["home 1: false"]);
    expect(rig.call("home", "a", "poll", 5)).toEqual(["alarm at 5"]);
    expect(rig.pass(5)).toEqual(["home 2: false"]);
    expect(rig.call("home", "a", "poll", null)).toEqual([]);
    expect(rig.call("zoe", "z", "send", 1)).toEqual(["zoe 1: undefined", "home 3: true"]);
    expect(rig.call("home", "a", "poll")).toEqual(["home 4: true"]);
    expect(rig.call("home", "a", "recv")).toEqual(["home 5: 1"]);
  });

  test("has senders wait while it is full, but never for a message that is longer than the pipe", () => {
    const rig = pipeRig(true, { pipeBytes: 4 });
    expect(rig.call("ada", "a", "send", "12345678")).toEqual(["ada 1: undefined"]);
    expect(rig.call("ada", "a", "send", "12")).toEqual([]);
    expect(rig.call("ada", "a", "send", 3)).toEqual([]);
    expect(rig.call("zoe", "z", "recv")).toEqual(['zoe 1: "12345678"', "ada 2: undefined", "ada 3: undefined"]);
    expect(rig.call("ada", "a", "send", 4)).toEqual([]);
    expect(rig.call("zoe", "z", "recv")).toEqual(['zoe 2: "12"', "ada 4: undefined"]);
    rig.call("ada", "a", "send", "123");
    rig.withdraw("ada", 5);
    for (const left of [3, 4]) expect(rig.call("zoe", "z", "recv")).toContain(`zoe ${left}: ${left}`);
    rig.call("zoe", "z", "poll");
    expect(rig.machine.book.bytes).toBe(0);
  });
});

describe("an end that is closed", () => {
  test("lets the other end read what is left, and then tells it so", () => {
    const rig = givenAway();
    rig.call("ada", "a", "send", 1);
    rig.call("ada", "a", "close");
    expect(rig.call("zoe", "z", "poll")).toEqual(["zoe 2: true"]);
    expect(rig.call("zoe", "z", "recv")).toEqual(["zoe 3: 1"]);
    expect(rig.call("zoe", "z", "recv")).toEqual(["zoe 4: EOFError"]);
    expect(rig.call("zoe", "z", "poll")).toEqual(["zoe 5: true"]);
    expect(rig.call("zoe", "z", "send", 2)).toEqual(["zoe 6: BrokenPipeError"]);
    expect(rig.call("ada", "a", "recv")).toEqual(["ada 4: OSError"]);
    expect(rig.call("ada", "a", "close")).toEqual(["ada 5: undefined"]);
  });

  test("answers all that wait at the other end, and forgets what it had not read", () => {
    const rig = givenAway({ pipeBytes: 1 });
    rig.call("zoe", "z", "recv");
    rig.call("zoe", "z", "poll", null);
    rig.call("zoe", "z", "send", 1);
    rig.call("zoe", "z", "send", 2);
    expect(rig.call("ada", "a", "close")).toEqual([
      "ada 2: undefined",
      "zoe 5: BrokenPipeError",
      "zoe 2: EOFError",
      "zoe 3: true",
    ]);
    expect(rig.machine.book.bytes).toBe(0);
  });

  test("answers the calls that its caller has at it", () => {
    const rig = givenAway({ pipeBytes: 1 });
    rig.call("ada", "a", "send", 1);
    rig.call("ada", "a", "send", 2);
    rig.call("ada", "a", "recv");
    rig.call("ada", "a", "poll", 9);
    expect(rig.call("ada", "a", "close")).toEqual([
      "ada 4: OSError",
      "ada 5: OSError",
      "ada 3: OSError",
      "ada 6: undefined",
      "no alarm",
    ]);
    expect(rig.machine.book.bytes).toBe(1);
  });

  test("is closed for that caller alone while another holds it", () => {
    const rig = pipeRig();
    rig.call("ada", "a", "poll");
    expect(rig.call("home", "a", "close")).toEqual(["home 1: undefined"]);
    expect(rig.call("home", "a", "send", 1)).toEqual(["home 2: OSError"]);
    expect(rig.call("ada", "a", "send", 1)).toEqual(["ada 2: undefined"]);
  });

  test("is open for a caller that it is held for, and not without", () => {
    const rig = pipeRig();
    rig.tell({ type: "end-held", object: objectId("a"), holder: "process 1" });
    rig.call("home", "a", "close");
    expect(rig.call("ada", "a", "send", 1)).toEqual(["ada 1: undefined"]);
    rig.end("ada", "done");
    expect(rig.call("home", "z", "recv")).toEqual(["home 2: 1"]);
    expect(rig.call("home", "z", "recv")).toEqual([]);
    expect(rig.tell({ type: "end-let-go", object: objectId("a"), holder: "process 1" })).toEqual(["home 3: EOFError"]);
    rig.tell({ type: "end-held", object: objectId("a"), holder: "process 2" });
    expect(rig.call("bob", "a", "recv")).toEqual(["bob 1: OSError"]);
    expect(rig.tell({ type: "end-held", object: objectId("none"), holder: "home" })).toEqual([]);
  });
});

describe.each(["lost", "done"] as const)("an end whose last holder is %s", (how) => {
  test("is closed", () => {
    const rig = givenAway();
    rig.call("zoe", "z", "recv");
    expect(rig.end("ada", how)).toEqual(["zoe 2: EOFError"]);
  });
});

test("a message that a lost caller received, and that did not reach it, goes to the next", () => {
  const rig = pipeRig();
  rig.call("home", "a", "send", 1);
  rig.call("home", "a", "send", 2);
  rig.call("zoe", "z", "recv");
  rig.end("zoe", "lost");
  expect(rig.call("home", "z", "recv")).toEqual(["home 3: 1"]);
});

test("a message that goes back to an end which is closed is forgotten", () => {
  const rig = givenAway();
  rig.call("ada", "a", "send", 1);
  rig.deaf.add("zoe");
  rig.call("zoe", "z", "recv");
  rig.call("zoe", "z", "close");
  rig.end("zoe", "lost");
  expect(rig.machine.book.bytes).toBe(0);
  expect(rig.call("ada", "a", "send", 1)).toEqual(["ada 3: BrokenPipeError"]);
});

test("an end that is dropped is closed", () => {
  const rig = pipeRig();
  rig.call("home", "z", "recv");
  expect(rig.call("home", "a", "recv")).toEqual([]);
  expect(rig.tell({ type: "object-dropped", object: objectId("a") })).toEqual(["home 2: Gone", "home 1: EOFError"]);
  expect(rig.call("home", "a", "recv")).toEqual(["home 3: Gone"]);
});

test("both ends need ids of their own", () => {
  const rig = pipeRig();
  for (const [end, other] of [
    ["b", "b"],
    ["b", "a"],
    ["z", "b"],
  ] as const) {
    expect(() => rig.make(end, { kind: "pipe", other: objectId(other), isDuplex: true, holder: "home" })).toThrow(
      "there is an object of this id",
    );
  }
  expect(rig.call("home", "b", "recv")).toEqual(["home 1: Gone"]);
});
