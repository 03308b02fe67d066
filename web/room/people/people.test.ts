import { expect, test } from "vitest";
import { isTabId, type TabId } from "../../core/ids.ts";
import type { Link } from "../../links/link.ts";
import { createMemoryLinkPair } from "../../links/memory-link.ts";
import { Members, type Member } from "./people.ts";

function tab(number: number): TabId {
  const id = number.toString(16).padStart(32, "0");
  if (!isTabId(id)) throw new Error(id);
  return id;
}

function link(): Link {
  return createMemoryLinkPair()[0];
}

function arrive(members: Members, number: number, name = "laptop"): Member {
  return members.arrive(tab(number), link(), name, "Chrome on Linux", 2).member;
}

test("each tab gets a number of its own, and two of one name are told apart", () => {
  const members = new Members();
  const [first, second, third] = [1, 2, 3].map((number) => arrive(members, number));
  expect([first?.id, second?.id, third?.id]).toEqual([1, 2, 3]);
  expect([first?.name, second?.name, third?.name]).toEqual(["laptop", "laptop (2)", "laptop (3)"]);
  expect(members.present).toBe(3);
});

test("a tab that comes back keeps its number and gives up the link it had", () => {
  const members = new Members();
  const before = link();
  const { member } = members.arrive(tab(1), before, "laptop", "Chrome on Linux", 2);
  const again = members.arrive(tab(1), link(), "laptop", "Chrome on Linux", 4);
  expect(again.member).toBe(member);
  expect(again.former).toBe(before);
  expect(again.member).toMatchObject({
    id: 1,
    name: "laptop",
    slots: 4,
    path: "steady",
    goneBecause: null,
  });
  expect(members.present).toBe(1);
});

test("who has gone is listed with the reason, and its name is free again", () => {
  const members = new Members();
  const gone = arrive(members, 1);
  members.depart(gone, "left");
  members.depart(gone, "said twice");
  expect(members.present).toBe(0);
  expect(members.list()).toMatchObject([{ name: "laptop", link: null, goneBecause: "left" }]);
  expect(arrive(members, 2).name).toBe("laptop");
  expect(members.nameOf(1)).toBe("laptop");
  expect(members.nameOf(99)).toBe("volunteer 99");
});

test("of those that have gone only the last fifty are listed", () => {
  const members = new Members();
  for (let number = 1; number <= 60; number += 1) members.depart(arrive(members, number, `tab ${number}`), "left");
  arrive(members, 61, "here");
  expect(members.list().map(({ name }) => name)).toEqual([
    ...Array.from({ length: 50 }, (_, at) => `tab ${at + 11}`),
    "here",
  ]);
});
