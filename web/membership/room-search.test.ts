import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { volunteer } from "../core/handshake/testing/sample-room.ts";
import { RoomSearch } from "./room-search.ts";
import type { Refused, Dialer } from "../environment/dialer.ts";

const away: Refused = { ok: false, problem: "signaling-away", detail: "no answer" };

/** Asks a server that gives these answers, one after the other, and the last one from then on. */
function searchWith(...answers: readonly (Refused | null)[]) {
  const heard: (Refused | null)[] = [];
  let asked = 0;
  const dialer: Dialer = {
    findRoom: async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? null;
      asked += 1;
      return answer ?? { ok: true, identity: volunteer.identity };
    },
    dial: async () => away,
  };
  const search = new RoomSearch(
    dialer,
    () => 1,
    (refused) => {
      heard.push(refused);
      if (refused !== null) search.later();
    },
  );
  return { search, heard, asked: () => asked };
}

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

test("a server that is away is asked again, every three seconds at most, until it says that the room is there", async () => {
  const { search, heard, asked } = searchWith(...Array.from({ length: 8 }, () => away), null);
  search.now();
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual([away]);
  await vi.advanceTimersByTimeAsync(300);
  expect(asked()).toBe(2);
  await vi.advanceTimersByTimeAsync(600 + 1_200 + 2_400 + 3 * 3_000);
  expect(heard.at(-1)).toEqual(away);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(heard.at(-1)).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBe(9);
});

test("an answer that comes after the search was called off is not heard, and nothing is asked any more", async () => {
  const { search, heard, asked } = searchWith(away);
  search.now();
  search.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(heard).toEqual([]);
  expect(asked()).toBe(1);
});

test("a search after the volunteer was in the room begins with short waits again", async () => {
  const { search, asked } = searchWith(away);
  search.now();
  await vi.advanceTimersByTimeAsync(30_000);
  search.settle();
  search.later();
  const before = asked();
  await vi.advanceTimersByTimeAsync(300);
  expect(asked()).toBe(before + 1);
  search.stop();
});
