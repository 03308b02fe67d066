import { describe, expect, test } from "vitest";
import { outcomes, type TaskError } from "../job/job.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room, type Answer } from "./testing/room.ts";

function threwAll(indices: Uint32Array): Answer[] {
  return Array.from(indices, (task) => ({ task, outcome: outcomes.threw }));
}

/** The holder of the task ends it with that error; gives its number. */
function fail(room: Room, outcome: TaskError = outcomes.threw, task = 0): number {
  for (const lease of room.scheduler.leases.values()) {
    if (lease.indices.includes(task)) {
      room.answer(lease.session.id, lease.id, [{ task, outcome }], { job: lease.job.id });
      return lease.session.id;
    }
  }
  throw new Error(`task ${task} is in no hands`);
}

describe("[P5] a task that throws", () => {
  test.each([
    ["throws", outcomes.threw],
    ["runs into the time limit", outcomes.timedOut],
    ["takes its slot down", outcomes.crashed],
  ] as const)("is given up when it %s on two distinct volunteers", (_, outcome) => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    room.join(2);
    const first = fail(room, outcome);
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "will-retry", first: 0, count: 1 } }]);
    const second = fail(room, outcome);
    expect(new Set([first, second]).size).toBe(2);
    const [commit] = room.orders("commit-results");
    expect(commit?.failures).toMatchObject([{ task: 0, history: [{ outcome }, { outcome }] }]);
    expect(commit?.positions).toEqual(new Uint32Array());
    // When the attempt began is found by the columns; the error's bytes are in its history.
    expect(commit?.block).toMatchObject({ indices: Uint32Array.of(0), values: { bytes: new Uint8Array() } });
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 0, done: 0, failed: 1 });
    expect(room.story.at(-1)).toMatchObject({ type: "job-ended" });
  });

  test("is given up after four attempts in a room with one volunteer", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    for (let attempt = 1; attempt <= 4; attempt += 1) fail(room);
    expect(ordersIn(room.story, "send-batch")).toHaveLength(4);
    expect(room.orders("explain")).toMatchObject([
      { explanation: { type: "given-up", because: "attempts-used-up", first: 0, count: 1 } },
    ]);
    room.commitAll();
    expect(room.counts().failed).toBe(1);
  });

  test("is given up after as many attempts as its job allows", () => {
    const room = new Room();
    room.submit(1, 1, { maxAttempts: 2 });
    room.join(1);
    fail(room);
    fail(room);
    expect(room.job().tasks.state(0)).toBe(taskStates.accepted);
  });

  test("waits for another volunteer while one is available, and the thrower gets other tasks", () => {
    const room = new Room();
    room.submit(1, 6, { batchSize: 1, speculation: false });
    room.join(1);
    room.join(2);
    fail(room);
    expect(room.lease(1).indices).toEqual(Uint32Array.of(2));
    room.answer(2, 2, [1]);
    expect(room.lease(2).indices).toEqual(Uint32Array.of(0));
  });

  test("goes back to the volunteer that it threw on once no other is available", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 1, speculation: false });
    room.join(1);
    room.join(2);
    fail(room);
    expect(room.leases(1)).toEqual([]);
    room.limits(2, 1, true);
    expect(room.lease(1).indices).toEqual(Uint32Array.of(0));
  });

  test("travels in ordinary batches, and with tasks that were never tried", () => {
    const room = new Room();
    room.submit(1, 20, { batchSize: 16, speculation: false });
    room.join(1);
    const done = Array.from(room.lease(1).indices.subarray(8));
    room.answer(1, 1, [...threwAll(room.lease(1).indices.subarray(0, 8)), ...done]);
    expect(room.lease(1).indices).toEqual(Uint32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19));
  });

  test("goes to no volunteer that it threw on while others are there, however many it threw on", () => {
    const room = new Room();
    room.submit(1, 300, { batchSize: 30, speculation: false });
    for (const volunteer of [1, 2, 3]) room.join(volunteer);
    for (let answers = 0; room.job().phase === "running" && answers < 100; answers += 1) {
      const [lease] = room.scheduler.leases.values();
      if (lease !== undefined) room.answer(lease.session.id, lease.id, threwAll(lease.indices));
      room.commitAll();
    }
    const batches = ordersIn(room.story, "send-batch");
    const given = batches.flatMap(({ volunteer, indices }) => Array.from(indices, (task) => `${task} to ${volunteer}`));
    expect(new Set(given).size).toBe(600);
    expect(given).toHaveLength(600);
    expect(batches.length).toBeLessThan(30);
    expect(room.counts().failed).toBe(300);
  });

  test("leaves no history behind once it is settled, however it is", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 2, maxAttempts: 3 });
    room.join(1);
    room.answer(1, 1, threwAll(room.lease(1).indices));
    expect(room.job().histories.size).toBe(2);
    room.answer(1, 2, [0, { task: 1, outcome: outcomes.threw }]);
    expect([...room.job().histories.keys()]).toEqual([1]);
    fail(room, outcomes.threw, 1);
    expect(room.job().histories.size).toBe(0);
  });

  test("shares the bytes of an error with those that failed alike", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 2 });
    room.join(1);
    room.answer(1, 1, threwAll(room.lease(1).indices));
    const [first, second] = [...room.job().histories.values()].map(([attempt]) => attempt?.error);
    expect(first).toBe(second);
  });

  test.each([
    ["ran into the time limit", outcomes.timedOut],
    ["took its slot down", outcomes.crashed],
  ] as const)("travels alone once it %s", (_, outcome) => {
    const room = new Room();
    room.submit(1, 8, { batchSize: 4, speculation: false });
    room.join(1);
    room.answer(1, 1, [1, 2, 3, { task: 0, outcome }]);
    expect(room.lease(1).indices).toEqual(Uint32Array.of(0));
  });

  test("touches no other task of its batch", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 4 });
    room.join(1);
    room.answer(1, 1, [0, { task: 1, outcome: outcomes.threw }, 2, 3]);
    room.commitAll();
    expect(room.counts()).toEqual({ pending: 0, leased: 1, done: 3, failed: 0 });
    expect(room.lease(1).indices).toEqual(Uint32Array.of(1));
  });

  test("is acknowledged at once when it will be tried again, and is no stale answer", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    fail(room);
    expect(room.orders("acknowledge")).toHaveLength(1);
    expect(room.orders("explain").map((order) => order.explanation.type)).toEqual(["will-retry"]);
  });

  test("keeps its error, runtime and volunteers in its history", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(7);
    room.answer(7, 1, [{ task: 0, outcome: outcomes.threw, runtimeMs: 12 }]);
    expect(room.job().histories.get(0)).toEqual([
      { volunteer: 7, outcome: outcomes.threw, runtimeMs: 12, error: Uint8Array.of(0xc0) },
    ]);
  });

  test("ends the job when it was the last", () => {
    const room = new Room();
    room.submit(1, 2, { maxAttempts: 1, batchSize: 2 });
    room.join(1);
    room.answer(1, 1, [1, { task: 0, outcome: outcomes.threw }]);
    room.commitAll();
    expect(room.story.at(-1)).toMatchObject({ type: "job-ended", job: 1 });
  });
});

describe("[P5] a task that kills its volunteers", () => {
  test("is poison after three deaths, alone at the end, and fails without a parcel", () => {
    const room = new Room();
    room.submit(1, 1);
    for (let death = 1; death <= 3; death += 1) {
      room.join(death);
      room.leave(death, "lost");
    }
    const [commit] = room.orders("commit-results");
    expect(commit?.failures).toMatchObject([{ task: 0, history: [{ outcome: "lost" }, {}, {}] }]);
    expect(room.orders("explain")).toMatchObject([{ explanation: { type: "given-up", because: "poison" } }]);
    expect(ordersIn(room.commitAll(), "acknowledge")).toEqual([]);
    expect(room.counts().failed).toBe(1);
  });

  test("does not take the tasks of a large batch with it", () => {
    const room = new Room();
    room.submit(1, 40, { batchSize: 20, speculation: false });
    for (let death = 1; death <= 3; death += 1) {
      room.join(death);
      room.leave(death, "lost");
    }
    expect(room.counts()).toEqual({ pending: 40, leased: 0, done: 0, failed: 0 });
    room.join(9);
    expect(room.lease(9).indices).toEqual(Uint32Array.of(16, 17, 18, 19));
  });

  test("counts goodbyes, dismissals and ended leases as no deaths", () => {
    const room = new Room();
    room.submit(1, 1, { speculation: false });
    room.join(1);
    room.leave(1, "goodbye");
    room.join(1);
    room.join(1);
    room.leave(1, "dismissed");
    room.join(1);
    room.pass(30_000);
    expect(room.job().tasks.deaths(0)).toBe(0);
  });

  test("counts apart from throws", () => {
    const room = new Room();
    room.submit(1, 1, { speculation: false });
    room.join(1);
    room.leave(1, "lost");
    room.join(2);
    room.leave(2, "lost");
    room.join(3);
    fail(room);
    expect(room.job().tasks.state(0)).toBe(taskStates.leased);
    room.leave(3, "lost");
    expect(room.job().tasks.state(0)).toBe(taskStates.accepted);
  });
});
