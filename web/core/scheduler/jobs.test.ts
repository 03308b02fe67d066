import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
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
    expect(room.submit(1, 0)).toContainEqual({ type: "job-ended", job: one });
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
    expect(room.commitAll()).toContainEqual({ type: "job-ended", job: one });
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
    expect(room.orders("send-batch").map((order) => Array.from(order.indices))[0]).toEqual([0]);
  });
});

describe.each([
  ["done", done],
  ["cancelled", cancelled],
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

describe("a job restored from the record", () => {
  const records = {
    indices: Uint32Array.of(4, 0, 2),
    volunteers: Uint32Array.of(7, 8, 7),
    runtimesMs: Float32Array.of(10, 20, 30),
    failed: Uint8Array.of(0, 1, 0),
  };

  function restored(total: number, isPaused = false): Room {
    const room = new Room({}, 2);
    room.tell({ type: "job-restored", job: one, total, options: defaultJobOptions, paused: isPaused, records });
    return room;
  }

  test("[P3] has what is on record, in its order; all else waits", () => {
    const room = restored(6);
    expect(room.counts()).toEqual({ pending: 3, leased: 0, done: 2, failed: 1 });
    const { tasks } = room.job();
    expect([4, 0, 2].map((task) => tasks.arrival(task))).toEqual([1, 2, 3]);
    expect(tasks.volunteer(4)).toBe(7);
    expect(tasks.runtimeMs(2)).toBe(30);
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
      paused: false,
      records: whole,
    });
    expect(told).toContainEqual({ type: "job-ended", job: one });
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
      paused: false,
      records: twice,
    } as const;
    expect(() => room.tell(fact)).toThrow("task 1 cannot go from state 3");
  });
});

describe("a job that nobody knows", () => {
  test.each(["job-paused", "job-resumed", "job-cancelled"] as const)("is the caller's mistake: %s", (type) => {
    expect(() => new Room().tell({ type, job: one })).toThrow("there is no job 1");
  });

  test("is the caller's mistake when its number has been used before", () => {
    expect(() => running().submit(1, 3)).toThrow("job 1 has been submitted before");
  });

  test("[P6] is over for whoever sends results of it", () => {
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

describe("two jobs in one room", () => {
  test("of unequal priority: the higher goes first, whoever came first", () => {
    const room = new Room();
    room.submit(1, 4, { priority: 0, batchSize: 1 });
    room.submit(2, 4, { priority: 5, batchSize: 1 });
    room.join(1, 6);
    expect(room.orders("send-batch").map((order) => order.job)).toEqual([2, 2, 2, 2, 1, 1]);
  });

  test("of equal priority share the computing fairly, whatever their tasks take", () => {
    const room = new Room();
    room.submit(1, 4_000, { batchSize: 1 });
    room.submit(2, 4_000, { batchSize: 1 });
    room.join(1);
    const costMs = new Map([
      [1, 40],
      [2, 10],
    ]);
    const spent = new Map([
      [1, 0],
      [2, 0],
    ]);
    for (let round = 0; round < 500; round += 1) {
      const lease = room.lease(1);
      const job = lease.job.id;
      const ms = (costMs.get(job) ?? 0) * lease.indices.length;
      spent.set(job, (spent.get(job) ?? 0) + ms);
      room.answer(1, lease.id, [...lease.indices], { job, busyMs: ms });
    }
    const share = (spent.get(1) ?? 0) / ((spent.get(1) ?? 0) + (spent.get(2) ?? 0));
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  test.each(["a newcomer", "one that was paused"])("%s does not take the room to catch up", (who) => {
    const room = new Room();
    if (who === "one that was paused") {
      room.submit(2, 1_000, { batchSize: 1 });
      room.tell({ type: "job-paused", job: jobId(2) });
    }
    room.submit(1, 1_000, { batchSize: 1 });
    room.join(1);
    const work = (rounds: number): number[] => {
      const jobs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const lease = room.lease(1);
        jobs.push(lease.job.id);
        room.answer(1, lease.id, [...lease.indices], { job: lease.job.id, busyMs: 100 * lease.indices.length });
      }
      return jobs;
    };
    work(100);
    if (who === "a newcomer") room.submit(2, 1_000, { batchSize: 1 });
    else room.tell({ type: "job-resumed", job: jobId(2) });
    const jobs = work(40);
    expect(jobs.filter((job) => job === 1).length).toBeGreaterThan(14);
    expect(jobs.filter((job) => job === 2).length).toBeGreaterThan(14);
  });
});
