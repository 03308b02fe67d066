import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { defaultJobOptions, outcomes } from "../job/job.ts";
import { Room, taking } from "./testing/room.ts";

/** The longest runtime that a message can bring, as `Float32Array` holds it. */
const hugeMs = 3e38;

describe("what a volunteer says of time", () => {
  test("is cut to what has passed since its lease was granted: runtimes, busy time and beginning", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 2 });
    room.join(1);
    room.now += 700;
    room.answer(
      1,
      1,
      [
        { task: 0, runtimeMs: 600 },
        { task: 1, runtimeMs: hugeMs },
      ],
      { busyMs: 2 ** 31 - 1, isLie: true },
    );
    const [order] = room.orders("commit-results");
    expect(Array.from(order?.block.runtimesMs ?? [])).toEqual([600, 700]);
    expect(order?.beganMsAgo).toBe(700);
    expect(room.job().times.quantileMs(1)).toBeLessThan(1_000);
    const stint = room.session(1).stints.get(room.job());
    expect(stint?.speed.msPerTask).toBe(350);
    expect(stint?.pace.typicalMs).toBeLessThanOrEqual(701);
  });

  test("is cut in the history of a task that fails, too", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 1 });
    room.join(1);
    room.now += 50;
    room.answer(1, 1, [{ task: 0, outcome: outcomes.threw, runtimeMs: hugeMs }], { busyMs: hugeMs, isLie: true });
    expect(
      room
        .job()
        .histories.get(0)
        ?.map(({ runtimeMs }) => runtimeMs),
    ).toEqual([50]);
  });

  test("stays as it is where it can be true", () => {
    const room = new Room();
    room.submit(1, 2, { batchSize: 1 });
    room.join(1);
    room.now += 90;
    room.answer(1, 1, [{ task: 0, runtimeMs: 90 }], { busyMs: 90, isLie: true });
    expect(Array.from(room.orders("commit-results")[0]?.block.runtimesMs ?? [])).toEqual([90]);
  });

  test("stays as it is where the room's page stood still meanwhile, and the volunteer did not", () => {
    const room = new Room();
    room.submit(1, 4, { batchSize: 2 });
    room.tell({ type: "time-left-out", ms: 60_000 });
    room.join(1);
    room.tell({ type: "time-left-out", ms: 8_000 });
    room.now += 90;
    const [task, other] = [
      { task: 0, runtimeMs: 8_000 },
      { task: 1, runtimeMs: hugeMs },
    ];
    room.answer(1, 1, [task], { busyMs: 8_000, isLie: true });
    const [order] = room.orders("commit-results");
    expect(Array.from(order?.block.runtimesMs ?? [])).toEqual([8_000]);
    expect(order?.beganMsAgo).toBe(8_000);
    room.answer(1, 1, [other], { busyMs: hugeMs, isLie: true });
    expect(Array.from(room.orders("commit-results")[0]?.block.runtimesMs ?? [])).toEqual([8_090]);
  });

  test("of an offer is cut to the time limit, but for when it began, and tells nothing of how long the job's tasks take", () => {
    const room = new Room({}, 2);
    room.restore(1, 4, { timeLimitMs: 2_000 });
    room.join(1);
    room.answer(1, 9, [{ task: 3, runtimeMs: hugeMs }], { offered: true, epoch: 1, busyMs: hugeMs, isLie: true });
    const [order] = room.orders("commit-results");
    expect(Array.from(order?.block.runtimesMs ?? [])).toEqual([2_000]);
    expect(order?.beganMsAgo).toBe(hugeMs);
    expect(room.job().times.count).toBe(0);
  });

  test("on record from an earlier start counts no longer than the time limit", () => {
    const room = new Room({}, 2);
    room.tell({
      type: "job-restored",
      job: jobId(1),
      total: 3,
      options: { ...defaultJobOptions, timeLimitMs: 2_000 },
      isSealed: true,
      paused: false,
      records: {
        indices: Uint32Array.of(0),
        volunteers: Uint32Array.of(1),
        runtimesMs: Float32Array.of(hugeMs),
        attempts: Uint8Array.of(1),
        failed: Uint8Array.of(0),
        endedBy: null,
        skipped: new Uint32Array(),
      },
    });
    expect(room.job().times.quantileMs(1)).toBeLessThan(2_400);
  });

  test("leads to no lease that lasts longer than an honest one's might", () => {
    const room = new Room();
    room.submit(1, 60, { timeLimitMs: 2_000 });
    room.join(1);
    for (let nth = 0; nth < 10; nth += 1) {
      room.now += 100;
      const lease = room.lease(1);
      room.answer(1, lease.id, taking(lease, hugeMs), { busyMs: hugeMs, isLie: true });
    }
    const longest = Math.max(...room.leases(1).map(({ deadline, grantedAt }) => deadline - grantedAt));
    expect(longest).toBe(30_000);
  });
});
