import { describe, expect, test } from "vitest";
import { commitId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { MinHeap } from "../min-heap.ts";
import { ordersIn, Room } from "./testing/room.ts";

describe("a commit", () => {
  test("names every position by null, and else those that are accepted", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0, 1]);
    expect(room.orders("commit-results")).toMatchObject([{ commit: 1, positions: null }]);
    room.answer(1, 1, [0, 2, 1, 3]);
    expect(room.orders("commit-results")).toMatchObject([{ commit: 2, positions: Uint32Array.of(1, 3) }]);
    expect(room.orders("explain")).toMatchObject([{ explanation: { what: "task-already-settled", count: 2 } }]);
  });

  test("tells which tasks it settles, failures last, how often each was begun, and which one is the last of the job", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4, maxAttempts: 1 });
    room.join(1);
    room.leave(1, "goodbye");
    room.join(2);
    room.answer(2, 2, [{ task: 3, outcome: outcomes.threw }, 2, { task: 1, outcome: outcomes.threw }]);
    expect(room.orders("commit-results")).toMatchObject([
      { settled: Uint32Array.of(2, 3, 1), attempts: Uint8Array.of(2, 2, 2), isLast: false },
    ]);
    room.answer(2, 2, [0]);
    expect(room.orders("commit-results")).toMatchObject([
      { settled: Uint32Array.of(0), attempts: Uint8Array.of(2), isLast: true },
    ]);
    expect(ordersIn(room.commitAll(), "job-ended")).toEqual([
      { type: "job-ended", job: 1, done: 2, failed: 2, skipped: 0 },
    ]);
  });

  test("[P4] is acknowledged when it is on record, in whatever order that happens", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0]);
    room.answer(1, 1, [1]);
    expect(room.tell({ type: "results-committed", commit: commitId(2) })).toMatchObject([
      { type: "acknowledge", parcels: [2] },
    ]);
    expect(room.tell({ type: "results-committed", commit: commitId(1) })).toMatchObject([
      { type: "acknowledge", parcels: [1] },
    ]);
  });

  test("[P4] is not acknowledged to a volunteer that came anew: it may mean another parcel by the number, and offers again what it keeps", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0]);
    room.leave(1, "goodbye");
    room.join(1);
    expect(ordersIn(room.tell({ type: "results-committed", commit: commitId(1) }), "acknowledge")).toEqual([]);
  });

  test("[P4] is not acknowledged while a part of the same parcel is in an older, open commit", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0]);
    room.answer(1, 1, [0, 1]);
    expect(ordersIn(room.tell({ type: "results-committed", commit: commitId(2) }), "acknowledge")).toEqual([]);
    const last = room.tell({ type: "results-committed", commit: commitId(1) });
    expect(ordersIn(last, "acknowledge").map((order) => order.parcels)).toEqual([[1], [2]]);
  });

  test("that was never ordered, or has been answered, is the caller's mistake", () => {
    const room = new Room();
    expect(() => room.tell({ type: "results-committed", commit: commitId(1) })).toThrow("there is no commit 1");
  });
});

describe("the alarm", () => {
  test("is not set in an empty room", () => {
    const room = new Room();
    expect(ordersIn(room.submit(1, 4), "set-alarm")).toEqual([]);
  });

  test("is set for the first deadline, and taken away with the last", () => {
    const room = new Room();
    expect(ordersIn(room.join(1), "set-alarm")).toEqual([{ type: "set-alarm", at: 16_000 }]);
    expect(ordersIn(room.leave(1), "set-alarm")).toEqual([{ type: "set-alarm", at: null }]);
  });

  test("that rings early, late or without reason is set anew and breaks nothing", () => {
    const room = new Room();
    expect(room.tell({ type: "alarm-rang" })).toEqual([]);
    room.submit(1, 4);
    room.join(1);
    expect(room.tell({ type: "alarm-rang" })).toEqual([{ type: "set-alarm", at: 16_000 }]);
    room.now += 3_600_000;
    room.tell({ type: "alarm-rang" });
    expect(room.scheduler.leases.size).toBe(0);
    expect(room.session(1).presence).toBe("suspect");
  });

  test("does not ring for leases that have ended", () => {
    const room = new Room();
    room.submit(1, 200, { batchSize: 1 });
    room.join(1);
    for (let round = 0; round < 100; round += 1) {
      room.now += 10;
      room.answer(1, room.lease(1).id, [...room.lease(1).indices]);
    }
    room.heartbeat(
      1,
      [...room.session(1).leases].map((lease) => lease.id),
    );
    const rung = room.pass(29_000);
    expect(rung.length).toBeLessThan(20);
  });
});

test("a heap gives its smallest key first, whatever came in between", () => {
  const heap = new MinHeap<number>();
  const keys = [5, 3, 8, 1, 9, 2, 7, 3, 6, 4];
  for (const key of keys) heap.push(key, key);
  const popped: number[] = [];
  for (let entry = heap.pop(); entry !== undefined; entry = heap.pop()) {
    popped.push(entry.value);
    if (popped.length === 3) heap.push(0, 0);
  }
  expect(popped).toEqual([1, 2, 3, 0, 3, 4, 5, 6, 7, 8, 9]);
  expect(heap.size).toBe(0);
});
