import { describe, expect, test } from "vitest";
import type { JobOptions } from "../job/job.ts";
import type { Lease } from "./state.ts";
import { ordersIn, Room, type Answer } from "./testing/room.ts";

/** Twenty tasks of 200 ms, or as many, have been answered by volunteer 1; it holds one more, the last; volunteer 2 has no work. */
function lastTask(options: Partial<JobOptions> = {}, runtimeMs = 200): Room {
  const room = new Room();
  room.submit(1, 21, { batchSize: 1, ...options });
  room.join(1);
  for (let round = 0; round < 20; round += 1) {
    room.now += runtimeMs;
    const lease = room.lease(1);
    room.answer(1, lease.id, [{ task: lease.indices[0] ?? 0, runtimeMs }], { busyMs: runtimeMs });
  }
  room.commitAll();
  room.join(2);
  return room;
}

describe("the last running task", () => {
  test("gets a second copy when it runs 1.5 times the 90th percentile, and not before", () => {
    const room = lastTask();
    expect(room.leases(2)).toEqual([]);
    const from = room.now;
    for (let waited = 0; waited < 100 && room.leases(2).length === 0; waited += 1) room.pass(10);
    expect(room.now - from).toBeGreaterThanOrEqual(280);
    expect(room.now - from).toBeLessThan(500);
    expect(room.lease(2)).toMatchObject({ copy: true, indices: Uint32Array.of(20) });
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "copied", task: 20, volunteer: 2 } }]);
  });

  test("gets none before an answer can have come, however short the tasks are", () => {
    const room = lastTask({}, 1);
    room.pass(240);
    expect(room.leases(2)).toEqual([]);
    room.pass(20);
    expect(room.lease(2).copy).toBe(true);
  });

  test.each([
    ["original", 1, 2],
    ["copy", 2, 1],
  ])("[P1] is accepted from whoever is first: the %s", (_, first, second) => {
    const room = lastTask();
    room.pass(1_000);
    const lease = room.lease(first).id;
    const other = room.lease(second).id;
    room.answer(first, lease, [20]);
    room.answer(second, other, [20]);
    expect(room.orders("commit-results")).toEqual([]);
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 21, failed: 0 });
    expect(room.job().tasks.volunteer(20)).toBe(first);
  });

  test("stays leased while one of its two copies lives, and waits when both are gone", () => {
    const room = lastTask();
    room.pass(1_000);
    room.leave(1);
    expect(room.counts()).toMatchObject({ pending: 0, leased: 1 });
    room.limits(2, 1, true);
    room.leave(2, "goodbye");
    expect(room.counts()).toMatchObject({ pending: 1, leased: 0 });
  });

  test("gets one copy only", () => {
    const room = lastTask();
    room.join(3);
    room.pass(2_000);
    expect(room.scheduler.copiesRunning).toBe(1);
    expect(room.leases(2).length + room.leases(3).length).toBe(1);
  });

  test("gets none where the job wants none", () => {
    const room = lastTask({ speculation: false });
    room.pass(10_000);
    expect(room.leases(2)).toEqual([]);
  });

  test("gets none while its job is paused", () => {
    const room = lastTask();
    room.tell({ type: "job-paused", job: room.job().id });
    room.pass(10_000);
    expect(room.leases(2)).toEqual([]);
    room.tell({ type: "job-resumed", job: room.job().id });
    expect(room.leases(2)).toHaveLength(1);
  });
});

test("second copies take a tenth of all slots at most, and at least one", () => {
  const room = new Room();
  room.submit(1, 40, { batchSize: 1 });
  for (let id = 1; id <= 30; id += 1) room.join(id);
  for (let id = 1; id <= 10; id += 1)
    room.answer(id, room.lease(id).id, [{ task: id - 1, runtimeMs: 100 }], { busyMs: 100 });
  for (let id = 1; id <= 10; id += 1) room.leave(id, "goodbye");
  for (let id = 31; id <= 40; id += 1) room.join(id);
  for (let id = 41; id <= 60; id += 1) room.join(id);
  room.pass(3_000);
  expect(room.scheduler.slots).toBe(50);
  expect(room.scheduler.copiesRunning).toBe(5);
});

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
      { type: "send-recall", volunteer: 1, lease: room.leases(1)[1]?.id, count: 10 },
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

  test("get a copy once they should be done, where nobody answers the recall", () => {
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

  test("stay where they are when the volunteer has nothing to give back, which it says", () => {
    const room = hoarder();
    room.join(2);
    const [, later] = room.leases(1);
    room.giveBack(1, later?.id ?? 0, []);
    expect(room.job().recalls).toBeLessThanOrEqual(1);
    expect(room.counts()).toMatchObject({ pending: 0, leased: 20 });
  });
});

function taking(lease: Lease, runtimeMs: number): Answer[] {
  return Array.from(lease.indices, (task) => ({ task, runtimeMs }));
}

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
  // With nobody else under way it takes them after all.
  expect(room.leases(2)).not.toEqual([]);
});

describe("a straggler", () => {
  test("gets another copy when its copy ended without a result", () => {
    const room = lastTask();
    room.pass(1_000);
    room.leave(2, "goodbye");
    room.join(3);
    room.pass(2_000);
    expect(room.lease(3)).toMatchObject({ copy: true, indices: Uint32Array.of(20) });
  });

  test("goes to anybody, to a slow volunteer too, once its own has fallen silent", () => {
    const room = new Room();
    room.submit(1, 12, { batchSize: 1 });
    room.join(1);
    room.join(2);
    room.answer(2, room.lease(2).id, taking(room.lease(2), 5_000), { busyMs: 5_000 });
    while (room.counts().pending > 0) room.answer(1, room.lease(1).id, taking(room.lease(1), 100), { busyMs: 100 });
    for (const lease of room.leases(2)) room.answer(2, lease.id, taking(lease, 5_000), { busyMs: 5_000 });
    const held = room.leases(1).map((lease) => lease.indices[0]);
    for (let second = 0; room.session(1).presence === "present"; second += 1) {
      expect(room.leases(2)).toEqual([]);
      room.pass(1_000);
      room.heartbeat(2);
    }
    expect(room.lease(2).copy).toBe(true);
    expect(held).toContain(room.lease(2).indices[0]);
  });
});

describe("of two copies", () => {
  test("the first is said to have won, whichever it is, and to whose loss", () => {
    const room = lastTask();
    room.pass(1_000);
    room.answer(2, room.lease(2).id, [20]);
    expect(room.orders("explain")).toMatchObject([
      { explanation: { type: "race-won", first: 20, count: 1, volunteer: 2, loser: 1, byCopy: true } },
    ]);
  });

  test("one that computes in vain takes nobody's place among the copies", () => {
    const room = lastTask();
    room.pass(1_000);
    expect(room.scheduler.copiesRunning).toBe(1);
    room.answer(1, room.lease(1).id, [20]);
    expect(room.leases(2)).toHaveLength(1);
    expect(room.scheduler.copiesRunning).toBe(0);
  });

  test("the one that is left when the other's volunteer has gone may get a second one itself", () => {
    const room = lastTask();
    room.pass(1_000);
    expect(room.lease(2).copy).toBe(true);
    room.leave(1);
    expect(room.lease(2)).toMatchObject({ copy: false });
    expect(room.job().tasks.holder(20)).toBe(room.lease(2).id);
    room.join(3);
    room.pass(1_000);
    expect(room.lease(3)).toMatchObject({ copy: true, indices: Uint32Array.of(20) });
    room.answer(3, room.lease(3).id, [20]);
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 21, failed: 0 });
  });
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
    // They go to who waited for them.
    expect(room.leases(1)).toEqual([lease]);
    expect([...room.lease(2).indices]).toEqual(back);
  });
});
