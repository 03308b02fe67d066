import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** The program does not load for the first task of the volunteer's oldest lease, and the rest goes back. */
function cannotLoad(room: Room, volunteer: number): void {
  const lease = room.lease(volunteer);
  const [first = 0, ...others] = lease.indices;
  room.answer(volunteer, lease.id, [{ task: first, outcome: outcomes.notLoaded, runtimeMs: 0 }], { busyMs: 0 });
  if (room.scheduler.leases.has(lease.id)) room.giveBack(volunteer, lease.id, others);
}

function roomOf(volunteers: number, options: { total?: number; batchSize?: number; slots?: number } = {}): Room {
  const { total = 12, batchSize = 3, slots = 1 } = options;
  const room = new Room();
  room.submit(1, total, { batchSize, speculation: false });
  for (let id = 1; id <= volunteers; id += 1) room.join(id, slots);
  return room;
}

describe("[P5] a program that loads nowhere", () => {
  test("stops its job once it has not loaded on two volunteers, with the error and no failed task", () => {
    const room = roomOf(2);
    cannotLoad(room, 1);
    expect(room.job().phase).toBe("running");
    cannotLoad(room, 2);
    expect(room.job().phase).toBe("stopped");
    expect(ordersIn(room.story, "job-stopped")).toEqual([{ type: "job-stopped", job: 1, error: Uint8Array.of(0xc0) }]);
    expect(room.counts()).toEqual({ pending: 12, leased: 0, done: 0, failed: 0 });
    expect(ordersIn(room.story, "send-close-job").map(({ volunteer }) => volunteer)).toEqual([1, 2]);
    expect(ordersIn(room.story, "explain")).toEqual([]);
    expect(ordersIn(room.story, "commit-results")).toEqual([]);
  });

  test("stops its job after three tries where there is one volunteer, which has its parcels acknowledged", () => {
    const room = roomOf(1);
    for (let tries = 1; tries <= 3; tries += 1) {
      expect(room.job().phase).toBe("running");
      cannotLoad(room, 1);
    }
    expect(room.job().phase).toBe("stopped");
    expect(ordersIn(room.story, "acknowledge")).toHaveLength(3);
    expect(room.session(1)).toMatchObject({ presence: "present", setbacks: 0 });
    expect(room.job().tasks.attempts(0)).toBe(0);
  });

  test("stops it too where an input could not be had first, which does not tell that it loads", () => {
    const room = roomOf(2, { batchSize: 1 });
    const [task = 0] = room.lease(1).indices;
    room.answer(1, room.lease(1).id, [{ task, outcome: outcomes.crashed, runtimeMs: 0 }], { busyMs: 0 });
    expect(room.job().loading.hasLoaded).toBe(false);
    cannotLoad(room, 2);
    room.pass(1_000);
    room.heartbeat(1);
    cannotLoad(room, 1);
    expect(room.job().phase).toBe("stopped");
  });

  test("does not stop it where half of the room has not answered yet", () => {
    const room = roomOf(6);
    cannotLoad(room, 1);
    cannotLoad(room, 2);
    expect(room.job().phase).toBe("running");
    expect([room.leases(1), room.leases(2)]).toEqual([[], []]);
    cannotLoad(room, 3);
    expect(room.job().phase).toBe("stopped");
  });

  test("is not stopped by one message that arrives twice", () => {
    const room = roomOf(1);
    const answer = [{ task: 0, outcome: outcomes.notLoaded }];
    for (let copies = 0; copies < 4; copies += 1) room.answer(1, 1, answer);
    expect(room.job().loading.failures).toBe(1);
    expect(room.job().phase).toBe("running");
  });

  test("is not stopped by the slots of one volunteer alone while there are others", () => {
    const room = roomOf(2, { slots: 4, batchSize: 1 });
    for (let slot = 1; slot <= 4; slot += 1) cannotLoad(room, 1);
    expect(room.job().phase).toBe("running");
    expect(room.leases(1)).toEqual([]);
  });

  test("is tried again by those that could not once all others are gone", () => {
    const room = roomOf(2);
    cannotLoad(room, 1);
    room.leave(2, "goodbye");
    for (let tries = 2; tries <= 3; tries += 1) cannotLoad(room, 1);
    expect(room.job().phase).toBe("stopped");
  });

  test("stops a job that is paused, too", () => {
    const room = roomOf(2);
    room.tell({ type: "job-paused", job: jobId(1) });
    cannotLoad(room, 1);
    cannotLoad(room, 2);
    expect(room.job().phase).toBe("stopped");
  });

  test("leaves the room to the next job at once", () => {
    const room = roomOf(2);
    cannotLoad(room, 1);
    cannotLoad(room, 2);
    room.submit(2, 2, { batchSize: 1 });
    expect(room.orders("send-batch").map(({ job, volunteer }) => [job, volunteer])).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });
});

describe("a program that loads on some volunteers only", () => {
  test("is computed by those, and who cannot load it is told of once and gets nothing more", () => {
    const room = roomOf(2);
    cannotLoad(room, 1);
    room.answer(2, room.lease(2).id, Array.from(room.lease(2).indices));
    expect(room.orders("explain")).toEqual([
      { type: "explain", explanation: { type: "cannot-load", job: 1, volunteer: 1 } },
    ]);
    while (room.job().phase === "running") {
      room.answer(2, room.lease(2).id, Array.from(room.lease(2).indices));
      room.commitAll();
    }
    expect(room.counts().done).toBe(12);
    expect(ordersIn(room.story, "send-batch").filter(({ volunteer }) => volunteer === 1)).toHaveLength(1);
  });

  test("is not stopped when only those are left that cannot load it, and goes on when another one comes", () => {
    const room = roomOf(2);
    room.answer(2, room.lease(2).id, Array.from(room.lease(2).indices));
    cannotLoad(room, 1);
    room.leave(2, "lost");
    expect(room.job().phase).toBe("running");
    expect(room.leases(1)).toEqual([]);
    room.join(3);
    expect(room.leases(3)).not.toEqual([]);
  });

  test("has a task that threw tried again by the one volunteer that can", () => {
    const room = roomOf(2, { total: 4, batchSize: 2 });
    cannotLoad(room, 1);
    const { id, indices } = room.lease(2);
    room.answer(
      2,
      id,
      Array.from(indices, (task) => ({ task, outcome: outcomes.threw })),
    );
    expect(room.lease(2).indices).toEqual(indices);
  });

  test("gives no copy and no recalled task to a volunteer that cannot load it", () => {
    const room = new Room();
    room.submit(1, 3, { batchSize: 1 });
    room.join(1);
    room.join(2);
    cannotLoad(room, 1);
    for (let answers = 0; answers < 2; answers += 1) room.answer(2, room.lease(2).id, [room.lease(2).indices[0] ?? 0]);
    for (let beat = 0; beat < 10; beat += 1) {
      room.pass(2_000);
      room.heartbeat(1);
      room.heartbeat(2, [room.lease(2).id]);
    }
    expect(room.leases(1)).toEqual([]);
  });
});

describe("a task whose program does not load", () => {
  test("waits again without an attempt, an error or a death, in no small company", () => {
    const room = roomOf(3, { total: 30 });
    cannotLoad(room, 1);
    expect(room.job().tasks.state(0)).toBe(taskStates.pending);
    expect(room.job().tasks.attempts(0)).toBe(0);
    expect(room.job().histories.size).toBe(0);
    room.answer(2, room.lease(2).id, Array.from(room.lease(2).indices));
    expect(room.orders("send-batch")[0]?.indices).toEqual(Uint32Array.of(0, 1, 2));
  });

  test("[P6] is unmoved by an offer that says so", () => {
    const room = roomOf(1, { total: 1 });
    room.leave(1);
    room.answer(1, 1, [{ task: 0, outcome: outcomes.notLoaded }], { offered: true });
    expect(room.job().loading.failures).toBe(0);
  });
});
