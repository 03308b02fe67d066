import { expect, test } from "vitest";
import { OfferLine } from "./offer-line.ts";

/** A line with `places` places. `accepted` are the names of all offers that have had one. */
function lineBefore(places: number) {
  const accepted: string[] = [];
  const origins: (string | null)[] = [];
  let free = places;
  const placesOf = (origin: string | null): number => origins.filter((one) => one === origin).length;
  const line = new OfferLine(1_000, () => free > 0, placesOf);
  const addOffer = (name: string, now = 0, origin: string | null = null): void => {
    const accept = (): void => {
      free -= 1;
      accepted.push(name);
      origins.push(origin);
    };
    line.addOffer(accept, { id: name, origin }, now);
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

test("a line that one network has filled has a place for another's offer", () => {
  const { accepted, addOffer, freePlace } = lineBefore(0);
  for (let name = 0; name < 512; name += 1) addOffer(`a${name}`, 0, "a");
  addOffer("b", 0, "b");
  addOffer("a512", 0, "a");
  for (let left = 0; left < 600; left += 1) freePlace(0);
  expect(accepted).toHaveLength(512);
  expect(accepted).toContain("b");
  expect(accepted).not.toContain("a511");
});

test("dropped offers are not accepted", () => {
  const { line, accepted, addOffer, freePlace } = lineBefore(0);
  addOffer("a");
  line.dropOffers();
  freePlace();
  expect(accepted).toEqual([]);
});

test("networks take turns: many offers from one do not keep out those of another", () => {
  const { accepted, addOffer, freePlace } = lineBefore(2);
  for (let number = 1; number <= 100; number += 1) addOffer(`a${number}`, 0, "a");
  addOffer("b1", 0, "b");
  addOffer("b2", 0, "b");
  for (let place = 0; place < 4; place += 1) freePlace();
  expect(accepted).toEqual(["a1", "a2", "b1", "b2", "a3", "a4"]);
});

test("a peer has one offer in the line", () => {
  const { line, addOffer } = lineBefore(0);
  for (let offer = 0; offer < 10; offer += 1) addOffer("a");
  expect(line).toHaveLength(1);
});
