import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
import type { JobPhase } from "./state.ts";
import { ordersIn, Room } from "./testing/room.ts";

const one = jobId(1);

const records = {
  indices: Uint32Array.of(4, 0, 2),
  volunteers: Uint32Array.of(7, 8, 7),
  runtimesMs: Float32Array.of(10, 20, 30),
  attempts: Uint8Array.of(1, 2, 3),
  failed: Uint8Array.of(0, 1, 0),
  endedBy: null,
  skipped: new Uint32Array(),
};

function restored(total: number, isPaused = false): Room {
  const room = new Room({}, 2);
  room.tell({
    type: "job-restored",
    job: one,
    total,
    options: defaultJobOptions,
    isSealed: true,
    paused: isPaused,
    records,
  });
  return room;
}

/** The phase of the job after its program has not loaded on two volunteers. `isDone`: whether the one task on record has a value; it failed otherwise. */
function phaseWhereNothingLoads(isDone: boolean): JobPhase {
  const room = new Room({}, 2);
  const [indices, volunteers, attempts] = [Uint32Array.of(0), Uint32Array.of(7), Uint8Array.of(3)];
  const [runtimesMs, failed] = [Float32Array.of(10), Uint8Array.of(isDone ? 0 : 1)];
  room.tell({
    type: "job-restored",
    job: one,
    total: 6,
    options: { ...defaultJobOptions, batchSize: 1 },
    isSealed: true,
    paused: false,
    records: { ...records, indices, volunteers, runtimesMs, attempts, failed },
  });
  for (const id of [1, 2]) room.join(id);
  for (const id of [1, 2]) {
    const { id: lease, indices: tasks } = room.lease(id);
    room.answer(
      id,
      lease,
      Array.from(tasks, (task) => ({ task, outcome: outcomes.notLoaded, runtimeMs: 0 })),
    );
  }
  return room.job().phase;
}

describe("a job restored from the record", () => {
  test("[P3] has what is on record; all else waits", () => {
    const room = restored(6);
    expect(room.counts()).toEqual({ pending: 3, leased: 0, done: 2, failed: 1 });
    const { tasks } = room.job();
    expect(tasks.volunteer(4)).toBe(7);
    expect(tasks.runtimeMs(2)).toBe(30);
    expect(tasks.attempts(2)).toBe(3);
  });

  test("[P1] gives out only what is not on record", () => {
    const room = restored(6);
    room.join(1, 6);
    expect(room.orders("send-batch").flatMap((order) => Array.from(order.indices))).toEqual([1, 3, 5]);
  });

  test("ends at once when everything is on record", () => {
    const room = new Room({}, 2);
    const whole = { ...records, indices: Uint32Array.of(1, 0, 2) };
    const told = room.tell({
      type: "job-restored",
      job: one,
      total: 3,
      options: defaultJobOptions,
      isSealed: true,
      paused: false,
      records: whole,
    });
    expect(ordersIn(told, "job-ended")).toMatchObject([{ job: one }]);
  });

  test("stays paused when it was", () => {
    const room = restored(6, true);
    room.join(1);
    expect(room.orders("send-batch")).toEqual([]);
    room.tell({ type: "job-resumed", job: one });
    expect(room.orders("send-batch")).toHaveLength(1);
  });

  describe("[P7] whose program loads nowhere any more", () => {
    test("is stopped where only failures are on record: none of them tells that it loads", () => {
      expect(phaseWhereNothingLoads(false)).toBe("stopped");
    });

    test("waits for a volunteer that can load it where a value is on record", () => {
      expect(phaseWhereNothingLoads(true)).toBe("running");
    });
  });

  test("is refused where the record names a task that is not there, or one twice", () => {
    expect(() => restored(4)).toThrow("there is no task 4");
    const twice = { ...records, indices: Uint32Array.of(1, 1, 2) };
    const room = new Room();
    const fact = {
      type: "job-restored",
      job: one,
      total: 9,
      options: defaultJobOptions,
      isSealed: true,
      paused: false,
      records: twice,
    } as const;
    expect(() => room.tell(fact)).toThrow("task 1 cannot go from state 3");
  });
});
