import { expect, test } from "vitest";
import { isTabId, volunteerId, type TabId } from "../../core/ids.ts";
import type { JournalEntry, KnownVolunteer } from "../../journal/journal.ts";
import type { Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { People, type Person } from "./people.ts";

function tab(number: number): TabId {
  const id = number.toString(16).padStart(32, "0");
  if (!isTabId(id)) throw new Error(id);
  return id;
}

function link(): Link {
  return createMemoryLinkPair()[0];
}

function newPeople(known: readonly KnownVolunteer[] = [], entries: JournalEntry[] = []): People {
  return new People(known, { append: (entry) => void entries.push(entry) });
}

const laptop = { name: "laptop", device: "Chrome on Linux" };

function arrive(people: People, number: number, name = "laptop"): Person {
  return people.admitPerson(tab(number), link(), { name, device: "Chrome on Linux" }).person;
}

test("each tab gets a number of its own, and two of one name are told apart", () => {
  const people = newPeople();
  const [first, second, third] = [1, 2, 3].map((number) => arrive(people, number));
  expect([first?.id, second?.id, third?.id]).toEqual([1, 2, 3]);
  expect([first, second, third].map((person) => people.nameOf(person?.id ?? 0))).toEqual([
    "laptop",
    "laptop (2)",
    "laptop (3)",
  ]);
  expect(people.present).toBe(3);
});

test("a tab that comes back keeps its number and gives up the link it had", () => {
  const people = newPeople();
  const before = link();
  const { person } = people.admitPerson(tab(1), before, laptop);
  const again = people.admitPerson(tab(1), link(), laptop);
  expect(again.person).toBe(person);
  expect(again.former).toBe(before);
  expect(again.person).toMatchObject({ id: 1, goneBecause: null });
  expect(people.nameOf(1)).toBe("laptop");
  expect(people.present).toBe(1);
});

test("a volunteer that has gone is listed with the reason, and its name is free again", () => {
  const people = newPeople();
  const gone = arrive(people, 1);
  people.noteDeparture(gone, { reason: "left", detail: "" });
  people.noteDeparture(gone, { reason: "broke-rules", detail: "said twice" });
  expect(people.present).toBe(0);
  expect(people.list()).toMatchObject([{ id: 1, link: null, goneBecause: { reason: "left", detail: "" } }]);
  expect(people.nameOf(arrive(people, 2).id)).toBe("laptop");
  expect(people.nameOf(1)).toBe("laptop");
  expect(people.nameOf(99)).toBe("volunteer 99");
});

test("of those that have gone only the last fifty are listed", () => {
  const people = newPeople();
  for (let number = 1; number <= 60; number += 1) {
    people.noteDeparture(arrive(people, number, `tab ${number}`), { reason: "left", detail: "" });
  }
  arrive(people, 61, "here");
  expect(people.list().map(({ id }) => people.nameOf(id))).toEqual([
    ...Array.from({ length: 50 }, (_, at) => `tab ${at + 11}`),
    "here",
  ]);
});

test("tabs of earlier starts keep their numbers and names, and only what is new is put on record", () => {
  const entries: JournalEntry[] = [];
  const people = newPeople([{ id: volunteerId(4), tab: tab(1), name: "laptop" }], entries);
  expect(people.nameOf(4)).toBe("laptop");
  expect(people.list()).toEqual([]);
  expect(arrive(people, 1).id).toBe(4);
  expect(entries).toEqual([]);
  expect(arrive(people, 2).id).toBe(5);
  expect(entries).toEqual([{ type: "volunteer-known", id: 5, tab: tab(2), name: "laptop (2)" }]);
});

test("a name and a device are cleaned, and where nothing is left of a name it is given one", () => {
  const people = newPeople([
    { id: volunteerId(1), tab: tab(1), name: "\u3164" },
    { id: volunteerId(2), tab: tab(2), name: "Ada\u202E" },
  ]);
  expect([people.nameOf(1), people.nameOf(2)]).toEqual(["volunteer 1", "Ada"]);
  const names = ["\u2800\u200B", "Ada\nJob 1 ended", "A\u202Eda", "Ａda", "👩‍👩‍👧‍👦"].map((name, at) =>
    people.nameOf(arrive(people, at + 3, name).id),
  );
  expect(names).toEqual(["volunteer 3", "Ada Job 1 ended", "Ada", "Ada (2)", "👩‍👩‍👧‍👦"]);
  const { person } = people.admitPerson(tab(9), link(), {
    name: "x",
    device: "\u202EChrome\u0000\r\non\u2028Linux\uD800",
  });
  expect(person.device).toBe("Chrome on Linux");
});

test("links are measured where their platform tells of them, and one that goes meanwhile is left out", async () => {
  const people = newPeople();
  const figures = { sentBytes: 1, receivedBytes: 2, roundTripMs: 3 };
  const measured: readonly Link["measure"][] = [
    async () => figures,
    async () => Promise.reject(new Error("closed")),
    async () => null,
  ];
  for (const [nth, measure] of measured.entries()) {
    people.admitPerson(tab(nth + 1), Object.assign(link(), { measure }), laptop);
  }
  arrive(people, 4);
  expect(await people.measureLinks()).toEqual(new Map([[volunteerId(1), figures]]));
});
