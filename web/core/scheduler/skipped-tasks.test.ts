import { array, assert, boolean, nat, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
import { isOver } from "./state.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room } from "./testing/room.ts";

const one = jobId(1);

/** Five tasks, of which 1 and 3 are skipped. */
function withSkipped(): Room {
  const room = new Room();
  room.submitGrowing(1, 0, { batchSize: 10 });
  room.tell({ type: "tasks-added", job: one, count: 5, skipped: Uint32Array.of(1, 3) });
  return room;
}

describe("[P9] a task that is skipped", () => {
  test("is neither pending nor handed out", () => {
    const room = withSkipped();
    expect(room.job().tasks).toMatchObject({ skipped: 2, pending: 3, open: 3, settled: 2, total: 5 });
    room.join(1);
    expect(ordersIn(room.story, "send-batch").flatMap(({ indices }) => Array.from(indices))).toEqual([0, 2, 4]);
  });

  test("does not keep its job from ending, and is told with the end", () => {
    const room = withSkipped();
    room.join(1);
    room.answer(1, 1, [0, 2, 4]);
    room.commitAll();
    expect(ordersIn(room.tell({ type: "job-sealed", job: one }), "job-ended")).toEqual([
      { type: "job-ended", job: one, done: 3, failed: 0, skipped: 2 },
    ]);
  });

  test("is all that a job may have", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    const orders = room.tell({ type: "tasks-added", job: one, count: 2, skipped: Uint32Array.of(0, 1) });
    // Nothing waits, so the source is asked for more at once.
    expect(ordersIn(orders, "want-tasks")).toHaveLength(1);
    expect(ordersIn(room.tell({ type: "job-sealed", job: one }), "job-ended")).toMatchObject([{ done: 0, skipped: 2 }]);
  });

  test("makes the commit before it the last one of a sealed job", () => {
    const room = withSkipped();
    room.join(1);
    room.tell({ type: "job-sealed", job: one });
    expect(ordersIn(room.answer(1, 1, [0, 2, 4]), "commit-results")).toMatchObject([{ isLast: true }]);
  });

  test.each([
    ["a value is offered for it", (room: Room) => room.answer(1, 1, [1], { offered: true })],
    ["a value comes under a lease that has others", (room: Room) => room.answer(1, 1, [1])],
    ["an error comes for it", (room: Room) => room.answer(1, 1, [{ task: 1, outcome: outcomes.threw }])],
    ["it is given back", (room: Room) => room.giveBack(1, 1, [1])],
    ["its volunteer is lost", (room: Room) => room.leave(1)],
    ["its job is paused", (room: Room) => room.tell({ type: "job-paused", job: one })],
    ["its job is cancelled", (room: Room) => room.tell({ type: "job-cancelled", job: one })],
    ["time passes", (room: Room) => room.pass(400_000)],
  ])("stays so when %s", (_, act) => {
    const room = withSkipped();
    room.join(1);
    act(room);
    expect(room.job().tasks.state(1)).toBe(taskStates.skipped);
    expect(ordersIn(room.effects, "commit-results")).toEqual([]);
  });

  test("stays so when its job ends early, while the others are not needed", () => {
    const room = withSkipped();
    room.join(1);
    room.answer(1, 1, [{ task: 0, outcome: outcomes.endsJob }]);
    room.commitAll();
    expect(room.job().tasks).toMatchObject({ done: 1, skipped: 2, notNeeded: 2 });
  });

  test("is still skipped after a restart, and never handed out", () => {
    const records = {
      indices: Uint32Array.of(0),
      volunteers: Uint32Array.of(1),
      runtimesMs: Float32Array.of(1),
      attempts: Uint8Array.of(1),
      failed: Uint8Array.of(0),
      endedBy: null,
      skipped: Uint32Array.of(1, 3),
    };
    const options = { ...defaultJobOptions, batchSize: 10 };
    const fact = { type: "job-restored", job: one, total: 5, options, isSealed: true, paused: false, records } as const;
    const room = new Room({}, 2);
    room.tell(fact);
    room.join(1);
    expect(ordersIn(room.story, "send-batch").flatMap(({ indices }) => Array.from(indices))).toEqual([2, 4]);
    room.answer(1, 1, [2, 4]);
    expect(ordersIn(room.commitAll(), "job-ended")).toMatchObject([{ done: 3, skipped: 2 }]);
  });
});

test("[P9] whatever is added and skipped, each task is handed out or skipped, never both, and the job ends", () => {
  const rows = array(boolean(), { maxLength: 12 });
  assert(
    property(array(tuple(rows, nat({ max: 3 })), { maxLength: 8 }), (additions) => {
      const room = new Room();
      room.submitGrowing(1, 0, { batchSize: 3 });
      room.join(1, 2);
      const skipped = new Set<number>();
      let total = 0;
      const work = (leases: number): void => {
        for (let nth = 0; nth < leases; nth += 1) {
          const [lease] = room.leases(1);
          if (lease === undefined) return;
          room.answer(1, lease.id, [...lease.indices]);
          room.commitAll();
        }
      };
      for (const [added, leases] of additions) {
        const places = added.flatMap((isWrong, at) => (isWrong ? [total + at] : []));
        for (const task of places) skipped.add(task);
        room.tell({ type: "tasks-added", job: one, count: added.length, skipped: Uint32Array.from(places) });
        total += added.length;
        work(leases);
        const { settled, leased, pending } = room.job().tasks;
        expect(settled + leased + pending).toBe(total);
      }
      room.tell({ type: "job-sealed", job: one });
      work(200);
      expect(isOver(room.job())).toBe(true);
      const given = ordersIn(room.story, "send-batch").flatMap(({ indices }) => Array.from(indices));
      const wanted = Array.from({ length: total }, (_, task) => task).filter((task) => !skipped.has(task));
      expect(given.toSorted((a, b) => a - b)).toEqual(wanted);
    }),
    { numRuns: 100 },
  );
});
