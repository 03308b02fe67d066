import { describe, expect, test } from "vitest";
import { jobId, noVolunteer, volunteerId } from "../ids.ts";
import { outcomes, type JobOptions } from "../job/job.ts";
import type { Explanation } from "./explanation.ts";
import { taskRuns } from "./fact-words.ts";
import { ordersIn, Room, taking } from "./testing/room.ts";

const hourMs = 3_600_000;

/** Of one process, on one volunteer with so many slots. */
function process(slots = 1, options: Partial<JobOptions> = {}): Room {
  const room = new Room();
  room.submit(1, 1, { atMostOnce: true, timeLimitMs: 24 * hourMs, ...options });
  room.join(1, slots);
  return room;
}

/** Each of these volunteers says every two seconds what it holds, as long as it is in the room. */
function beat(room: Room, ms: number, ...ids: readonly number[]): void {
  for (let passed = 0; passed < ms; passed += 2_000) {
    room.pass(2_000);
    for (const id of ids) {
      if (!room.scheduler.sessions.has(volunteerId(id))) continue;
      room.heartbeat(
        id,
        room.leases(id).map(({ id: lease }) => lease),
      );
    }
  }
}

function losses(room: Room): readonly Explanation[] {
  return ordersIn(room.story, "explain").flatMap(({ explanation }) =>
    explanation.type === "lost-for-good" || explanation.type === "lost-in-restart" ? [explanation] : [],
  );
}

/** By job, the tasks of the volunteer's leases. */
function heldOf(room: Room, id: number): Record<number, number> {
  const held: Record<number, number> = {};
  for (const { job, indices } of room.leases(id)) held[job.id] = (held[job.id] ?? 0) + indices.length;
  return held;
}

describe("[P11] a task that is executed at most once", () => {
  const ends: readonly [Extract<Explanation, { type: "lost-for-good" }>["because"], (room: Room) => void][] = [
    ["lost", (room) => room.leave(1, "lost")],
    ["goodbye", (room) => room.leave(1, "goodbye")],
    ["dismissed", (room) => room.giveBack(1, 77, [0])],
    ["replaced", (room) => room.join(1)],
    ["expired", (room) => room.pass(60_000)],
    ["returned", (room) => room.giveBack(1, 1, [0])],
    [
      "returned",
      (room) => {
        room.limits(1, 1, true);
        room.giveBack(1, 1, [0]);
      },
    ],
  ];
  test.each(ends)("fails at once where its lease ends by %s, and is given to nobody else", (because, end) => {
    const room = process();
    room.join(2);
    end(room);
    const [commit] = ordersIn(room.story, "commit-results");
    const attempt = { volunteer: 1, outcome: "lost", runtimeMs: 0 };
    expect(commit).toMatchObject({ volunteer: 1, failures: [{ task: 0, history: [attempt] }], isLast: true });
    expect(losses(room)).toEqual([{ type: "lost-for-good", job: 1, volunteer: 1, because, first: 0, count: 1 }]);
    room.commitAll();
    expect(room.job().phase).toBe("done");
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 0, failed: 1 });
    expect(ordersIn(room.story, "send-batch")).toHaveLength(1);
    expect(ordersIn(room.story, "send-close-job").some(({ job }) => job === 1)).toBe(because === "returned");
  });

  const expiries: readonly [string, (room: Room) => void][] = [
    ["is silent", (room) => room.pass(60_000)],
    ["says that it has it for longer than it may", (room) => beat(room, 160_000, 1)],
  ];
  test.each(expiries)(
    "loses its link with its lease where its volunteer %s: its run would go on over one that lives",
    (_, pass) => {
      const room = new Room();
      room.submit(1, 2, { atMostOnce: true, timeLimitMs: 60_000 });
      room.join(1);
      pass(room);
      expect(losses(room)).toMatchObject([{ because: "expired", first: 0 }]);
      expect(ordersIn(room.story, "give-up-link")).toMatchObject([{ volunteer: 1, because: "lease-expired" }]);
      expect(ordersIn(room.story, "send-recall")).toEqual([]);
      expect(room.scheduler.sessions.size).toBe(0);
      room.join(1);
      room.pass(1_000);
      expect(room.leases(1)).toMatchObject([{ indices: Uint32Array.of(1) }]);
    },
  );

  test.each([outcomes.threw, outcomes.timedOut, outcomes.crashed])("fails with its first error, %s", (outcome) => {
    const room = process(1, { maxAttempts: 4 });
    room.join(2);
    room.answer(1, 1, [{ task: 0, outcome }]);
    const [commit] = ordersIn(room.story, "commit-results");
    expect(commit?.failures).toMatchObject([{ task: 0, history: [{ volunteer: 1, outcome }] }]);
    expect(losses(room)).toEqual([]);
  });

  test("is given out again where its program did not load: nothing of it was executed", () => {
    const room = process();
    room.join(2);
    room.answer(1, 1, [{ task: 0, outcome: outcomes.notLoaded }]);
    expect(ordersIn(room.story, "send-batch").map(({ volunteer }) => volunteer)).toEqual([1, 2]);
    room.answer(2, 2, [0]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ done: 1, failed: 0 });
  });

  test("[P6] changes no more when its result is offered after that", () => {
    const room = process();
    room.leave(1, "lost");
    room.join(1);
    room.answer(1, 1, [0], { offered: true });
    expect(room.orders("explain").map(({ explanation }) => explanation)).toEqual([
      { type: "stale", volunteer: 1, what: "ended-lease", count: 1 },
    ]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ done: 0, failed: 1 });
  });

  test("is not settled by an offer of a volunteer whose program did not load, by its own word, while another has it", () => {
    const room = process();
    room.join(2);
    room.answer(1, 1, [{ task: 0, outcome: outcomes.notLoaded }]);
    room.answer(1, 1, [0], { offered: true });
    expect(room.counts()).toMatchObject({ leased: 1 });
    expect(room.orders("acknowledge")).toMatchObject([{ volunteer: 1 }]);
    room.answer(2, 2, [0]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ done: 1 });
  });

  test("fails where its input is lost on the way, and what has not begun of it is dropped", () => {
    const room = new Room();
    room.hasSlowInputs = true;
    room.submit(1, 2, { atMostOnce: true });
    room.join(1);
    const [load] = room.orders("load-inputs");
    if (load === undefined) throw new Error("no inputs are asked for");
    room.tell({ type: "inputs-ready", load: load.load, count: 1, bytes: 1, areKept: true });
    room.tell({ type: "input-lost", load: load.load, task: 0, reason: "it is gone" });
    expect(room.orders("send-recall")).toMatchObject([{ lease: 1, count: 1 }]);
    expect(losses(room)).toMatchObject([{ because: "input-lost", first: 0 }]);
    expect(room.job().phase).toBe("running");
    expect(room.counts()).toMatchObject({ pending: 1 });
  });

  test("fails with all others that are open where the room starts again, since leases are on no record", () => {
    const room = new Room({}, 2);
    room.join(1);
    room.restore(1, 20_000, { atMostOnce: true });
    expect(ordersIn(room.story, "send-batch")).toEqual([]);
    expect(losses(room)).toEqual([{ type: "lost-in-restart", job: 1, first: 0, count: 20_000 }]);
    const commits = ordersIn(room.story, "commit-results");
    expect(commits.map(({ settled, volunteer, isLast }) => [settled.length, volunteer, isLast])).toEqual([
      [8_192, noVolunteer, false],
      [8_192, noVolunteer, false],
      [3_616, noVolunteer, true],
    ]);
    expect(commits.every(({ attempts }) => attempts.every((one) => one === 1))).toBe(true);
    room.answer(1, 1, [5], { offered: true, epoch: 1 });
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "older-epoch" } }]);
    room.commitAll();
    expect(room.job().phase).toBe("done");
  });

  test("stays settled where it has a result on record, and skipped rows and a pause stay as they were", () => {
    const room = new Room({}, 2);
    const options = { ...process().job().options };
    room.tell({
      type: "job-restored",
      job: jobId(1),
      total: 4,
      options,
      isSealed: true,
      paused: true,
      records: {
        indices: Uint32Array.of(2),
        volunteers: Uint32Array.of(7),
        runtimesMs: Float32Array.of(10),
        attempts: Uint8Array.of(1),
        failed: Uint8Array.of(0),
        endedBy: null,
        skipped: Uint32Array.of(0),
      },
    });
    expect(ordersIn(room.story, "commit-results").map(({ settled }) => taskRuns(settled))).toEqual(["1,3"]);
    room.commitAll();
    expect(room.job().tasks).toMatchObject({ done: 1, failed: 2, skipped: 1 });
  });
});

/** How many of the last tasks a volunteer is given that takes a hundred times as long as the two others. */
function leasesOfSlow(options: Partial<JobOptions>): number {
  const room = new Room();
  room.submit(1, 40, { batchSize: 1, speculation: false, ...options });
  for (const id of [1, 2, 3]) room.join(id);
  for (let task = 0; task < 16; task += 1) {
    for (const id of [1, 2]) room.answer(id, room.lease(id).id, taking(room.lease(id), 300), { busyMs: 300 });
  }
  for (let task = 0; task < 3; task += 1) {
    for (const { id, indices } of room.leases(3).slice(0, 1)) {
      room.answer(
        3,
        id,
        [...indices].map((one) => ({ task: one, runtimeMs: 30_000 })),
        { busyMs: 30_000 },
      );
    }
  }
  return room.leases(3).length;
}

describe("a task that may run for hours", () => {
  test("lives on heartbeats alone, until its time limit", () => {
    const room = process();
    beat(room, 3 * hourMs, 1);
    expect(room.leases(1)).toHaveLength(1);
    expect(ordersIn(room.story, "send-recall")).toEqual([]);
    room.answer(1, 1, [{ task: 0, runtimeMs: 3 * hourMs }]);
    room.commitAll();
    expect(room.counts()).toMatchObject({ done: 1 });
  });

  test("goes alone, whatever batch its job asks for, and each one to a free slot", () => {
    const room = new Room();
    room.submit(1, 5, { atMostOnce: true, batchSize: 100 });
    room.join(1, 3);
    expect(room.leases(1).map(({ indices }) => indices.length)).toEqual([1, 1, 1]);
    room.answer(1, 1, taking(room.lease(1), 1));
    expect(room.leases(1)).toHaveLength(3);
    room.limits(1, 4, false);
    expect(room.leases(1)).toHaveLength(4);
  });

  test("gets no second copy, and is not called back for volunteers without work", () => {
    const room = new Room();
    room.submit(1, 20, { atMostOnce: true, speculation: true, timeLimitMs: hourMs });
    room.join(1, 2);
    for (let task = 0; task < 18; task += 1) room.answer(1, room.lease(1).id, taking(room.lease(1), 5));
    for (const id of [2, 3]) room.join(id, 4);
    beat(room, 600_000, 1, 2, 3);
    expect(ordersIn(room.story, "send-batch").map(({ volunteer }) => volunteer)).toEqual(
      Array.from({ length: 20 }, () => 1),
    );
    expect(ordersIn(room.story, "send-recall")).toEqual([]);
  });

  test("is not called back where its job is paused, and ends as it would", () => {
    const room = process();
    room.tell({ type: "job-paused", job: jobId(1) });
    expect(room.orders("send-recall")).toEqual([]);
    room.answer(1, 1, [0]);
    room.commitAll();
    expect(room.job().phase).toBe("done");
  });

  test("goes to a slow volunteer, too, where another task would wait for a fast one", () => {
    expect(leasesOfSlow({})).toBe(0);
    expect(leasesOfSlow({ atMostOnce: true })).toBe(1);
  });

  test("is no fault of a volunteer that leaves with it", () => {
    const room = process();
    beat(room, 60_000, 1);
    room.leave(1, "goodbye");
    room.join(1, 20);
    expect(room.session(1).setbacks).toBe(0);
  });
});

/** Job 1 has short tasks, job 2 one that is executed at most once. */
function beside(slots: number, tasks = 10_000): Room {
  const room = new Room();
  room.submit(1, tasks, { batchSize: 1, speculation: false });
  room.join(1, slots);
  for (let round = 0; round < 6; round += 1) {
    for (const lease of room.leases(1)) room.answer(1, lease.id, taking(lease, 200), { busyMs: 200 });
  }
  room.submit(2, 1, { atMostOnce: true, timeLimitMs: 24 * hourMs });
  return room;
}

function answerFirst(room: Room): void {
  const lease = room.leases(1).find(({ job }) => job.id === jobId(1));
  if (lease !== undefined) room.answer(1, lease.id, taking(lease, 200), { busyMs: 200 });
}

/** As many answers as bring job 2 its slot: as many as the volunteer holds, and one. */
function answerUntilKept(room: Room): void {
  for (let left = room.leases(1).length + 1; left > 0 && room.job(2).leases.size === 0; left -= 1) answerFirst(room);
}

/** Of a volunteer with two slots, whose inputs for the second one are on their way when that is taken away. */
function takeSlotWhileLoading(first: Partial<JobOptions>, second: Partial<JobOptions>): Room {
  const room = new Room();
  room.submit(1, 1, first);
  room.join(1, 2);
  room.hasSlowInputs = true;
  room.submit(2, 1, second);
  const [load] = room.orders("load-inputs");
  room.limits(1, 1, false);
  if (load === undefined) throw new Error("no inputs are asked for");
  room.tell({ type: "inputs-ready", load: load.load, count: 1, bytes: 1 });
  return room;
}

describe("work of other jobs", () => {
  test("held ahead gives way to a task that waits for a free slot, so that it gets one", () => {
    const room = beside(1);
    expect(heldOf(room, 1)).toEqual({ 1: 2 });
    // Job 1 has its turn first.
    answerFirst(room);
    answerFirst(room);
    expect(heldOf(room, 1)).toEqual({ 1: 1 });
    answerFirst(room);
    expect(heldOf(room, 1)).toEqual({ 2: 1 });
  });

  test("is not held ahead where each slot is kept by a task that may run for hours", () => {
    const room = beside(1);
    answerUntilKept(room);
    beat(room, hourMs, 1);
    expect(heldOf(room, 1)).toEqual({ 2: 1 });
  });

  test("goes on through the other slots, with as much ahead as these need", () => {
    const room = beside(3);
    answerUntilKept(room);
    answerFirst(room);
    expect(heldOf(room, 1)).toEqual({ 1: 4, 2: 1 });
    for (let answers = 0; answers < 50; answers += 1) answerFirst(room);
    expect(heldOf(room, 1)).toEqual({ 1: 4, 2: 1 });
  });

  test("is taken away after its own time where it is held in silence, and not after that of the task beside it", () => {
    const room = beside(2);
    answerUntilKept(room);
    const [kept, ...others] = room.leases(1).toSorted((a, b) => Number(a.job.id === 1) - Number(b.job.id === 1));
    expect([kept?.job.id, others.length]).toEqual([2, 2]);
    const { timeLimitMs } = room.job(1).options;
    beat(room, timeLimitMs + 34_000, 1);
    expect(others.map(({ id }) => room.scheduler.leases.has(id))).toEqual([false, false]);
    expect(room.leases(1)[0]).toBe(kept);
  });

  test("is called back where the only slot that is left is kept, and no volunteer rests for it", () => {
    const room = beside(2);
    answerUntilKept(room);
    const others = room.leases(1).filter(({ job }) => job.id === jobId(1));
    expect(others.length).toBeGreaterThan(0);
    room.limits(1, 1, false);
    expect(room.orders("send-recall").map(({ lease }) => lease)).toEqual(others.map(({ id }) => id));
    for (const { id, indices } of others) room.giveBack(1, id, [...indices]);
    expect(room.session(1).presence).toBe("present");
    expect(heldOf(room, 1)).toEqual({ 2: 1 });
  });

  test("is not held ahead in larger numbers for the shortness of tasks that are executed at most once", () => {
    const room = new Room();
    room.submit(1, 40, { atMostOnce: true });
    room.join(1);
    for (let task = 0; task < 40; task += 1) room.answer(1, room.lease(1).id, taking(room.lease(1), 1), { busyMs: 1 });
    room.submit(2, 100, { batchSize: 1, speculation: false });
    for (let task = 0; task < 5; task += 1) {
      room.answer(1, room.lease(1).id, taking(room.lease(1), 200), { busyMs: 200, job: 2 });
    }
    expect(heldOf(room, 1)).toEqual({ 2: 2 });
  });

  test("whose inputs come late is not put behind a task that keeps the only slot", () => {
    const room = takeSlotWhileLoading({ atMostOnce: true }, {});
    expect(heldOf(room, 1)).toEqual({ 1: 1 });
    expect(room.counts(2)).toMatchObject({ pending: 1 });
  });

  test("keeps the only slot where the inputs of a task that needs one come late, which waits on and is not lost", () => {
    const room = takeSlotWhileLoading({}, { atMostOnce: true });
    expect(heldOf(room, 1)).toEqual({ 1: 1 });
    expect(room.counts(2)).toMatchObject({ pending: 1, failed: 0 });
    room.hasSlowInputs = false;
    room.answer(1, 1, [0]);
    expect(heldOf(room, 1)).toEqual({ 2: 1 });
  });
});

test("of several tasks that keep a slot, those without one are lost when slots are taken away, and the others go on", () => {
  const room = new Room();
  room.submit(1, 2, { atMostOnce: true });
  room.join(1, 2);
  room.limits(1, 1, false);
  expect(room.orders("send-recall").map(({ lease }) => lease)).toEqual([1, 2]);
  room.giveBack(1, 1, []);
  room.giveBack(1, 2, [1]);
  expect(losses(room)).toMatchObject([{ because: "returned", first: 1 }]);
  expect(room.leases(1).map(({ id }) => id)).toEqual([1]);
});

test("a volunteer whose slots are all kept by long tasks is lent further ones, as with any long tasks", () => {
  const room = new Room();
  room.submit(1, 16, { atMostOnce: true, timeLimitMs: hourMs });
  room.join(1, 16);
  expect(room.leases(1)).toHaveLength(8);
  beat(room, 12_000, 1);
  expect(room.leases(1)).toHaveLength(16);
});
