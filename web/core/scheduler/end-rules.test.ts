import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room, type Fact } from "./testing/room.ts";

const one = jobId(1);

function satisfied(task: number): Fact {
  return { type: "job-satisfied", job: one, task, rule: "until" };
}

/** Ten tasks in the hands of two volunteers, one by one; task 0 is on record, and said nothing of an end. */
function underWay(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 1, speculation: false });
  room.join(1, 2);
  room.join(2, 2);
  room.answer(1, 1, [0]);
  room.commitAll();
  return room;
}

describe("[P8] a result on record that satisfies a rule", () => {
  test("ends the job at once: what runs is closed everywhere, and all else is not needed", () => {
    const room = underWay();
    const orders = room.tell(satisfied(0));
    expect(ordersIn(orders, "job-ended-early")).toEqual([
      { type: "job-ended-early", job: one, task: 0, rule: "until", notNeeded: 9 },
    ]);
    expect(ordersIn(orders, "send-close-job").map(({ volunteer, why }) => [volunteer, why])).toEqual([
      [1, "ended-early"],
      [2, "ended-early"],
    ]);
    expect(room.job().tasks).toMatchObject({ done: 1, notNeeded: 9, pending: 0, leased: 0, total: 10 });
    expect(room.scheduler.leases.size).toBe(0);
  });

  test("ends a paused job, and calls off inputs that are on their way", () => {
    const room = underWay();
    room.hasSlowInputs = true;
    room.join(3, 1);
    room.tell({ type: "job-paused", job: one });
    room.tell(satisfied(0));
    expect(room.job().phase).toBe("ended-early");
    expect(room.scheduler.loads.size).toBe(0);
  });

  test("ends a job that grows though all its tasks are settled", () => {
    const room = new Room();
    room.submitGrowing(1, 1);
    room.join(1);
    room.answer(1, 1, [0]);
    room.commitAll();
    expect(ordersIn(room.tell(satisfied(0)), "job-ended-early")).toMatchObject([{ task: 0, notNeeded: 0 }]);
    expect(room.tell({ type: "tasks-added", job: one, count: 5 })).toEqual([]);
  });

  test("takes in what was accepted before it, when that gets on record", () => {
    const room = underWay();
    const { id, indices } = room.lease(2);
    room.answer(2, id, [indices[0] ?? 0]);
    room.tell(satisfied(0));
    expect(room.job().tasks).toMatchObject({ done: 1, leased: 1, notNeeded: 8 });
    room.commitAll();
    expect(room.job().tasks).toMatchObject({ done: 2, leased: 0, notNeeded: 8 });
  });

  test("leaves a job whose last tasks are all accepted to its own end: nothing was in vain", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 1 });
    room.join(1, 2);
    room.answer(1, 1, [0]);
    room.commitAll();
    room.answer(1, 2, [1]);
    expect(room.tell(satisfied(0))).toEqual([]);
    expect(ordersIn(room.commitAll(), "job-ended")).toHaveLength(1);
  });

  test("leaves other jobs alone", () => {
    const room = underWay();
    room.submit(2, 3);
    room.tell(satisfied(0));
    expect([room.job(1).phase, room.job(2).phase]).toEqual(["ended-early", "running"]);
  });
});

describe("[P8] a rule changes nothing", () => {
  test.each<[string, (room: Room) => void]>([
    ["cancelled", (room) => room.tell({ type: "job-cancelled", job: one })],
    [
      "ended-early",
      (room) => {
        const { id, indices } = room.lease(2);
        room.answer(2, id, [{ task: indices[0] ?? 0, outcome: outcomes.endsJob }]);
        room.commitAll();
      },
    ],
    [
      "done",
      (room) => {
        for (let [lease] = room.leases(2); lease !== undefined; [lease] = room.leases(2)) {
          room.answer(2, lease.id, [...lease.indices]);
        }
        for (let [lease] = room.leases(1); lease !== undefined; [lease] = room.leases(1)) {
          room.answer(1, lease.id, [...lease.indices]);
        }
        room.commitAll();
      },
    ],
  ])("of a job that is over: %s", (phase, end) => {
    const room = underWay();
    end(room);
    expect(room.job().phase).toBe(phase);
    expect(room.tell(satisfied(0))).toEqual([]);
    expect(room.job().phase).toBe(phase);
  });
});

describe("[P8] a rule cannot have been satisfied", () => {
  test.each([
    ["by a task that waits", 9, taskStates.pending],
    ["by one that runs", 1, taskStates.leased],
    ["by one whose result is not on record yet", 2, taskStates.accepted],
    ["by one that has failed", 3, taskStates.failed],
  ])("%s", (_, task, state) => {
    const room = new Room();
    room.submit(1, 10, { batchSize: 1, speculation: false, maxAttempts: 1 });
    room.join(1, 4);
    const leaseOf = (wanted: number): number => room.leases(1).find(({ indices }) => indices.includes(wanted))?.id ?? 0;
    room.limits(1, 4, true);
    room.answer(1, leaseOf(3), [{ task: 3, outcome: outcomes.threw }]);
    room.commitAll();
    room.answer(1, leaseOf(2), [2]);
    expect(room.job().tasks.state(task)).toBe(state);
    expect(() => room.tell(satisfied(task))).toThrow(`task ${task} of job 1 satisfies a rule in state ${state}`);
  });

  test("by a task that there is not", () => {
    expect(() => underWay().tell(satisfied(10))).toThrow("task 10 of job 1 satisfies a rule in state null");
  });
});
