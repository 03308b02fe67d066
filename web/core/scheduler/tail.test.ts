import { describe, expect, test } from "vitest";
import type { JobOptions } from "../job/job.ts";
import { ordersIn, Room, taking } from "./testing/room.ts";

/** Volunteer 1 holds two batches of ten tasks; nothing waits. */
function hoarder(options: Partial<JobOptions> = { speculation: false }): Room {
  const room = new Room();
  room.submit(1, 30, { batchSize: 10, ...options });
  room.join(1);
  room.answer(
    1,
    1,
    Array.from({ length: 10 }, (_, task) => task),
    { busyMs: 10_000 },
  );
  room.limits(1, 1, false);
  room.commitAll();
  expect(room.counts()).toEqual({ pending: 0, leased: 20, done: 10, failed: 0 });
  return room;
}

describe("tasks that no slot has started", () => {
  test("are taken back for a volunteer without work, from the lease that ends last", () => {
    const room = hoarder();
    room.join(2);
    expect(room.orders("send-recall")).toEqual([
      { type: "send-recall", volunteer: 1, epoch: 1, lease: room.leases(1)[1]?.id, count: 10 },
    ]);
    const [, later] = room.leases(1);
    room.giveBack(1, later?.id ?? 0, [25, 26, 27, 28, 29]);
    expect(room.session(1).presence).toBe("present");
    expect(room.leases(2)).not.toEqual([]);
  });

  test("are asked for once, and one recall for each volunteer without work", () => {
    const room = hoarder();
    room.join(2);
    room.heartbeat(2);
    room.heartbeat(2);
    expect(ordersIn(room.story, "send-recall")).toHaveLength(1);
  });

  test("get a copy once they should be done, if the recall is not answered", () => {
    const room = hoarder({});
    room.join(2);
    expect(ordersIn(room.story, "send-recall")).toHaveLength(1);
    for (let second = 0; second < 28; second += 1) {
      room.pass(1_000);
      room.heartbeat(1);
      room.heartbeat(2);
      for (const lease of room.leases(2)) room.answer(2, lease.id, [...lease.indices]);
    }
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 30, failed: 0 });
  });

  test("stay where they are when the volunteer has nothing to give back, and are not asked for again", () => {
    const room = hoarder();
    room.join(2);
    const [earlier, later] = room.leases(1);
    room.giveBack(1, later?.id ?? 0, []);
    for (let beat = 0; beat < 5; beat += 1) {
      room.pass(2_000);
      room.heartbeat(2);
    }
    expect(ordersIn(room.story, "send-recall").map(({ lease }) => lease)).toEqual([later?.id, earlier?.id]);
    expect(room.job().recalls).toBe(1);
    room.giveBack(1, earlier?.id ?? 0, []);
    expect(room.job().recalls).toBe(0);
    expect(room.orders("send-recall")).toEqual([]);
    expect(room.counts()).toMatchObject({ pending: 0, leased: 20 });
  });
});

test("near the end a task waits for a fast volunteer rather than starting on one that is much slower", () => {
  const room = new Room();
  room.submit(1, 40, { batchSize: 1, speculation: false });
  room.join(1, 4);
  room.join(2);
  for (let round = 0; round < 8; round += 1) {
    const slow = room.leases(2)[0];
    if (slow !== undefined) room.answer(2, slow.id, taking(slow, 20_000), { busyMs: 20_000 });
    for (const fast of room.leases(1).slice(0, 3)) room.answer(1, fast.id, taking(fast, 100), { busyMs: 100 });
  }
  for (const slow of room.leases(2)) room.answer(2, slow.id, taking(slow, 20_000), { busyMs: 20_000 });
  expect(room.leases(2)).toEqual([]);
  for (const fast of room.leases(1)) room.giveBack(1, fast.id, [...fast.indices]);
  // With no other lease under way it takes them after all.
  expect(room.leases(2)).not.toEqual([]);
});

test.each([
  ["is given the last ones, too, who has had three long tasks by chance where others took nothing", 82, 0],
  ["is taken for slow in the end who has had long ones alone where others took nothing", 92, 7],
])("of runtimes that vary: %s", (_, total, left) => {
  const room = new Room();
  room.submit(1, total, { batchSize: 1, speculation: false });
  for (const volunteer of [1, 2, 3]) room.join(volunteer, 2);
  const answer = (by: number, runtimeMs: number): void => {
    const lease = room.lease(by);
    room.answer(by, lease.id, taking(lease, runtimeMs), { busyMs: runtimeMs });
  };
  for (const by of [2, 3]) for (const runtimeMs of [1, 1, 1_000, 2_000, 1_000, 1]) answer(by, runtimeMs);
  for (let long = 0; long < 3; long += 1) answer(1, 2_000);
  expect(room.leases(1)).not.toEqual([]);
  while (room.leases(1).length > 0 && room.counts().pending > 0) answer(1, 2_000);
  expect(room.counts().pending).toBe(left);
});

test("nothing is called back for a volunteer that would not be given it, or it would go to and fro", () => {
  const room = new Room();
  room.submit(1, 100, { batchSize: 4, speculation: false });
  room.join(1);
  room.join(2);
  const answer = (by: number, runtimeMs: number): void => {
    const lease = room.lease(by);
    room.answer(by, lease.id, taking(lease, runtimeMs), { busyMs: runtimeMs * lease.outstanding });
  };
  // Of two alone nobody could say which one is slow.
  room.join(3);
  answer(3, 100);
  room.leave(3, "goodbye");
  answer(2, 2_000);
  // Short ones for the most part: by these the other one is far too slow; then long ones, which take as long there.
  while (room.counts().pending > 0) answer(1, room.counts().pending > 4 ? 100 : 3_000);
  while (room.leases(2).length > 0) answer(2, 2_000);
  expect(room.lease(1).outstanding).toBe(4);
  room.pass(1_000);
  room.heartbeat(2);
  expect(room.leases(2)).toEqual([]);
  expect(ordersIn(room.story, "send-recall")).toEqual([]);
});

describe("a batch whose first task takes much longer than expected", () => {
  test("is called back, what waits behind it, once it is late", () => {
    const room = new Room();
    room.submit(1, 24, { batchSize: 4, speculation: false });
    room.join(1);
    for (let round = 0; round < 4; round += 1) {
      const lease = room.lease(1);
      room.answer(1, lease.id, taking(lease, 10), { busyMs: 40 });
    }
    expect(room.counts()).toMatchObject({ pending: 0, leased: 24 });
    room.answer(1, room.lease(1).id, [{ task: 16, runtimeMs: 10 }], { busyMs: 10 });
    room.now += 10_000;
    room.heartbeat(1);
    room.join(2);
    expect(room.orders("send-recall")).toMatchObject([{ volunteer: 1 }]);
    expect(room.orders("explain")).toMatchObject([
      { explanation: { type: "recalled", because: "others-without-work", volunteer: 1 } },
    ]);
  });

  test("[P7] keeps one task when its turn has come, or tasks could travel to and fro for ever", () => {
    const room = new Room();
    room.submit(1, 8, { batchSize: 4, speculation: false });
    room.join(1);
    const first = room.lease(1);
    room.answer(1, first.id, taking(first, 10), { busyMs: 40 });
    room.join(2);
    room.pass(2_000);
    const lease = room.lease(1);
    expect(lease.recalled).toBe(true);
    const count = ordersIn(room.story, "send-recall")[0]?.count ?? 0;
    expect(count).toBeLessThan(4);
    const back = [...lease.indices].slice(-count);
    room.giveBack(1, lease.id, back);
    // They go to the volunteer without work.
    expect(room.leases(1)).toEqual([lease]);
    expect([...room.lease(2).indices]).toEqual(back);
  });
});
