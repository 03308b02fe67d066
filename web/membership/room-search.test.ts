import { expect, test } from "vitest";
import type { FoundRoom, Refused } from "../environment/dialer.ts";
import { RoomSearch } from "./room-search.ts";
import { FakeEnvironment } from "./testing/fake-environment.ts";

const away: Refused = { type: "refused", problem: "signaling-away", seen: { key: "thrown", message: "no answer" } };

/** A search that asks again after each refusal, and what it has heard. The longest waits of their kind. */
function searchIn(environment: FakeEnvironment) {
  const answers: FoundRoom[] = [];
  const search: RoomSearch = new RoomSearch(
    { clock: environment.clock, dialer: environment.dialer, random: () => 1 },
    (found) => {
      answers.push(found);
      if (found.type === "refused") search.askLater();
    },
  );
  return { search, answers };
}

test("a server that is away is asked again, every three seconds at most, until it says that the room is there", async () => {
  const environment = new FakeEnvironment();
  const { coordinator } = environment;
  const there = coordinator.found;
  coordinator.found = away;
  const { search, answers } = searchIn(environment);
  search.askNow();
  await environment.passTime(299);
  expect(answers).toEqual([away]);
  await environment.passTime(1);
  expect(answers).toHaveLength(2);
  await environment.passTime(600 + 1_200 + 2_400 + 3 * 3_000 + 1);
  expect(answers).toHaveLength(8);
  coordinator.found = there;
  await environment.passTime(3_000);
  expect(answers.at(-1)).toEqual(there);
  expect(environment.clock.pending).toBe(0);
});

test("a server that cannot be asked counts as away", async () => {
  const environment = new FakeEnvironment();
  environment.coordinator.found = new Error("the dialer broke");
  const { search, answers } = searchIn(environment);
  search.askNow();
  await environment.passTime(0);
  expect(answers).toEqual([
    { type: "refused", problem: "signaling-away", seen: { key: "thrown", message: "the dialer broke" } },
  ]);
});

test("an answer that comes after the search was called off is dropped, and nothing is asked any more", async () => {
  const environment = new FakeEnvironment();
  environment.coordinator.found = away;
  const { search, answers } = searchIn(environment);
  search.askNow();
  search.stopAsking();
  await environment.passTime(60_000);
  expect(answers).toEqual([]);
});

test("a search after the volunteer was in the room begins with short waits again", async () => {
  const environment = new FakeEnvironment();
  environment.coordinator.found = away;
  const { search, answers } = searchIn(environment);
  search.askNow();
  await environment.passTime(30_000);
  search.resetWaits();
  search.askLater();
  const before = answers.length;
  await environment.passTime(300);
  expect(answers).toHaveLength(before + 1);
});
