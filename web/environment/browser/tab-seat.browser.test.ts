import { afterEach, expect, test, vi } from "vitest";
import { sampleRoomId } from "../../journal/testing/samples.ts";
import { isRoomRun, type Seat } from "../seat.ts";
import { tabSeats } from "./tab-seat.ts";

const opened: Seat[] = [];
let number = 0;

function seats(count: number): { seat: Seat; isSuperseded: () => boolean }[] {
  number += 1;
  const room = sampleRoomId(number);
  return Array.from({ length: count }, () => {
    let superseded = false;
    const seat = tabSeats.openSeat(room, () => {
      superseded = true;
    });
    opened.push(seat);
    return { seat, isSuperseded: () => superseded };
  });
}

afterEach(() => {
  for (const seat of opened.splice(0)) seat.closeSeat();
  vi.unstubAllGlobals();
});

test("a seat that nobody has is free", async () => {
  const [first] = seats(1);
  expect(await first?.seat.isTaken()).toBe(false);
});

test("a seat that another tab has is taken, until that one leaves", async () => {
  const [first, second] = seats(2);
  first?.seat.takeSeat(1);
  await expect.poll(async () => second?.seat.isTaken()).toBe(true);
  first?.seat.leaveSeat();
  await expect.poll(async () => second?.seat.isTaken()).toBe(false);
});

test("who has no seat in a room can tell whether a tab runs it", async () => {
  const [first] = seats(1);
  const room = sampleRoomId(number);
  expect(await isRoomRun(tabSeats, room)).toBe(false);
  first?.seat.takeSeat(1);
  await expect.poll(async () => isRoomRun(tabSeats, room)).toBe(true);
  first?.seat.leaveSeat();
  await expect.poll(async () => isRoomRun(tabSeats, room)).toBe(false);
});

test("without locks, as on plain-http addresses, the other tab is asked", async () => {
  vi.stubGlobal("navigator", {});
  const [first, second] = seats(2);
  expect(await second?.seat.isTaken()).toBe(false);
  first?.seat.takeSeat(1);
  expect(await second?.seat.isTaken()).toBe(true);
});

test.each([
  ["missing", undefined],
  [
    "refused",
    function refusedChannel() {
      throw new DOMException("Access is denied.", "SecurityError");
    },
  ],
])("where channels are %s, locks tell whether a tab has the seat", async (_, channel) => {
  vi.stubGlobal("BroadcastChannel", channel);
  const [first, second] = seats(2);
  expect(await second?.seat.isTaken()).toBe(false);
  first?.seat.takeSeat(1);
  await expect.poll(async () => second?.seat.isTaken()).toBe(true);
  first?.seat.leaveSeat();
  await expect.poll(async () => second?.seat.isTaken()).toBe(false);
  expect(first?.isSuperseded()).toBe(false);
});

test("a lock that is let go of at once, as by a page that is reloaded, makes no seat taken", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  const [first, second] = seats(2);
  first?.seat.takeSeat(1);
  await expect.poll(async () => second?.seat.isTaken()).toBe(true);
  const asked = second?.seat.isTaken();
  first?.seat.leaveSeat();
  expect(await asked).toBe(false);
});

test("without channels and locks every seat is free: the epoch on record decides alone", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  vi.stubGlobal("navigator", {});
  const [first, second] = seats(2);
  first?.seat.takeSeat(1);
  expect(await second?.seat.isTaken()).toBe(false);
});

test("who has the seat hears when another tab has begun the room later", async () => {
  const [first, second] = seats(2);
  first?.seat.takeSeat(1);
  second?.seat.takeSeat(2);
  await expect.poll(() => first?.isSuperseded()).toBe(true);
  expect(second?.isSuperseded()).toBe(false);
});

test("an older beginning that is told late supersedes nobody", async () => {
  const [first, second, third] = seats(3);
  second?.seat.takeSeat(2);
  first?.seat.takeSeat(1);
  // By when this has been heard, what was said before has been heard, too.
  expect(await third?.seat.isTaken()).toBe(true);
  expect(second?.isSuperseded()).toBe(false);
});

test("who has left hears of no successor", async () => {
  const [first, second] = seats(2);
  first?.seat.takeSeat(1);
  first?.seat.leaveSeat();
  second?.seat.takeSeat(2);
  await expect.poll(async () => first?.seat.isTaken()).toBe(true);
  expect(first?.isSuperseded()).toBe(false);
});
