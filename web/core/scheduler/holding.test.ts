import { describe, expect, test } from "vitest";
import { leaseId } from "../ids.ts";
import type { JobOptions } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

const floorMs = 30_000;
const limitMs = 60_000;

/** A job of many tasks and one volunteer, which has been given what it may hold. */
function holder(slots: number, options: Partial<JobOptions>): Room {
  const room = new Room();
  room.submit(1, 200, { timeLimitMs: limitMs, speculation: false, ...options });
  room.join(1, slots);
  return room;
}

/** Lets time pass in which the volunteer says that it holds all of its leases. Gives the leases that end by it. */
function live(room: Room, ms: number, act: () => void = () => {}): number[] {
  const ended: number[] = [];
  for (let passed = 0; passed < ms; passed += 1_000) {
    const before = room.leases(1).map(({ id }) => id);
    const rung = room.pass(1_000);
    if (ordersIn(rung, "explain").some(({ explanation }) => explanation.type === "lease-expired")) {
      ended.push(...before.filter((id) => !room.scheduler.leases.has(id)));
    }
    act();
    room.heartbeat(
      1,
      room.leases(1).map(({ id }) => id),
    );
  }
  return ended;
}

/** Answers all tasks of the volunteer but those. */
function answerAllBut(room: Room, kept: ReadonlySet<number>): void {
  for (const { id, indices } of room.leases(1)) {
    const answered = [...indices].filter((task) => !kept.has(task) && room.job().tasks.holder(task) === id);
    if (answered.length > 0) room.answer(1, id, answered);
  }
}

describe("a task that is held in silence", () => {
  test("is taken away one time limit and 30 s after its lease began, whatever else is answered", () => {
    const room = holder(2, { batchSize: 1 });
    const kept = new Set([0]);
    expect(live(room, limitMs + floorMs - 2_000, () => answerAllBut(room, kept))).toEqual([]);
    expect(live(room, 4_000, () => answerAllBut(room, kept))).toEqual([1]);
    const setbacks = ordersIn(room.story, "explain").filter(({ explanation }) => explanation.type === "rests");
    expect(setbacks).toMatchObject([{ explanation: { volunteer: 1, because: "lease-expired" } }]);
  });

  test("is taken away though nothing is ever answered, once its program has had a time limit to load", () => {
    const room = holder(1, { batchSize: 1 });
    expect(live(room, 2 * limitMs + floorMs - 2_000)).toEqual([]);
    expect(live(room, 4_000)).toEqual([1]);
  });

  test("has no further time to load where the volunteer has answered another task of its job before", () => {
    const room = holder(1, { batchSize: 1 });
    room.answer(1, 1, [0]);
    const [next] = room.leases(1);
    expect(live(room, limitMs + floorMs - 2_000)).toEqual([]);
    expect(live(room, 4_000)).toContain(next?.id);
  });

  test("has time to load again over another link: the volunteer's page may be a new one", () => {
    const room = holder(1, { batchSize: 1 });
    room.answer(1, 1, [0]);
    room.leave(1, "goodbye");
    room.join(1);
    const { id } = room.lease(1);
    expect(live(room, 2 * limitMs + floorMs - 2_000)).toEqual([]);
    expect(live(room, 4_000)).toContain(id);
  });

  test("is given to another volunteer", () => {
    const room = holder(2, { batchSize: 1 });
    live(room, limitMs + floorMs - 2_000, () => answerAllBut(room, new Set([0])));
    room.join(2);
    for (let passed = 0; passed < 4_000; passed += 1_000) {
      room.pass(1_000);
      for (const { id, indices } of room.leases(2)) room.answer(2, id, Array.from(indices));
    }
    const given = ordersIn(room.story, "send-batch").filter(({ volunteer }) => volunteer === 2);
    expect(given.flatMap(({ indices }) => Array.from(indices))).toContain(0);
  });

  test("in a lease of several, is taken away two time limits and 30 s after the one before it was answered", () => {
    const room = holder(1, { batchSize: 10 });
    room.pass(20_000);
    room.answer(1, 1, [0, 1, 2]);
    live(room, 20_000);
    // Those behind it move nothing.
    room.answer(1, 1, [4, 5, 6, 7, 8, 9]);
    expect(live(room, 2 * limitMs + floorMs - 22_000)).toEqual([]);
    expect(live(room, 4_000)).toContain(1);
  });
});

describe("a task that waits its turn", () => {
  test("is not lost while tasks ahead of it in its lease take their time", () => {
    const room = holder(1, { batchSize: 10 });
    for (let task = 0; task < 10; task += 1) {
      expect(live(room, limitMs - 1_000)).toEqual([]);
      expect(room.scheduler.leases.has(leaseId(1))).toBe(true);
      room.answer(1, 1, [{ task, runtimeMs: limitMs - 1_000 }]);
    }
  });

  test("is not lost while earlier leases take their time", () => {
    const room = holder(1, { batchSize: 3 });
    room.answer(1, 1, [{ task: 0 }, { task: 1 }, { task: 2 }]);
    const [first, second] = room.leases(1);
    expect(second).toBeDefined();
    for (const task of first?.indices ?? []) {
      expect(live(room, limitMs - 1_000)).toEqual([]);
      room.answer(1, first?.id ?? 0, [{ task, runtimeMs: limitMs - 1_000 }]);
    }
    expect(live(room, limitMs - 1_000)).toEqual([]);
  });

  test("is not lost while a slot locates a hang ahead of it, which takes a second time limit", () => {
    const room = holder(1, { batchSize: 5 });
    expect(live(room, 2 * limitMs + 5_000)).toEqual([]);
  });

  test("is not lost behind one of another job, nor behind one of a former link", () => {
    const room = holder(1, { batchSize: 1 });
    room.equipped(1);
    expect(live(room, 8 * limitMs)).toEqual([]);
    expect(live(room, limitMs)).toEqual([1]);
  });

  test("is not lost while pieces of its input come", () => {
    const room = holder(1, { batchSize: 1 });
    expect(live(room, 5 * limitMs, () => room.tell({ type: "piece-sent", volunteer: room.session(1).id }))).toEqual([]);
  });
});
