import { describe, expect, test } from "vitest";
import { commitId, jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { taskStates } from "./tasks.ts";
import { ordersIn, Room } from "./testing/room.ts";

const one = jobId(1);

function running(): Room {
  const room = new Room();
  room.submit(1, 10, { batchSize: 2, speculation: false });
  room.join(1, 2);
  return room;
}

function paused(): Room {
  const room = running();
  room.tell({ type: "job-paused", job: one });
  return room;
}

function cancelled(): Room {
  const room = running();
  room.tell({ type: "job-cancelled", job: one });
  return room;
}

function stopped(): Room {
  const room = running();
  for (const lease of [1, 2, 3]) {
    const [task = 0, other = 0] = room.leases(1)[0]?.indices ?? [];
    const { id } = room.lease(1);
    expect(id).toBeGreaterThanOrEqual(lease);
    room.answer(1, id, [{ task, outcome: outcomes.notLoaded }]);
    if (room.scheduler.leases.has(id)) room.giveBack(1, id, [other]);
  }
  return room;
}

function done(): Room {
  const room = new Room();
  room.submit(1, 2, { batchSize: 2 });
  room.join(1);
  room.answer(1, 1, [0, 1]);
  room.commitAll();
  return room;
}

describe("a job that runs", () => {
  test("is told to a volunteer once, before its first batch", () => {
    const room = running();
    const kinds = room.story.map((effect) => effect.type);
    expect(kinds.indexOf("send-job")).toBeLessThan(kinds.indexOf("send-batch"));
    expect(ordersIn(room.story, "send-job")).toHaveLength(1);
  });

  test("ignores that it is resumed", () => {
    const room = running();
    expect(room.tell({ type: "job-resumed", job: one })).toEqual([]);
  });

  test("[P7] ends when everything is on record, and not before", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    room.answer(1, 1, [0]);
    expect(room.job().phase).toBe("running");
    expect(room.commitAll().map((effect) => effect.type)).toEqual(
      expect.arrayContaining(["acknowledge", "send-close-job", "job-ended"]),
    );
    expect(room.job().phase).toBe("done");
  });

  test("without tasks ends at once", () => {
    const room = new Room();
    expect(room.submit(1, 0)).toContainEqual({ type: "job-ended", job: one, done: 0, failed: 0, skipped: 0 });
  });
});

describe("a job that is paused", () => {
  test("calls back what no slot has started, and gives out nothing", () => {
    const room = paused();
    expect(room.orders("send-recall").map(({ lease, count }) => ({ lease, count }))).toEqual([
      { lease: 1, count: 2 },
      { lease: 2, count: 2 },
    ]);
    room.giveBack(1, 1, [1]);
    room.join(2);
    expect(room.orders("send-batch")).toEqual([]);
    expect(room.session(1).setbacks).toBe(0);
  });

  test("takes the results of what was running, and ends when they were the last", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    room.tell({ type: "job-paused", job: one });
    room.answer(1, 1, [0]);
    expect(ordersIn(room.commitAll(), "job-ended")).toMatchObject([{ job: one }]);
  });

  test("ignores that it is paused again, and does not call back twice", () => {
    const room = paused();
    expect(room.tell({ type: "job-paused", job: one })).toEqual([]);
  });

  test("goes on where it was when it is resumed", () => {
    const room = paused();
    room.giveBack(1, 1, [0, 1]);
    room.giveBack(1, 2, [2, 3]);
    room.tell({ type: "job-resumed", job: one });
    expect(room.orders("send-batch").map((order) => Array.from(order.indices))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  test("can be cancelled", () => {
    const room = paused();
    room.tell({ type: "job-cancelled", job: one });
    expect(room.orders("send-close-job")).toHaveLength(1);
    expect(room.scheduler.leases.size).toBe(0);
  });

  test("keeps its tasks' errors and retries for later", () => {
    const room = paused();
    room.answer(1, 1, [{ task: 0, outcome: outcomes.threw }]);
    expect(room.job().tasks.state(0)).toBe(taskStates.pending);
    room.tell({ type: "job-resumed", job: one });
    expect(room.orders("send-batch").map((order) => Array.from(order.indices))[0]).toEqual([0, 4]);
  });
});

describe.each([
  ["done", done],
  ["cancelled", cancelled],
  ["stopped", stopped],
] as const)("a job that is %s", (phase, make) => {
  test("has no leases, and its volunteers keep nothing of it", () => {
    const room = make();
    expect(room.job().leases.size).toBe(0);
    expect(room.session(1).stints.size).toBe(0);
    expect(ordersIn(room.story, "send-close-job")).toHaveLength(1);
  });

  test.each(["job-paused", "job-resumed", "job-cancelled"] as const)("ignores %s", (type) => {
    const room = make();
    expect(room.tell({ type, job: one })).toEqual([]);
    expect(room.job().phase).toBe(phase);
  });

  test("[P6] takes no results any more: they are explained, forgotten, and the job is closed there", () => {
    const room = make();
    const counts = room.counts();
    for (const offered of [true, false]) {
      room.answer(1, 1, [0], { offered });
      expect(room.counts()).toEqual(counts);
      expect(room.effects.map((effect) => effect.type)).toEqual(["explain", "acknowledge", "send-close-job"]);
    }
  });

  test("gives out nothing", () => {
    const room = make();
    room.join(2);
    expect(room.orders("send-batch")).toEqual([]);
  });
});

describe("a job that nobody knows", () => {
  test.each(["job-paused", "job-resumed", "job-cancelled"] as const)("is the caller's mistake: %s", (type) => {
    expect(() => new Room().tell({ type, job: one })).toThrow("there is no job 1");
  });

  test("is the caller's mistake when its number has been used before", () => {
    expect(() => running().submit(1, 3)).toThrow("job 1 has been submitted before");
  });

  test("[P6] is over for every volunteer that sends results of it", () => {
    const room = new Room();
    room.join(1);
    room.answer(1, 5, [0], { epoch: 1, job: 9, offered: true });
    expect(room.orders("dismiss")).toHaveLength(1);
    room.join(1);
    room.submit(1, 1);
    room.answer(1, 1, [0], { job: 9, offered: true });
    expect(room.effects.map((effect) => effect.type)).toEqual(["explain", "acknowledge", "send-close-job"]);
  });
});

describe("A job that is over", () => {
  test("is forgotten with all its columns, and what still comes for it is acknowledged as before", () => {
    const room = new Room();
    room.submit(1, 1);
    room.join(1);
    room.answer(1, 1, [0]);
    room.commitAll();
    expect(room.tell({ type: "job-forgotten", job: one })).toEqual([{ type: "job-dropped", job: one }]);
    expect(room.scheduler.jobs.size).toBe(0);
    room.answer(1, 1, [0]);
    expect(room.orders("acknowledge")).toHaveLength(1);
    expect(room.orders("dismiss")).toEqual([]);
  });

  test("that is forgotten while results of it are on their way to the record goes with the last of those", () => {
    const room = running();
    const [first, second] = room.leases(1);
    room.answer(1, first?.id ?? 0, [0]);
    room.answer(1, second?.id ?? 0, [2]);
    room.tell({ type: "job-cancelled", job: one });
    expect(room.tell({ type: "job-forgotten", job: one })).toEqual([]);
    room.tell({ type: "results-committed", commit: commitId(2) });
    expect(room.orders("job-dropped")).toEqual([]);
    expect(room.tell({ type: "job-forgotten", job: one })).toEqual([]);
    room.tell({ type: "results-committed", commit: commitId(1) });
    expect(room.orders("job-dropped")).toEqual([{ type: "job-dropped", job: one }]);
    expect(room.scheduler.jobs.size).toBe(0);
  });

  test("cannot be forgotten before it is over", () => {
    const room = new Room();
    room.submit(1, 1);
    expect(() => room.tell({ type: "job-forgotten", job: jobId(1) })).toThrow("job 1 is not over yet: it is running");
  });
});
