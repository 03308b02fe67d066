import { describe, expect, test } from "vitest";
import { jobId } from "../ids.ts";
import { outcomes } from "../job/job.ts";
import { batch, closeJob, job, recall, tasksFrom } from "./testing/down-messages.ts";
import { answered, presentRig } from "./testing/volunteer-rig.ts";

describe("a program that does not load", () => {
  const notLoaded = { busyMs: 0, outcome: outcomes.notLoaded } as const;

  test("is reported for one task; the rest of its run and all that waits of its job go back", () => {
    const rig = presentRig();
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 10 });
    rig.hear(batch(2, tasksFrom(0, 8)), batch(3, [20, 21]));
    expect(rig.tell(answered(2, 1, notLoaded))).toEqual([
      "say results 2 of lease 2: 0",
      "say returned of lease 3: 20 21",
    ]);
    expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["say returned of lease 2: 1 2 3 4"]);
    expect(rig.machine.batches.size).toBe(1);
  });

  test("counts as no attempt, and says nothing of the volunteer's speed", () => {
    const rig = presentRig();
    rig.hear(batch(1, tasksFrom(0, 4)));
    rig.tell(answered(1, 1, notLoaded), { type: "run-ended", run: 1 });
    expect(rig.machine).toMatchObject({ done: 0, failed: 0 });
    expect(rig.machine.jobs.get(jobId(1))?.speed.samples).toBe(0);
    expect(rig.hear(batch(2, [5, 6]))).toEqual(["run 2 in slot 0: 5"]);
  });

  test("leaves the tasks of other jobs where they are", () => {
    const rig = presentRig();
    rig.hear(job(2), batch(1, [0, 1]), batch(2, [5, 6], 2));
    expect(rig.tell(answered(1, 1, notLoaded))).toEqual(["say results 1 of lease 1: 0", "say returned of lease 1: 1"]);
    expect(rig.tell({ type: "run-ended", run: 1 })).toEqual(["run 2 in slot 0: 5"]);
  });
});

describe("a recall", () => {
  test("takes as many as it names from the end, and leaves what a slot has", () => {
    const rig = presentRig();
    rig.hear(batch(1, tasksFrom(0, 6)));
    expect(rig.hear(recall(1, 2))).toEqual(["say returned of lease 1: 4 5"]);
    expect(rig.hear(recall(1, 9))).toEqual(["say returned of lease 1: 1 2 3"]);
    expect(rig.hear(recall(1, 9))).toEqual(["say returned of lease 1: nothing"]);
    expect(rig.answer(1, 1)).toEqual(["say results 1 of lease 1: 0"]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("leaves out a second run that waits in a slot", () => {
    const rig = presentRig();
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 25 });
    rig.hear(batch(2, tasksFrom(0, 6)));
    expect(rig.hear(recall(2, 6))).toEqual(["say returned of lease 2: 4 5"]);
  });

  test("of a lease that is over or of another epoch is answered with nothing", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.answer(1, 1);
    rig.hear(batch(2, [1, 2]));
    expect(rig.hear(recall(1, 1))).toEqual(["say returned of lease 1: nothing"]);
    expect(rig.hear(recall(2, 1, 2))).toEqual(["say returned of lease 2: nothing"]);
    expect(rig.hear(recall(2, 1))).toEqual(["say returned of lease 2: 2"]);
  });

  test("that went ahead of its batch is remembered, and answered when the batch arrives", () => {
    const rig = presentRig();
    expect(rig.hear(recall(1, 2))).toEqual([]);
    expect(rig.hear(batch(1, tasksFrom(0, 5)))).toEqual(["say returned of lease 1: 3 4", "run 1 in slot 0: 0"]);
    expect(rig.hear(batch(2, [7]))).toEqual([]);
    expect(rig.machine.earlyRecalls.size).toBe(0);
  });

  test("that went ahead of its batch takes all of it before a slot has any", () => {
    const rig = presentRig();
    rig.hear(recall(3, 9));
    expect(rig.hear(batch(3, [0, 1]))).toEqual(["say returned of lease 3: 0 1"]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("that went ahead of its batch is answered once, also where the batch goes back anyway", () => {
    const rig = presentRig();
    rig.hear(recall(1, 1));
    rig.tell({ type: "paused" });
    expect(rig.hear(batch(1, [0, 1]))).toEqual(["say returned of lease 1: 0 1"]);
    expect(rig.machine.earlyRecalls.size).toBe(0);
  });

  test("that went ahead of its batch is forgotten with the link: leases ended with it", () => {
    const rig = presentRig();
    rig.hear(recall(1, 2));
    rig.tell({ type: "link-ended" });
    rig.join();
    rig.hear(job(1));
    expect(rig.hear(batch(1, [0, 1]))).toEqual(["run 1 in slot 0: 0"]);
  });

  test("that went ahead of its batch is answered with nothing where too many have", () => {
    const rig = presentRig(1, { mostEarlyRecalls: 1 });
    expect(rig.hear(recall(5, 1), recall(6, 1))).toEqual(["say returned of lease 6: nothing"]);
  });

  test("of a whole lease ends it: heartbeats do not name it any more", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]), batch(2, [1, 2]), recall(2, 2));
    rig.now = 5_000;
    expect(rig.tell({ type: "alarm-rang" })).toContain("say heartbeat for leases 1");
  });
});

describe("a pause", () => {
  test("gives back what waits of every lease and lets running tasks end", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0, 1]), batch(2, [2]));
    expect(rig.tell({ type: "paused" })).toEqual([
      "say limits 1 slots, paused",
      "say returned of lease 1: 1",
      "say returned of lease 2: 2",
    ]);
    expect(rig.answer(1, 1)).toEqual(["say results 1 of lease 1: 0"]);
  });

  test("sends a batch back that was already on its way", () => {
    const rig = presentRig();
    rig.tell({ type: "paused" });
    expect(rig.hear(batch(1, [0, 1]))).toEqual(["say returned of lease 1: 0 1"]);
  });

  test("is said after a welcome, too", () => {
    const rig = presentRig();
    rig.tell({ type: "link-ended" }, { type: "paused" });
    expect(rig.join()).toContain("say limits 1 slots, paused");
    expect(rig.hear(batch(1, [0]))).toEqual(["say returned of lease 1: 0"]);
  });

  test("ends with a resumption: batches are computed again", () => {
    const rig = presentRig();
    rig.tell({ type: "paused" });
    expect(rig.tell({ type: "resumed" })).toEqual(["say limits 1 slots"]);
    expect(rig.hear(batch(1, [0]))).toEqual(["run 1 in slot 0: 0"]);
  });
});

describe("a run that ends early", () => {
  test("gives back the positions without an answer, and no others", () => {
    const rig = presentRig();
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 10 });
    rig.hear(batch(2, tasksFrom(0, 5)));
    rig.tell(answered(2, 2, { busyMs: 20 }));
    expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["say returned of lease 2: 2 3 4"]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("is over: its last words change nothing", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.tell({ type: "run-ended", run: 1 });
    expect(rig.tell(answered(1, 1), { type: "run-ended", run: 1 })).toEqual([]);
    expect(rig.machine).toMatchObject({ done: 0, failed: 0 });
  });

  test("of a lease whose link is gone gives nothing back", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]));
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(rig.tell({ type: "run-ended", run: 1 })).toEqual([]);
    expect(rig.machine.batches.size).toBe(0);
  });
});

describe("the close of a job", () => {
  test("drops what waits, runs and is kept of it, and nothing of another job", () => {
    const rig = presentRig(2);
    rig.hear(batch(1, [5]));
    rig.answer(1, 1, { bytes: 7 });
    rig.hear(job(2), batch(2, [0, 1], 1), batch(3, [0, 1], 2));
    expect(rig.hear(closeJob(1))).toEqual(["close-job 1"]);
    expect(rig.machine).toMatchObject({ parcelBytes: 0, parcels: new Map() });
    expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["run 4 in slot 0: 0"]);
  });

  test("keeps answers of its runs out of the parcels, though they are counted", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]), closeJob(1));
    expect(rig.tell(answered(1, 1), { type: "run-ended", run: 1 })).toEqual([]);
    expect(rig.machine).toMatchObject({ done: 1, parcels: new Map(), runs: new Map() });
  });

  test("is said once", () => {
    const rig = presentRig();
    expect(rig.hear(closeJob(1), closeJob(1))).toEqual(["close-job 1"]);
  });

  test("that outran the job keeps job and batch out", () => {
    const rig = presentRig();
    expect(rig.hear(closeJob(2), job(2), batch(1, [0], 2))).toEqual([]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("that outran a batch keeps it out without a word: its lease ended with the job", () => {
    const rig = presentRig();
    expect(rig.hear(closeJob(1), batch(1, [0]))).toEqual(["close-job 1"]);
    expect(rig.machine.batches.size).toBe(0);
  });

  test("holds for its link: after a restart the coordinator may have the job go on", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0]), closeJob(1));
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(rig.hear(job(1), batch(1, [5]))).toEqual(["open-job 1"]);
    // The run from before the close belongs to no job any more.
    expect(rig.tell(answered(1, 1), { type: "run-ended", run: 1 })).toEqual(["run 2 in slot 0: 5"]);
    expect(rig.answer(2, 1)).toEqual(["say results 1 of lease 1: 5"]);
  });

  test("is remembered of the newest jobs only", () => {
    const rig = presentRig(1, { mostClosedJobs: 2 });
    rig.hear(closeJob(11), closeJob(12), closeJob(13));
    expect([...rig.machine.closedJobs]).toEqual([12, 13]);
  });
});

test("a batch of a job that was never named goes back", () => {
  expect(presentRig().hear(batch(1, [0, 1], 9))).toEqual(["say returned of lease 1: 0 1"]);
});

test("a job of which something is left from an earlier link is not opened twice", () => {
  const rig = presentRig();
  rig.hear(batch(1, [0]));
  rig.tell({ type: "link-ended" });
  rig.join();
  expect(rig.hear(job(1))).toEqual([]);
});

test("a job of which nothing is left is closed at a welcome, and opened again when it is told of again", () => {
  const rig = presentRig();
  rig.tell({ type: "link-ended" });
  expect(rig.join()).toContain("close-job 1");
  expect(rig.machine.jobs.size).toBe(0);
  expect(rig.hear(job(1), batch(1, [0]))).toEqual(["open-job 1", "run 1 in slot 0: 0"]);
});
