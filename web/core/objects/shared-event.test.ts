import { expect, test } from "vitest";
import { ObjectsRig } from "./testing/objects-rig.ts";

test("an event wakes all that wait for it, and waits again once it is cleared", () => {
  const rig = new ObjectsRig();
  rig.make("e", { kind: "event" });
  expect(rig.call("ada", "e", "wait")).toEqual([]);
  expect(rig.call("bob", "e", "wait")).toEqual([]);
  expect(rig.call("eve", "e", "isSet")).toEqual(["eve 1: false"]);
  expect(rig.call("eve", "e", "set")).toEqual(["eve 2: undefined", "ada 1: true", "bob 1: true"]);
  expect(rig.call("eve", "e", "isSet")).toEqual(["eve 3: true"]);
  expect(rig.call("eve", "e", "wait")).toEqual(["eve 4: true"]);
  rig.call("eve", "e", "clear");
  expect(rig.call("ada", "e", "wait", 0)).toEqual(["ada 2: false"]);
  expect(rig.call("ada", "e", "wait", 7)).toEqual(["alarm at 7"]);
  expect(rig.pass(7)).toEqual(["ada 3: false"]);
  expect(rig.call("ada", "e", "fire")).toEqual(["ada 4: TypeError"]);
});

test("an event that a lost caller waited for wakes the others", () => {
  const rig = new ObjectsRig();
  rig.make("e", { kind: "event" });
  rig.call("ada", "e", "wait");
  rig.call("bob", "e", "wait");
  rig.end("ada", "lost");
  expect(rig.call("eve", "e", "set")).toEqual(["eve 1: undefined", "bob 1: true"]);
});
