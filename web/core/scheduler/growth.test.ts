import { array, assert, constantFrom, nat, property, tuple } from "fast-check";
import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions } from "../job/job.ts";
import { isOver } from "./state.ts";
import { ordersIn, Room, type Fact } from "./testing/room.ts";

const one = jobId(1);
const tasksAdded = (count: number): Fact => ({ type: "tasks-added", job: one, count });
const sealed: Fact = { type: "job-sealed", job: one };
const failed: Fact = { type: "source-failed", job: one, task: 0, reason: "the disk is gone" };
const answers = [tasksAdded(5), sealed, failed] as const;

/** Answers all leases of the volunteer until it has none. */
function work(room: Room, who: number): void {
  for (;;) {
    const [lease] = room.leases(who);
    if (lease === undefined) return;
    room.now += 10;
    room.answer(who, lease.id, [...lease.indices]);
    room.commitAll();
  }
}

describe("a growing job", () => {
  test("asks for tasks as soon as it is there, so that a source that fails is known of before a volunteer comes", () => {
    const room = new Room();
    expect(ordersIn(room.submitGrowing(1, 0), "want-tasks")).toEqual([{ type: "want-tasks", job: one, count: 1 }]);
  });

  test("asks once until it is answered: that is the back-pressure", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    room.join(1, 4);
    room.heartbeat(1);
    expect(ordersIn(room.story, "want-tasks")).toHaveLength(1);
    expect(ordersIn(room.tell(tasksAdded(3)), "want-tasks")).toHaveLength(1);
  });

  test("asks for no more while as many wait as the room takes in a while", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    room.tell(tasksAdded(1));
    expect(room.orders("want-tasks")).toEqual([]);
    // Two batches of one task for each of four slots.
    expect(ordersIn(room.join(1, 4), "want-tasks")).toEqual([{ type: "want-tasks", job: one, count: 8 }]);
    room.tell(tasksAdded(8));
    expect(room.orders("want-tasks")).toEqual([{ type: "want-tasks", job: one, count: 8 }]);
    room.tell(tasksAdded(40));
    expect(room.orders("want-tasks")).toEqual([]);
  });

  test("asks for what the room manages in two seconds once its speed is known", () => {
    const room = new Room();
    room.submitGrowing(1, 10, { batchSize: 10 });
    room.join(1);
    room.tell(tasksAdded(30));
    room.answer(1, 1, [...room.lease(1).indices], { busyMs: 100 });
    for (const { count } of room.orders("want-tasks")) expect(count).toBe(200);
    expect(room.orders("want-tasks")).toHaveLength(1);
  });

  test("asks for fewer where inputs are large", () => {
    const room = new Room();
    room.inputBytes = 16 * 1_024 * 1_024;
    room.submitGrowing(1, 1);
    room.join(1);
    room.answer(1, 1, [0], { busyMs: 1 });
    expect(ordersIn(room.story, "want-tasks").at(-1)?.count).toBe(2);
  });

  test("hands out what is added", () => {
    const room = new Room();
    room.submitGrowing(1, 0, { batchSize: 5 });
    room.join(1);
    expect(room.orders("send-batch")).toEqual([]);
    expect([...(ordersIn(room.tell(tasksAdded(5)), "send-batch")[0]?.indices ?? [])]).toEqual([0, 1, 2, 3, 4]);
    expect(room.counts()).toEqual({ pending: 0, leased: 5, done: 0, failed: 0 });
  });

  test("[P7] does not end with its tasks, and ends when it is sealed", () => {
    const room = new Room();
    room.submitGrowing(1, 3);
    room.join(1);
    work(room, 1);
    expect([room.job().phase, room.counts().done]).toEqual(["running", 3]);
    expect(ordersIn(room.tell(sealed), "job-ended")).toEqual([
      { type: "job-ended", job: one, done: 3, failed: 0, skipped: 0 },
    ]);
    expect(room.job().phase).toBe("done");
  });

  test("[P7] that is sealed goes on until its last task is settled", () => {
    const room = new Room();
    room.submitGrowing(1, 3);
    room.tell(sealed);
    expect(room.job().phase).toBe("running");
    room.join(1);
    work(room, 1);
    expect(room.job().phase).toBe("done");
  });

  test("of no task at all ends when it is sealed", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    expect(ordersIn(room.tell(sealed), "job-ended")).toEqual([
      { type: "job-ended", job: one, done: 0, failed: 0, skipped: 0 },
    ]);
  });

  test("calls no commit its last before it is sealed", () => {
    const room = new Room();
    room.submitGrowing(1, 1);
    room.join(1);
    expect(ordersIn(room.answer(1, 1, [0]), "commit-results").map(({ isLast }) => isLast)).toEqual([false]);
  });

  test("waits for volunteers also while it has no task", () => {
    const room = new Room();
    expect(ordersIn(room.submitGrowing(1, 0), "job-waits")).toHaveLength(1);
    expect(room.join(1)).toContainEqual({ type: "job-waits", job: one, isWaiting: false, lacks: [] });
  });

  test("[P7] whose source fails keeps what it has, says why, and ends with it", () => {
    const room = new Room();
    room.submitGrowing(1, 2);
    room.tell({ type: "source-failed", job: one, task: 2, reason: "the disk is gone" });
    const told = { type: "source-failed", job: one, task: 2, reason: "the disk is gone" };
    expect(room.orders("explain").map(({ explanation }) => explanation)).toEqual([told]);
    room.join(1);
    work(room, 1);
    expect([room.job().phase, room.counts().done]).toEqual(["done", 2]);
  });

  test("takes tasks also while it is paused, and asks for none", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    room.join(1);
    room.tell({ type: "job-paused", job: one });
    expect(room.tell(tasksAdded(1))).toEqual([]);
    expect(room.counts().pending).toBe(1);
    const effects = room.tell({ type: "job-resumed", job: one });
    expect([ordersIn(effects, "send-batch").length, ordersIn(effects, "want-tasks").length]).toEqual([1, 1]);
  });

  test("that is paused ends when it is sealed with nothing left to do", () => {
    const room = new Room();
    room.submitGrowing(1, 0);
    room.tell({ type: "job-paused", job: one });
    room.tell(sealed);
    expect(room.job().phase).toBe("done");
  });
});

describe("what a source says", () => {
  test.each(answers)("of a job that is cancelled changes nothing: $type", (answer) => {
    const room = new Room();
    room.submitGrowing(1, 2);
    room.tell({ type: "job-cancelled", job: one });
    expect(room.tell(answer)).toEqual([]);
    expect(room.job().tasks.total).toBe(2);
  });

  test.each(answers)("of a job that was forgotten changes nothing: $type", (answer) => {
    const room = new Room();
    room.submitGrowing(1, 2);
    room.tell({ type: "job-cancelled", job: one });
    room.tell({ type: "job-forgotten", job: one });
    expect(room.tell(answer)).toEqual([]);
  });

  test.each(answers)("of a job that is done changes nothing: $type", (answer) => {
    const room = new Room();
    room.submit(1, 0);
    expect(room.tell(answer)).toEqual([]);
    expect(room.job().tasks.total).toBe(0);
  });

  test.each(answers)("after the seal is a bug of the shell: $type", (answer) => {
    const room = new Room();
    room.submitGrowing(1, 2);
    room.tell(sealed);
    expect(() => room.tell(answer)).toThrow("job 1 is sealed with 2 tasks");
  });
});

test("a restored job goes on growing, and asks for more", () => {
  const room = new Room({}, 2);
  const records = {
    indices: Uint32Array.of(0),
    volunteers: Uint32Array.of(1),
    runtimesMs: Float32Array.of(1),
    attempts: Uint8Array.of(1),
    failed: Uint8Array.of(0),
    endedBy: null,
    skipped: new Uint32Array(),
  };
  const options = defaultJobOptions;
  const fact = { type: "job-restored", job: one, total: 1, options, isSealed: false, paused: false, records } as const;
  expect(ordersIn(room.tell(fact), "want-tasks")).toHaveLength(1);
  expect(room.job().phase).toBe("running");
});

function restoredGrowing(total: number): Room {
  const room = new Room({}, 2);
  room.restore(1, total, {}, false);
  return room;
}

test("[P6] what is offered of an older epoch is not needed of tasks that were added since: their inputs may be others", () => {
  const room = restoredGrowing(2);
  room.join(1);
  room.tell(tasksAdded(4));
  room.answer(1, 7, [1, 2, 5], { epoch: 1, offered: true });
  expect(room.orders("dismiss")).toEqual([]);
  expect(room.orders("commit-results").map(({ settled }) => settled)).toEqual([Uint32Array.of(1)]);
  expect(room.orders("explain")).toMatchObject([{ explanation: { type: "stale", what: "no-such-task", count: 2 } }]);
  // A lease of this epoch that has ended had the same inputs.
  const { id, indices } = room.lease(1);
  room.leave(1);
  room.join(1);
  room.answer(1, id, [...indices], { offered: true });
  expect(room.orders("commit-results")).toHaveLength(1);
});

test("[P6] what is offered of tasks whose adding never got on record is not needed, and no reason to send a volunteer away", () => {
  const room = restoredGrowing(2);
  room.join(1);
  room.answer(1, 7, [0, 5], { epoch: 1, offered: true });
  expect(room.orders("dismiss")).toEqual([]);
  expect(room.orders("commit-results").map(({ settled }) => settled)).toEqual([Uint32Array.of(0)]);
  // In this epoch nobody can have been sent such a task.
  room.answer(1, room.lease(1).id, [5]);
  expect(room.orders("dismiss")).toHaveLength(1);
});

test("[P2] the counts are right at every moment, whatever is added and whenever, and the job ends once it is sealed", () => {
  const act = tuple(constantFrom("add", "work", "leave", "join", "pause", "resume", "commit"), nat({ max: 300 }));
  assert(
    property(array(act, { maxLength: 60 }), (acts) => {
      const room = new Room();
      room.submitGrowing(1, 0);
      room.join(1, 2);
      let added = 0;
      for (const [what, many] of acts) {
        if (room.job().tasks.total > 900) break;
        if (what === "add") {
          room.tell(tasksAdded(many));
          added += many;
        } else if (what === "work") {
          const [lease] = room.scheduler.leases.values();
          if (lease !== undefined) room.answer(lease.session.id, lease.id, [...lease.indices]);
        } else if (what === "leave") room.leave(1 + (many % 2));
        else if (what === "join") room.join(1 + (many % 2), 1 + (many % 3));
        else if (what === "commit") room.commitAll();
        else room.tell({ type: what === "pause" ? "job-paused" : "job-resumed", job: one });
        const { done, failed: given, leased, pending } = room.counts();
        expect(done + given + leased + pending).toBe(added);
        expect(room.job().tasks.total).toBe(added);
      }
      room.tell(sealed);
      room.tell({ type: "job-resumed", job: one });
      room.leave(1, "goodbye");
      room.leave(2, "goodbye");
      room.join(3, 2);
      room.commitAll();
      work(room, 3);
      room.commitAll();
      expect(isOver(room.job())).toBe(true);
    }),
    { numRuns: 200 },
  );
});
