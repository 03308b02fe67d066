import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { ordersIn, Room } from "./testing/room.ts";

/** Milliseconds of a task, by its job. */
type Costs = Readonly<Record<number, number>>;

/** The volunteer answers its oldest lease this many times. Gives the computing done for each job, in milliseconds. */
function work(room: Room, rounds: number, costs: Costs, volunteer = 1): Map<number, number> {
  const spent = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    const lease = room.lease(volunteer);
    const job: number = lease.job.id;
    const ms = (costs[job] ?? 0) * lease.indices.length;
    spent.set(job, (spent.get(job) ?? 0) + ms);
    room.now += ms;
    room.answer(volunteer, lease.id, [...lease.indices], { job, busyMs: ms });
  }
  return spent;
}

function shares(spent: ReadonlyMap<number, number>): readonly number[] {
  const total = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  return [...spent.keys()].toSorted((a, b) => a - b).map((job) => (spent.get(job) ?? 0) / total);
}

describe("jobs of equal priority", () => {
  test("get equal shares of the computing, whatever their tasks take", () => {
    const room = new Room();
    for (const id of [1, 2, 3]) room.submit(id, 900, { batchSize: 1 });
    room.join(1);
    work(room, 12, { 1: 40, 2: 10, 3: 20 });
    for (const share of shares(work(room, 600, { 1: 40, 2: 10, 3: 20 }))) expect(share).toBeCloseTo(1 / 3, 1);
  });

  test("share from the moment at which a later one comes, which neither starves nor is starved", () => {
    const room = new Room();
    room.submit(1, 900, { batchSize: 1 });
    room.join(1);
    work(room, 200, { 1: 10 });
    room.submit(2, 900, { batchSize: 1 });
    work(room, 8, { 1: 10, 2: 10 });
    const [first, second] = shares(work(room, 200, { 1: 10, 2: 10 }));
    expect(first).toBeCloseTo(0.5, 1);
    expect(second).toBeCloseTo(0.5, 1);
  });
});

describe("a job of higher priority", () => {
  test("goes first until its tasks have run out, and the last ones of the lower follow", () => {
    const room = new Room();
    room.submit(1, 50, { batchSize: 1 });
    room.submit(2, 30, { batchSize: 1, priority: 2 });
    room.submit(3, 20, { batchSize: 1, priority: 1 });
    room.join(1);
    const given = (): readonly number[] => ordersIn(room.story, "send-batch").map(({ job }) => Number(job));
    work(room, 100, { 1: 10, 2: 10, 3: 10 });
    expect(given()).toEqual([...Array<number>(30).fill(2), ...Array<number>(20).fill(3), ...Array<number>(50).fill(1)]);
  });

  test("has the room looked at for its last tasks before a lower one that came earlier", () => {
    const room = new Room();
    room.submit(1, 4);
    room.submit(2, 4, { priority: 1 });
    room.submit(3, 4, { priority: 1 });
    room.submit(4, 4, { priority: 2 });
    expect(room.scheduler.running.map(({ id }) => Number(id))).toEqual([4, 2, 3, 1]);
    room.tell({ type: "job-paused", job: jobId(4) });
    room.tell({ type: "job-resumed", job: jobId(4) });
    expect(room.scheduler.running.map(({ id }) => Number(id))).toEqual([4, 2, 3, 1]);
  });
});

describe("a job that cannot be computed", () => {
  test("for its program loads on no volunteer does not hold up the others, though its priority is higher", () => {
    const room = new Room();
    room.submit(1, 20, { batchSize: 1, priority: 3 });
    room.submit(2, 20, { batchSize: 1 });
    room.join(1);
    room.join(2);
    const held = (by: number, job: number) => room.leases(by).find((lease) => Number(lease.job.id) === job);
    const lease = held(1, 1);
    if (lease === undefined) throw new Error("the urgent job is not handed out");
    room.answer(1, lease.id, [{ task: lease.indices[0] ?? 0, outcome: outcomes.notLoaded }], { job: 1 });
    expect(held(1, 1)).toBeUndefined();
    expect(held(1, 2)).toBeDefined();
  });

  test("for nobody is there waits, as each other one does, and all go on with the first volunteer", () => {
    const room = new Room();
    for (const id of [1, 2]) room.submit(id, 2, { batchSize: 1 });
    const waiting = (): readonly (readonly [number, boolean])[] =>
      ordersIn(room.story, "job-waits").map(({ job, isWaiting }) => [Number(job), isWaiting]);
    expect(waiting()).toEqual([
      [1, true],
      [2, true],
    ]);
    room.join(1);
    expect(waiting().slice(2)).toEqual([
      [1, false],
      [2, false],
    ]);
  });
});
