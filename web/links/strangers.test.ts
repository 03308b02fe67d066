import { expect, test } from "vitest";
import { Strangers } from "./strangers.ts";

/** Places for three, of which each has had its time after a second; `gone` are the names of those that made place. */
function threePlaces() {
  const strangers = new Strangers(3, 1_000);
  const gone: string[] = [];
  const connections = new Map<string, object>();
  const add = (name: string, origin: string | null, now: number, hasOpened = false): void => {
    const connection = {};
    connections.set(name, connection);
    strangers.addStranger(
      connection,
      origin,
      now,
      () => gone.push(name),
      () => hasOpened,
    );
  };
  return { strangers, gone, add, connections };
}

test("nobody makes place before its time", () => {
  const { strangers, gone, add } = threePlaces();
  for (const name of ["a", "b", "c"]) add(name, null, 0);
  expect(strangers.areFull).toBe(true);
  expect(strangers.makePlace(999)).toBe(false);
  expect(strangers.placeIn(400)).toBe(600);
  expect(gone).toEqual([]);
});

test("the one that has been there for the longest time makes place", () => {
  const { strangers, gone, add } = threePlaces();
  for (const [at, name] of ["a", "b", "c"].entries()) add(name, null, 100 * at);
  expect(strangers.makePlace(1_150)).toBe(true);
  expect(strangers.makePlace(1_150)).toBe(true);
  expect(strangers.makePlace(1_150)).toBe(false);
  expect(gone).toEqual(["a", "b"]);
  expect(strangers.areFull).toBe(false);
});

test("one of the network that has the most places makes place before others", () => {
  const { strangers, gone, add } = threePlaces();
  add("a", "one", 0);
  add("b", "two", 0);
  add("c", "two", 0);
  strangers.makePlace(2_000);
  expect(gone).toEqual(["b"]);
});

test("one that has proved itself is none any more", () => {
  const { strangers, gone, add, connections } = threePlaces();
  add("a", null, 0);
  expect(strangers.forgetStranger(connections.get("a") ?? {})).toBe(true);
  expect(strangers.placeIn(0)).toBeNull();
  expect(strangers.makePlace(9_000)).toBe(false);
  expect(gone).toEqual([]);
});

test("those that have not opened are closed with their host", () => {
  const { strangers, gone, add } = threePlaces();
  add("a", null, 0);
  add("b", null, 0, true);
  strangers.closeUnopened();
  expect(gone).toEqual(["a"]);
});
