import { describe, expect, test } from "vitest";
import { outcomes } from "../job/job.ts";
import { Room } from "./testing/room.ts";

/** One volunteer that has given back, unasked, one of the two tasks of its lease. */
function resting(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 2, speculation: false });
  room.join(1);
  room.giveBack(1, 1, [0]);
  return room;
}

describe("a volunteer that rests", () => {
  test("gets nothing before its rest is over, and then at once", () => {
    const room = resting();
    room.giveBack(1, 1, [1]);
    expect(room.leases(1)).toEqual([]);
    room.pass(999);
    expect(room.leases(1)).toEqual([]);
    room.pass(1);
    expect(room.leases(1)).toHaveLength(1);
  });

  test("is believed what it still computes", () => {
    const room = resting();
    room.answer(1, 1, [1]);
    room.commitAll();
    expect(room.counts().done).toBe(1);
    expect(room.session(1).setbacks).toBe(0);
  });

  test("rests twice as long after each setback in a row, up to five minutes", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1 });
    room.join(1);
    const rests: number[] = [];
    for (let setback = 0; setback < 12; setback += 1) {
      const lease = room.lease(1);
      room.giveBack(1, lease.id, [...lease.indices]);
      const from = room.now;
      while (room.leases(1).length === 0) {
        room.pass(1_000);
        room.heartbeat(1);
      }
      rests.push((room.now - from) / 1_000);
    }
    expect(rests).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
  });

  test("may have been without memory for an input: others get the tasks that it would fail one after the other", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1, speculation: false });
    room.join(1);
    for (const setbacks of [1, 2]) {
      const lease = room.lease(1);
      room.answer(1, lease.id, [{ task: lease.indices[0] ?? 0, outcome: outcomes.crashed, runtimeMs: 0 }], {
        busyMs: 0,
      });
      expect(room.session(1)).toMatchObject({ setbacks, presence: "resting" });
      expect(room.job().rate).toBe(0);
      room.pass(1_000 * setbacks);
      room.heartbeat(1);
    }
  });

  test("has one setback for leases that end together", () => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1, speculation: false });
    room.join(1, 4);
    for (let beat = 0; beat < 6; beat += 1) {
      room.pass(5_000);
      room.heartbeat(1);
    }
    expect(room.session(1).setbacks).toBe(1);
  });

  test("pauses and resumes without ending its rest", () => {
    const room = resting();
    room.limits(1, 1, true);
    room.limits(1, 1, false);
    expect(room.session(1).presence).toBe("resting");
  });
});
