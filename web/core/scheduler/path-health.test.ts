import { describe, expect, test } from "vitest";
import { volunteerId } from "../ids.ts";
import { ordersIn, Room } from "./testing/room.ts";

const path = (room: Room, to: "steady" | "wavering") =>
  room.tell({ type: "path-changed", volunteer: volunteerId(1), path: to });

/** Two volunteers; the first has a lease on two tasks, and was heard at this moment. */
function present(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 2, speculation: false });
  room.join(1);
  room.join(2);
  return room;
}

/** Lets time pass; the second volunteer's heartbeats come. */
function pass(room: Room, ms: number): void {
  for (let left = ms; left > 0; left -= 1_000) {
    room.pass(Math.min(left, 1_000));
    room.heartbeat(2, [room.lease(2).id]);
  }
}

const isThere = (room: Room): boolean => room.scheduler.sessions.has(volunteerId(1));

describe("a volunteer whose path wavers", () => {
  test("is gone when nothing has been heard for seven seconds, and its tasks wait again at once", () => {
    const room = present();
    room.pass(5_000);
    path(room, "wavering");
    room.pass(1_999);
    expect(isThere(room)).toBe(true);
    const rung = room.pass(1);
    expect(isThere(room)).toBe(false);
    expect(ordersIn(rung, "give-up-link")).toEqual([
      { type: "give-up-link", volunteer: volunteerId(1), because: "path", silentMs: 7_000 },
    ]);
    expect(room.job().tasks.deaths(0)).toBe(1);
    expect(room.counts()).toEqual({ pending: 8, leased: 2, done: 0, failed: 0 });
  });

  test("is not gone before its path has wavered for half a second: the coordinator itself may have been stopped", () => {
    const room = present();
    room.pass(14_000);
    path(room, "wavering");
    room.pass(499);
    room.heartbeat(1, [1]);
    room.pass(6_000);
    expect(isThere(room)).toBe(true);
    room.pass(1_000);
    expect(isThere(room)).toBe(false);
  });

  test("stays while it is heard, for as long as its path may waver", () => {
    const room = present();
    path(room, "wavering");
    for (let beat = 0; beat < 30; beat += 1) {
      pass(room, 2_000);
      room.heartbeat(1, [room.lease(1).id]);
    }
    expect(isThere(room)).toBe(true);
  });

  test("stays when its path is steady again in time, and is watched anew when it wavers once more", () => {
    const room = present();
    path(room, "wavering");
    room.pass(6_999);
    path(room, "steady");
    room.pass(60_000);
    expect(isThere(room)).toBe(true);
    path(room, "wavering");
    room.pass(500);
    expect(isThere(room)).toBe(false);
  });

  test("has one deadline, however often it wavers", () => {
    const room = present();
    const before = room.scheduler.deadlines.size;
    for (let flap = 0; flap < 50; flap += 1) {
      path(room, "wavering");
      expect(room.scheduler.deadlines.size).toBe(before + 1);
      path(room, "steady");
      expect(room.scheduler.deadlines.size).toBe(before);
    }
  });

  test("[P6] comes back by another link: what it still says under its old lease changes nothing, what it offers counts", () => {
    const room = present();
    path(room, "wavering");
    pass(room, 7_000);
    expect(isThere(room)).toBe(false);
    room.join(1);
    room.answer(1, 1, [0]);
    expect(room.counts().done).toBe(0);
    expect(room.orders("commit-results")).toEqual([]);
    room.answer(1, 1, [0, 1], { offered: true });
    room.commitAll();
    expect(room.counts().done).toBe(2);
  });
});

test("[P5] who comes back had not died: its tasks are as innocent as before, however often that happens", () => {
  const room = new Room();
  room.submit(1, 1, { batchSize: 1, speculation: false });
  for (let nap = 0; nap < 5; nap += 1) {
    room.join(1);
    path(room, "wavering");
    room.pass(7_000);
    expect(room.job().tasks.deaths(0)).toBe(1);
  }
  room.join(1);
  expect(room.job().tasks.deaths(0)).toBe(0);
  expect(room.job().histories.size).toBe(0);
  room.leave(1, "lost");
  room.join(2);
  room.leave(2, "lost");
  room.join(3);
  room.leave(3, "lost");
  room.commitAll();
  expect(room.counts().failed).toBe(1);
  room.join(1);
  expect(room.counts().failed).toBe(1);
});

test("a volunteer that is silent on a steady path is not gone: its page is stalled", () => {
  const room = present();
  room.pass(14_000);
  expect(isThere(room)).toBe(true);
});

test("[P6] the path of a volunteer that has left changes nothing", () => {
  const room = present();
  room.leave(1, "goodbye");
  expect(path(room, "wavering")).toEqual([]);
});
