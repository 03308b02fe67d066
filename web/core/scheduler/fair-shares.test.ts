import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { ordersIn, Room, taking } from "./testing/room.ts";

describe("two jobs in one room", () => {
  test("of unequal priority: the higher goes first, whichever came first", () => {
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

  test("of unequal priority: the last tasks of the higher do not wait until the lower has run out", () => {
    const room = new Room();
    room.submit(1, 1_000, { batchSize: 1 });
    room.join(1);
    const answer = (): void => {
      const lease = room.lease(1);
      room.answer(1, lease.id, [...lease.indices], { job: lease.job.id, busyMs: 100 });
    };
    answer();
    room.submit(2, 3, { batchSize: 1, priority: 5 });
    for (let round = 0; round < 6; round += 1) answer();
    room.commitAll();
    expect(room.counts(2).done).toBe(3);
  });

  test("a task that failed on a volunteer is not called back for it, though it has nothing else to do", () => {
    const room = new Room();
    room.submit(1, 100, { batchSize: 1 });
    room.join(1);
    room.join(2);
    const answer = (): void => {
      const lease = room.lease(2);
      room.now += 1_000;
      room.answer(2, lease.id, taking(lease, 1_000), { job: lease.job.id, busyMs: 1_000 });
    };
    answer();
    room.answer(1, room.lease(1).id, [{ task: 0, outcome: outcomes.notLoaded }]);
    room.submit(2, 1, { batchSize: 1, priority: 1 });
    room.answer(1, room.lease(1).id, [{ task: 0, outcome: outcomes.threw }], { job: 2 });
    answer();
    const held = room.leases(2).find(({ job }) => job.id === 2);
    expect(held?.startedAt).toBeNull();
    expect(room.scheduler.hungry.has(room.session(1))).toBe(true);
    for (let beat = 0; beat < 5; beat += 1) {
      room.pass(100);
      room.heartbeat(1);
    }
    expect(ordersIn(room.story, "send-recall")).toEqual([]);
  });

  test("of which one had nothing to do for long: it does not take the room to catch up", () => {
    const room = new Room();
    room.submitGrowing(2, 0);
    room.submit(1, 1_000, { batchSize: 1 });
    room.join(1);
    const work = (rounds: number): number[] =>
      Array.from({ length: rounds }, () => {
        const { id, job, indices } = room.lease(1);
        room.answer(1, id, [...indices], { job: job.id, busyMs: 100 * indices.length });
        return job.id;
      });
    expect(new Set(work(100))).toEqual(new Set([jobId(1)]));
    room.tell({ type: "tasks-added", job: jobId(2), count: 500 });
    const jobs = work(40);
    expect(jobs.filter((job) => job === jobId(1)).length).toBeGreaterThan(10);
    expect(jobs.filter((job) => job === jobId(2)).length).toBeGreaterThan(10);
  });

  test("of which one worked before the other came, and was idle then: it does not wait until the other has caught up", () => {
    const room = new Room();
    room.submitGrowing(1, 100);
    room.join(1);
    const work = (rounds: number): number[] =>
      Array.from({ length: rounds }, () => {
        const { id, job, indices } = room.lease(1);
        room.answer(1, id, [...indices], { job: job.id, busyMs: 100 * indices.length });
        return job.id;
      });
    while (room.leases(1).length > 0) work(1);
    room.commitAll();
    room.submit(2, 1_000, { batchSize: 1 });
    work(2);
    room.tell({ type: "tasks-added", job: jobId(1), count: 500 });
    const jobs = work(40);
    expect(jobs.filter((job) => job === jobId(1)).length).toBeGreaterThan(10);
    expect(jobs.filter((job) => job === jobId(2)).length).toBeGreaterThan(10);
  });

  test("of which one is idle after each of its tasks and back at once: it has no more than its share", () => {
    const room = new Room();
    room.submitGrowing(1, 1);
    room.submit(2, 4_000, { batchSize: 1 });
    room.join(1);
    const spent = new Map([
      [1, 0],
      [2, 0],
    ]);
    for (let round = 0; round < 500; round += 1) {
      const { id, job, indices } = room.lease(1);
      const ms = (job.id === 1 ? 400 : 10) * indices.length;
      spent.set(job.id, (spent.get(job.id) ?? 0) + ms);
      room.answer(1, id, [...indices], { job: job.id, busyMs: ms });
      room.commitAll();
      if (job.id === 1) room.tell({ type: "tasks-added", job: jobId(1), count: 1 });
    }
    const share = (spent.get(1) ?? 0) / ((spent.get(1) ?? 0) + (spent.get(2) ?? 0));
    expect(share).toBeGreaterThan(0.3);
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
