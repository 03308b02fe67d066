import { describe, expect, test } from "vitest";
import { outcomes, type JobOptions } from "../job/job.ts";
import { ordersIn, Room, taking } from "./testing/room.ts";

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

  test("[P2] keeps the attempts that its result goes on record with, when its other copy comes back unstarted", () => {
    const room = lastTask();
    const first = room.lease(1);
    for (let waited = 0; waited < 100 && room.leases(2).length === 0; waited += 1) room.pass(10);
    const { id } = room.lease(2);
    const { tasks } = room.job();
    room.answer(1, first.id, [{ task: 20 }]);
    expect(tasks.attempts(20)).toBe(2);
    room.giveBack(2, id, [20]);
    expect(room.leases(2)).toEqual([]);
    expect(tasks.attempts(20)).toBe(2);
  });

  test("gets none before an answer can have come, however short the tasks are", () => {
    const room = lastTask({}, 1);
    room.pass(240);
    expect(room.leases(2)).toEqual([]);
    room.pass(20);
    expect(room.lease(2).copy).toBe(true);
  });

  test("is copied by the fastest without work, whichever volunteer the event was about", () => {
    const room = new Room();
    room.submit(1, 32, { batchSize: 1 });
    for (const id of [1, 2, 3]) room.join(id);
    const answer = (id: number, runtimeMs: number): void => {
      const [lease] = room.leases(id);
      if (lease !== undefined) room.answer(id, lease.id, taking(lease, runtimeMs), { busyMs: runtimeMs });
    };
    for (let round = 0; round < 10; round += 1) {
      answer(1, 200);
      answer(2, 150);
      answer(3, 200);
    }
    // All but the last one of the first, which takes no further time.
    room.now += 200;
    while (room.leases(1).length > 1) answer(1, 200);
    while (room.leases(2).length > 0) answer(2, 150);
    while (room.leases(3).length > 0) answer(3, 200);
    expect(room.leases(1)).toHaveLength(1);
    room.now += 1_000;
    room.heartbeat(3);
    expect(room.leases(3)).toEqual([]);
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

  test("gets none by a volunteer on which it has failed, and one by another", () => {
    const room = new Room();
    room.submit(1, 20, { batchSize: 1 });
    for (const id of [1, 2]) room.join(id);
    const [failed = 0] = room.lease(2).indices;
    room.answer(2, room.lease(2).id, [{ task: failed, outcome: outcomes.threw }]);
    while (room.counts().done < 19) {
      for (const lease of [1, 2].flatMap((id) => room.leases(id))) {
        if (lease.indices[0] !== failed) room.answer(lease.session.id, lease.id, taking(lease, 200));
      }
      room.commitAll();
    }
    expect(room.lease(1).indices).toEqual(Uint32Array.of(failed));
    room.pass(10_000);
    expect(room.leases(2)).toEqual([]);
    room.join(3);
    room.pass(1_000);
    expect(room.lease(3)).toMatchObject({ copy: true, indices: Uint32Array.of(failed) });
  });

  test("of a volunteer that has answered nothing gets it before one of a slow volunteer, that has been silent as long", () => {
    const room = new Room();
    room.submit(1, 42, { batchSize: 1 });
    for (const id of [1, 2]) room.join(id);
    const answer = (id: number, runtimeMs: number): void => {
      const [lease] = room.leases(id);
      if (lease !== undefined) room.answer(id, lease.id, taking(lease, runtimeMs), { busyMs: runtimeMs });
    };
    for (let nth = 0; nth < 4; nth += 1) answer(2, 2_000);
    room.join(3);
    const [held] = room.lease(3).indices;
    while (room.job().tasks.pending > 0) answer(1, 200);
    while (room.leases(1).length > 0 && !room.lease(1).copy) answer(1, 200);
    room.pass(3_000);
    const copied = ordersIn(room.story, "explain").flatMap(({ explanation }) =>
      explanation.type === "copied" ? [explanation.task] : [],
    );
    expect(copied[0]).toBe(held);
  });

  test("is copied by who answers, and by none of those that hold tasks as silently", () => {
    const room = new Room();
    room.submit(1, 24, { batchSize: 1 });
    room.join(4, 4);
    for (const silent of [1, 2, 3]) room.join(silent, 256);
    const from = room.now;
    while (room.counts().done < 24 && room.now - from < 30_000) {
      for (const lease of room.leases(4)) room.answer(4, lease.id, taking(lease, 10), { busyMs: 10 });
      room.commitAll();
      room.pass(100);
      for (const silent of [1, 2, 3]) {
        const held = room.leases(silent).map(({ id }) => id);
        room.heartbeat(silent, held);
      }
    }
    // None of their leases has ended by then.
    expect(room.counts()).toMatchObject({ done: 24 });
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

describe("a straggler", () => {
  test("gets another copy when its copy ended without a result", () => {
    const room = lastTask();
    room.pass(1_000);
    room.leave(2, "goodbye");
    room.join(3);
    room.pass(2_000);
    expect(room.lease(3)).toMatchObject({ copy: true, indices: Uint32Array.of(20) });
  });

  test("goes to any volunteer, even a slow one, once its own has fallen silent", () => {
    const room = new Room();
    room.submit(1, 12, { batchSize: 1 });
    room.join(1);
    room.join(2);
    // Of two alone nobody could say which one is slow.
    room.join(3);
    room.answer(3, room.lease(3).id, taking(room.lease(3), 1_500), { busyMs: 1_500 });
    room.leave(3, "goodbye");
    room.answer(2, room.lease(2).id, taking(room.lease(2), 5_000), { busyMs: 5_000 });
    while (room.counts().pending > 0) room.answer(1, room.lease(1).id, taking(room.lease(1), 1_500), { busyMs: 1_500 });
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

  test("one that computes in vain takes no other's place among the copies", () => {
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
