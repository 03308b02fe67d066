import { expect, test } from "vitest";
import { OfferLine } from "./offer-line.ts";

/** A line with `places` places. `accepted` are the names of all offers that have had one. */
function lineBefore(places: number) {
  const accepted: string[] = [];
  let free = places;
  const line = new OfferLine(1_000, () => free > 0);
  const addOffer = (name: string, now = 0): void => {
    line.addOffer(() => {
      free -= 1;
      accepted.push(name);
    }, now);
  };
  const freePlace = (now = 0): void => {
    free += 1;
    line.acceptOffers(now);
  };
  return { line, accepted, addOffer, freePlace };
}

test("offers are accepted in their order, as long as there is room", () => {
  const { accepted, addOffer, freePlace } = lineBefore(2);
  for (const name of ["a", "b", "c", "d"]) addOffer(name);
  expect(accepted).toEqual(["a", "b"]);
  freePlace();
  expect(accepted).toEqual(["a", "b", "c"]);
  freePlace();
  freePlace();
  addOffer("e");
  expect(accepted).toEqual(["a", "b", "c", "d", "e"]);
});

test("an offer that is older than the patience of its volunteer is not accepted", () => {
  const { accepted, addOffer, freePlace } = lineBefore(1);
  addOffer("a", 0);
  addOffer("b", 0);
  addOffer("c", 500);
  freePlace(1_000);
  expect(accepted).toEqual(["a", "c"]);
});

test("at most 512 offers wait, and further ones are dropped until old ones have expired", () => {
  const { accepted, addOffer, freePlace } = lineBefore(0);
  for (let name = 0; name < 600; name += 1) addOffer(String(name), 0);
  addOffer("late", 2_000);
  freePlace(2_000);
  expect(accepted).toEqual(["late"]);
  const other = lineBefore(0);
  for (let name = 0; name < 600; name += 1) other.addOffer(String(name), 0);
  for (let left = 0; left < 600; left += 1) other.freePlace(0);
  expect(other.accepted).toHaveLength(512);
});

test("dropped offers are not accepted", () => {
  const { line, accepted, addOffer, freePlace } = lineBefore(0);
  addOffer("a");
  line.dropOffers();
  freePlace();
  expect(accepted).toEqual([]);
});
