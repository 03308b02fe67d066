import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

const one = jobId(1);

describe("a job restored from the record", () => {
  const records = {
    indices: Uint32Array.of(4, 0, 2),
    volunteers: Uint32Array.of(7, 8, 7),
    runtimesMs: Float32Array.of(10, 20, 30),
    attempts: Uint8Array.of(1, 2, 3),
    failed: Uint8Array.of(0, 1, 0),
    endedBy: null,
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
