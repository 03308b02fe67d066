import { expect, test } from "vitest";
import { OfferLine } from "./offer-line.ts";

/** A line before a door that lets so many in at a time; `taken` are those that are or were in. */
function lineBefore(places: number) {
  const taken: string[] = [];
  let free = places;
  const line = new OfferLine(1_000, () => free > 0);
  const enter = (name: string, now = 0): void => {
    line.enter(() => {
      free -= 1;
      taken.push(name);
    }, now);
  };
  const leave = (now = 0): void => {
    free += 1;
    line.advance(now);
  };
  return { line, taken, enter, leave };
}

test("offers are taken up in their order, as many at a time as there is room for", () => {
  const { taken, enter, leave } = lineBefore(2);
  for (const name of ["a", "b", "c", "d"]) enter(name);
  expect(taken).toEqual(["a", "b"]);
  leave();
  expect(taken).toEqual(["a", "b", "c"]);
  leave();
  leave();
  enter("e");
  expect(taken).toEqual(["a", "b", "c", "d", "e"]);
});

test("an offer that has waited longer than its caller does is not taken up", () => {
  const { taken, enter, leave } = lineBefore(1);
  enter("a", 0);
  enter("b", 0);
  enter("c", 500);
  leave(1_000);
  expect(taken).toEqual(["a", "c"]);
});

test("no more than 512 wait; beyond that newcomers find no place until somebody has given up", () => {
  const { taken, enter, leave } = lineBefore(0);
  for (let name = 0; name < 600; name += 1) enter(String(name), 0);
  enter("late", 2_000);
  leave(2_000);
  expect(taken).toEqual(["late"]);
  const other = lineBefore(0);
  for (let name = 0; name < 600; name += 1) other.enter(String(name), 0);
  for (let left = 0; left < 600; left += 1) other.leave(0);
  expect(other.taken).toHaveLength(512);
});

test("a line that is cleared has nobody in it", () => {
  const { line, taken, enter, leave } = lineBefore(0);
  enter("a");
  line.clear();
  leave();
  expect(taken).toEqual([]);
});
