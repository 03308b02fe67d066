import { describe, expect, test } from "vitest";
import { epoch, leaseId, volunteerId } from "../ids.ts";
import { outcomes, type JobOptions } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** Epoch 3; volunteer 1 holds lease 1 on tasks 0 and 1, volunteer 2 holds lease 2 on tasks 2 and 3; more tasks wait. */
function twoVolunteers(options: Partial<JobOptions> = {}): Room {
  const room = new Room({}, 3);
  room.submit(1, 10, { batchSize: 2, speculation: false, ...options });
  room.join(1);
  room.join(2);
  return room;
}

/** As `twoVolunteers`, with a job of an earlier epoch. */
function twoVolunteersAfterRestart(): Room {
  const room = new Room({}, 3);
  room.restore(1, 10, { batchSize: 2, speculation: false });
  room.join(1);
  room.join(2);
  return room;
}

/** Volunteer 1 has let lease 1 end and holds nothing. */
function afterExpiry(): Room {
  const room = twoVolunteers();
  for (let beat = 0; beat < 6; beat += 1) {
    room.pass(5_000);
    room.heartbeat(1, [], 3);
    room.heartbeat(2, [2], 3);
  }
  return room;
}

const before = { pending: 6, leased: 4, done: 0, failed: 0 };

describe("a live lease", () => {
  test("takes results, part by part, and ends with the last", () => {
    const room = twoVolunteers();
    room.answer(1, 1, [1]);
    expect(room.lease(1)).toMatchObject({ id: 1, outstanding: 1 });
    room.answer(1, 1, [0]);
    expect(room.scheduler.leases.has(leaseId(1))).toBe(false);
  });

  test("takes no result of a task that it does not have, and says that it does not have it, not that another one was first", () => {
    const room = twoVolunteers();
    // One in nobody's hands, one in another volunteer's.
    room.answer(1, 1, [5, 2]);
    expect(room.orders("commit-results")).toEqual([]);
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "not-in-lease", count: 2 } }]);
    expect(room.orders("acknowledge")).toHaveLength(1);
    room.giveBack(1, 1, [1], 3);
    room.answer(1, 1, [1]);
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "not-in-lease", count: 1 } }]);
  });

  test("says of a task that has its result that it has one", () => {
    const room = twoVolunteers();
    room.answer(1, 1, [1]);
    room.commitAll();
    room.answer(1, 1, [1]);
    expect(room.orders("explain")).toMatchObject([{ explanation: { what: "task-already-settled", count: 1 } }]);
  });

  test("takes returned tasks, which wait again", () => {
    const room = twoVolunteers();
    room.giveBack(1, 1, [1], 3);
    expect(room.counts()).toEqual({ ...before, pending: 7, leased: 3 });
    // Given back unstarted, it has not been executed.
    expect([room.job().tasks.attempts(0), room.job().tasks.attempts(1)]).toEqual([1, 0]);
  });

  test("[P6] ignores returned tasks that it does not have", () => {
    const room = twoVolunteers();
    room.giveBack(1, 1, [2, 9, 4_000], 3);
    expect(room.counts()).toEqual(before);
    expect(room.effects).toEqual([]);
  });

  test("is renewed by a heartbeat that names it, and by no other", () => {
    const room = twoVolunteers();
    const { deadline } = room.lease(1);
    room.pass(5_000);
    room.heartbeat(1, [], 3);
    expect(room.lease(1).deadline).toBe(deadline);
    room.heartbeat(1, [1], 3);
    expect(room.lease(1).deadline).toBe(deadline + 5_000);
  });

  test("[P6] is not renewed by a heartbeat that names it in an older epoch, or by another volunteer's", () => {
    const room = twoVolunteers();
    const { deadline } = room.lease(1);
    room.pass(5_000);
    room.heartbeat(1, [1], 2);
    room.heartbeat(2, [1], 3);
    expect(room.lease(1).deadline).toBe(deadline);
  });

  test("ends without progress, however often it is named", () => {
    const room = twoVolunteers();
    const { timeLimitMs } = room.job().options;
    const lease = room.lease(1);
    for (let elapsed = 0; elapsed < 4 * timeLimitMs + 35_000; elapsed += 5_000) {
      room.pass(5_000);
      if (room.scheduler.leases.has(lease.id)) room.heartbeat(1, [1], 3);
    }
    expect(room.scheduler.leases.has(lease.id)).toBe(false);
    expect(room.counts().leased).toBeLessThanOrEqual(4);
  });

  const oldNews: readonly (readonly [string, (room: Room) => unknown])[] = [
    ["that were answered before", (room) => room.answer(1, 1, [1])],
    ["that are not in it", (room) => room.answer(1, 1, [9])],
    ["that are settled, offered", (room) => room.answer(1, 1, [1], { epoch: 2, offered: true })],
    [
      "of an older epoch for a task that was added since",
      (room) => room.answer(1, 1, [10], { epoch: 2, offered: true }),
    ],
  ];

  test.each(oldNews)("ends without progress, however often results are said %s", (_, say) => {
    const room = new Room({}, 3);
    room.restore(1, 10, { batchSize: 2, speculation: false }, false);
    room.join(1);
    room.tell({ type: "tasks-added", job: room.job().id, count: 1 });
    room.answer(1, 1, [1]);
    room.commitAll();
    const lease = room.lease(1);
    room.session(1).setbacks = 1;
    for (let elapsed = 0; elapsed < 2 * room.job().options.timeLimitMs + 35_000; elapsed += 5_000) {
      room.pass(5_000);
      if (!room.scheduler.leases.has(lease.id)) break;
      say(room);
      expect(room.session(1).setbacks).toBe(1);
      const held = room.leases(1).map(({ id }) => id);
      room.heartbeat(1, held, 3);
    }
    expect(room.scheduler.leases.has(lease.id)).toBe(false);
  });

  test("waits behind a lease of a job with a longer time limit without ending", () => {
    const room = new Room();
    room.submit(1, 1, { timeLimitMs: 300_000 });
    room.submit(2, 1, { timeLimitMs: 1_000 });
    room.join(1);
    room.limits(1, 2, false);
    for (let elapsed = 0; elapsed < 200_000; elapsed += 5_000) {
      room.pass(5_000);
      room.heartbeat(1, [1, 2]);
    }
    expect(room.leases(1)).toHaveLength(2);
  });

  test("lasts three times the job's 95th percentile of runtimes", () => {
    const room = twoVolunteers({ timeLimitMs: 200_000 });
    room.answer(1, 1, [
      { task: 0, runtimeMs: 100_000 },
      { task: 1, runtimeMs: 100_000 },
    ]);
    const lease = room.lease(1);
    expect(lease.deadline - lease.grantedAt).toBeGreaterThan(300_000);
    expect(lease.deadline - lease.grantedAt).toBeLessThan(360_000);
  });

  test("lasts no longer than two time limits and 30 s without progress, whatever runtimes are told", () => {
    const room = twoVolunteers({ timeLimitMs: 20_000 });
    room.answer(1, 1, [
      { task: 0, runtimeMs: 100_000 },
      { task: 1, runtimeMs: 100_000 },
    ]);
    const lease = room.lease(1);
    expect(lease.deadline - lease.grantedAt).toBe(70_000);
  });

  test("never outlives its deadline, and says why", () => {
    const room = twoVolunteers();
    const rung = room.pass(30_000);
    expect(room.scheduler.leases.size).toBe(0);
    expect(ordersIn(rung, "explain").map(({ explanation }) => explanation.type)).toEqual([
      "suspected",
      "suspected",
      "lease-expired",
      "lease-expired",
    ]);
    expect(
      ordersIn(rung, "send-recall")
        .map((order) => order.lease)
        .toSorted((a, b) => a - b),
    ).toEqual([1, 2]);
  });
});

describe("an ended lease", () => {
  test("[P6] brings results that change nothing, are explained, and are forgotten by the volunteer", () => {
    const room = afterExpiry();
    const counts = room.counts();
    room.answer(1, 1, [0, 1]);
    expect(room.counts()).toMatchObject({ done: counts.done, failed: 0 });
    expect(room.orders("explain")).toEqual([
      { type: "explain", explanation: { type: "stale", volunteer: 1, what: "ended-lease", count: 2 } },
    ]);
    expect(room.orders("acknowledge")).toHaveLength(1);
    expect(room.orders("commit-results")).toEqual([]);
  });

  test("brings offered errors that count for nothing, since it has ended, and not since their tasks had been settled", () => {
    const room = afterExpiry();
    room.answer(1, 1, [{ task: 0, outcome: outcomes.threw }], { offered: true });
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "ended-lease", count: 1 } }]);
  });

  test("of an earlier start brings results of tasks that never got on record, which is what is said of them", () => {
    const room = twoVolunteers();
    room.answer(1, 1, [10], { offered: true, epoch: 2 });
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "no-such-task", count: 1 } }]);
  });

  test("[P3] brings offered results, which are accepted while their tasks are open", () => {
    const room = afterExpiry();
    room.answer(1, 1, [0, 1], { offered: true });
    room.commitAll();
    expect(room.counts().done).toBe(2);
  });

  test("[P6] returns tasks that change nothing, and is not renewed", () => {
    const room = afterExpiry();
    const counts = room.counts();
    expect(room.giveBack(1, 1, [0, 1], 3)).toEqual([]);
    room.heartbeat(1, [1], 3);
    expect(room.counts()).toEqual(counts);
  });
});

describe("a lease of an older epoch", () => {
  test("[P6] brings results that change nothing", () => {
    const room = twoVolunteers();
    room.answer(1, 1, [0, 1], { epoch: 2 });
    expect(room.counts()).toEqual(before);
    expect(room.orders("explain")).toMatchObject([{ explanation: { what: "older-epoch", count: 2 } }]);
    expect(room.orders("acknowledge")).toHaveLength(1);
  });

  test("[P3] brings offered results for open tasks, which are accepted", () => {
    const room = twoVolunteersAfterRestart();
    room.answer(1, 77, [2, 9], { epoch: 2, offered: true });
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 5, leased: 3, done: 2, failed: 0 });
  });

  test("[P6] returns tasks that change nothing, and is not renewed", () => {
    const room = twoVolunteers();
    expect(room.giveBack(1, 1, [0, 1], 2)).toEqual([]);
    expect(room.heartbeat(1, [1], 2)).toEqual([]);
    expect(room.counts()).toEqual(before);
  });
});

describe("a lease that is none of the volunteer's", () => {
  const forgeries: readonly [string, (room: Room) => unknown][] = [
    ["results for another's lease", (room) => room.answer(1, 2, [2])],
    ["offered results for another's lease", (room) => room.answer(1, 2, [2], { offered: true })],
    ["results for a lease never granted", (room) => room.answer(1, 4_000, [2])],
    ["results for an epoch that has not begun", (room) => room.answer(1, 1, [0], { epoch: 4 })],
    ["results for a task that is not there", (room) => room.answer(1, 1, [0, 10])],
    ["returned tasks of another's lease", (room) => room.giveBack(1, 2, [2], 3)],
    ["returned tasks of a lease never granted", (room) => room.giveBack(1, 4_000, [2], 3)],
  ];

  test.each(forgeries)("[P3] is a breach of the protocol: %s", (_, act) => {
    const room = twoVolunteers();
    act(room);
    expect(room.orders("dismiss")).toHaveLength(1);
    expect(room.orders("commit-results")).toEqual([]);
    expect(room.counts()).toMatchObject({ done: 0, failed: 0 });
    expect([...room.scheduler.sessions.keys()]).toEqual([2]);
  });

  test("is a breach where it is of another job", () => {
    const room = twoVolunteers();
    room.submit(2, 10);
    room.answer(1, 1, [0], { job: 2 });
    expect(room.orders("dismiss")).toHaveLength(1);
  });

  test("named in a heartbeat, is ignored", () => {
    const room = twoVolunteers();
    expect(room.heartbeat(1, [2, 4_000], 3)).toEqual([]);
    expect(room.heartbeat(1, [1], 9)).toEqual([]);
  });
});

test("a lease is named by the epoch and a number that is never used twice", () => {
  const room = twoVolunteers();
  const seen = new Set<number>();
  for (let round = 0; round < 10; round += 1) {
    for (const lease of room.scheduler.leases.keys()) seen.add(lease);
    room.leave(1);
    room.join(1);
  }
  expect(seen.size).toBe(11);
  expect(room.scheduler.epoch).toBe(epoch(3));
  expect(room.session(1).id).toBe(volunteerId(1));
});
