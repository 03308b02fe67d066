import { describe, expect, test } from "vitest";
import { taskAt } from "./state.ts";
import { batch, committed, job, tasksFrom, tasksOf, welcome } from "./testing/down-messages.ts";
import { answered, heard, identity, presentRig, VolunteerRig } from "./testing/volunteer-rig.ts";

/** Slot 0 has done one task of job 1 in `msPerTask` and is free. */
function measured(msPerTask: number, slots = 1): VolunteerRig {
  const rig = presentRig(slots);
  rig.hear(batch(100, [999]));
  rig.answer(1, 1, { busyMs: msPerTask });
  return rig;
}

test("a job's title is cleaned where it comes in, and a job of whose title nothing is left is called by its number", () => {
  const rig = presentRig();
  const titles = ["Squares\nSlot 1 was replaced", "\u202E\u2800"].map((title, at) =>
    rig
      .effectsOf(heard({ ...job(at + 2), title }))
      .flatMap((effect) => (effect.type === "open-job" ? [effect.title] : [])),
  );
  expect(titles).toEqual([["Squares Slot 1 was replaced"], ["job 3"]]);
});

test("a batch that comes twice is computed once: its two runs would call shared objects as one", () => {
  const rig = presentRig(2);
  expect(rig.hear(batch(1, [0]), batch(1, [0]))).toEqual(["run 1 in slot 0: 0"]);
  rig.answer(1, 1);
  expect(rig.hear(batch(1, [0]))).toEqual([]);
});

describe("the length of a run", () => {
  test("is one task while the job's speed is unknown, one run for each slot", () => {
    const rig = presentRig(2);
    expect(rig.hear(batch(1, tasksFrom(0, 10)))).toEqual(["run 1 in slot 0: 0", "run 2 in slot 1: 1"]);
  });

  test("is what the settings aim at, here 50 ms of computing, once the speed is known", () => {
    const rig = measured(10);
    expect(rig.hear(batch(101, tasksFrom(0, 100)))).toEqual([
      "run 2 in slot 0: 0 1 2 3 4",
      "run 3 in slot 0: 5 6 7 8 9",
    ]);
  });

  test("is one task where each takes longer than that", () => {
    expect(measured(51).hear(batch(101, [0, 1, 2]))).toEqual(["run 2 in slot 0: 0"]);
  });

  test("is the whole batch where no time can be measured", () => {
    const rig = measured(0);
    rig.hear(batch(101, tasksFrom(0, 8_000)));
    expect(rig.run(2).count).toBe(8_000);
  });

  test("never goes over the end of a batch, and the next run is of the next batch", () => {
    const rig = measured(10);
    expect(rig.hear(batch(101, [0, 1, 2]))).toEqual(["run 2 in slot 0: 0 1 2"]);
    expect(rig.hear(batch(102, [3, 4]))).toEqual(["run 3 in slot 0: 3 4"]);
  });

  test("follows the job's own speed, not another's", () => {
    const rig = measured(10);
    rig.hear(job(2));
    expect(rig.hear(batch(101, [0, 1, 2], 2))).toEqual(["run 2 in slot 0: 0"]);
  });

  test("follows a speed that was measured over an earlier link", () => {
    const rig = measured(25);
    rig.tell({ type: "link-ended" });
    rig.join();
    expect(rig.hear(job(1), batch(1, tasksFrom(0, 9)))).toEqual(["run 2 in slot 0: 0 1", "run 3 in slot 0: 2 3"]);
  });
});

describe("a second run waits in the slot", () => {
  test("only where the first is short", () => {
    expect(measured(50).hear(batch(101, [0, 1, 2]))).toEqual(["run 2 in slot 0: 0", "run 3 in slot 0: 1"]);
    expect(measured(50.1).hear(batch(101, [0, 1, 2]))).toEqual(["run 2 in slot 0: 0"]);
  });

  test("and a third one never", () => {
    const rig = measured(10);
    rig.hear(batch(101, tasksFrom(0, 100)));
    expect(rig.hear(batch(102, tasksFrom(100, 100)))).toEqual([]);
    expect(rig.tell(answered(2, 5, { busyMs: 50 }))).toEqual(["say results 2 of lease 101: 0 1 2 3 4"]);
    expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["run 4 in slot 0: 10 11 12 13 14"]);
  });

  test("after every slot has a first one", () => {
    const rig = measured(10, 2);
    expect(rig.hear(batch(101, tasksFrom(0, 11)))).toEqual([
      "run 2 in slot 0: 0 1 2 3 4",
      "run 3 in slot 1: 5 6 7 8 9",
      "run 4 in slot 0: 10",
    ]);
  });
});

describe("slots", () => {
  test("get runs once they are ready, not before", () => {
    const rig = new VolunteerRig(2);
    rig.join();
    expect(rig.hear(job(1), batch(1, [0, 1]))).toEqual(["open-job 1"]);
    expect(rig.tell({ type: "slot-ready", slot: 1 })).toEqual(["run 1 in slot 1: 0"]);
  });

  test("that are ready twice keep their run", () => {
    const rig = presentRig();
    rig.hear(batch(1, [0, 1]));
    expect(rig.tell({ type: "slot-ready", slot: 0 })).toEqual([]);
  });

  test("beyond the number that is wanted get nothing, and what they ran goes back when it ends", () => {
    const rig = presentRig(2);
    rig.hear(batch(1, [0, 1, 2]));
    expect(rig.tell({ type: "slots-set", slots: 1 })).toEqual(["resize to 1", "say limits 1 slots"]);
    expect(rig.tell({ type: "slot-ready", slot: 1 })).toEqual([]);
    expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["say returned of lease 1: 1"]);
    expect(rig.answer(1, 1)).toContain("run 3 in slot 0: 2");
  });

  test("that come back after fewer were wanted start anew", () => {
    const rig = presentRig(2);
    rig.hear(batch(1, [0, 1, 2]));
    rig.tell({ type: "slots-set", slots: 1 }, { type: "run-ended", run: 2 }, { type: "slots-set", slots: 2 });
    expect(rig.tell({ type: "slot-ready", slot: 1 })).toEqual(["run 3 in slot 1: 2"]);
  });

  test("that were wanted already change nothing", () => {
    expect(presentRig(2).tell({ type: "slots-set", slots: 2 })).toEqual([]);
  });

  test("changed while joining are said after the welcome", () => {
    const rig = new VolunteerRig(2);
    rig.tell({ type: "link-opened", identity }, { type: "slots-set", slots: 4 });
    expect(rig.hear(welcome())).toEqual(["welcomed as 7", "say limits 4 slots", "alarm at 5000"]);
  });
});

describe("results that are not on record hold up further runs", () => {
  test("beyond the bytes that may be kept, until some are on record", () => {
    const rig = presentRig(1, { keptBytes: 10 });
    rig.hear(batch(1, [0, 1, 2]));
    expect(rig.answer(1, 1, { bytes: 10 })).toContain("run 2 in slot 0: 1");
    expect(rig.answer(2, 1, { bytes: 1 })).toEqual(["say results 2 of lease 1: 1"]);
    expect(rig.machine.parcelBytes).toBe(11);
    expect(rig.hear(committed(2))).toEqual(["forgotten 2", "run 3 in slot 0: 2"]);
    expect(rig.machine.parcelBytes).toBe(10);
  });

  test("and a run has no more tasks than there is room for results, as large as those before", () => {
    const rig = presentRig(2, { keptBytes: 100 });
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 1, bytes: 20 });
    expect(rig.hear(batch(2, tasksFrom(0, 50)))).toEqual([
      "run 2 in slot 0: 0 1 2 3",
      // One in each slot, so that a slot is never idle for want of room.
      "run 3 in slot 1: 4",
    ]);
    expect(rig.answer(2, 4, { busyMs: 1, bytes: 20 })).toEqual([
      "say results 2 of lease 2: 0 1 2 3",
      "run 4 in slot 0: 5",
    ]);
    // All of it is on record.
    expect(rig.hear(committed(1, 2))).toEqual(["forgotten 1 2", "run 5 in slot 0: 6 7 8"]);
  });

  test("and small ones behind a large one are computed many at a time again", () => {
    const rig = presentRig(1, { keptBytes: 100 });
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 1, bytes: 60 });
    rig.hear(committed(1));
    rig.hear(batch(2, tasksFrom(0, 200)));
    const lengths: number[] = [];
    for (let run = 2; run < 60; run += 1) {
      const { count } = rig.run(run);
      lengths.push(count);
      rig.answer(run, count, { busyMs: count, bytes: 1 });
      rig.hear(committed(run));
      if (rig.machine.batches.size === 0) break;
    }
    expect(lengths[0]).toBe(1);
    expect(Math.max(...lengths)).toBeGreaterThan(30);
  });

  test("and runs whose results are far larger than those before lose their slots, and their tasks go back", () => {
    const rig = presentRig(1, { keptBytes: 100 });
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 1, bytes: 1 });
    rig.hear(committed(1));
    expect(rig.hear(batch(2, tasksFrom(0, 60)))[0]).toMatch(/^run 2 in slot 0: 0 1 2 /);
    expect(rig.tell(answered(2, 1, { bytes: 250 }))).toEqual(["say results 2 of lease 2: 0"]);
    expect(rig.tell(answered(2, 1, { first: 1, bytes: 250 }))).toEqual([
      "say results 3 of lease 2: 1",
      "resize to 0",
      "resize to 1",
    ]);
    expect(rig.tell({ type: "run-ended", run: 2 })[0]).toMatch(/^say returned of lease 2: 2 3 /);
    expect(rig.tell({ type: "run-ended", run: 3 })[0]).toMatch(/^say returned of lease 2: 50 /);
    rig.tell({ type: "slot-ready", slot: 0 });
    expect(rig.hear(batch(3, [70, 71, 72]))).toEqual([]);
    expect(rig.machine.parcelBytes).toBe(500);
    expect(rig.hear(committed(2))).toEqual(["forgotten 2"]);
    // One at a time, as results of that size are to be expected.
    expect(rig.hear(committed(3))).toEqual(["forgotten 3", "run 4 in slot 0: 70"]);
  });
});

describe("results that are sure to be large", () => {
  /** So 200 bytes at most. */
  const sizes = { keptBytes: 50 };

  test("are computed by no more slots than there is room for at most, so that none is taken away with its task", () => {
    const rig = presentRig(4, sizes);
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 1_000, bytes: 80 });
    rig.hear(committed(1));
    expect(rig.hear(batch(2, tasksFrom(0, 8)))).toEqual(["run 2 in slot 0: 0", "run 3 in slot 1: 1"]);
    expect(rig.answer(2, 1, { busyMs: 1_000, bytes: 80 })).toEqual(["say results 2 of lease 2: 0"]);
    expect(rig.hear(committed(2))).toEqual(["forgotten 2", "run 4 in slot 0: 2"]);
  });

  test("are computed by one slot, however large they are", () => {
    const rig = presentRig(2, sizes);
    rig.hear(batch(1, [99]));
    rig.answer(1, 1, { busyMs: 1_000, bytes: 200 });
    rig.hear(committed(1));
    expect(rig.hear(batch(2, tasksFrom(0, 8)))).toEqual(["run 2 in slot 0: 0"]);
  });

  test("leave the other slots to jobs with small ones, which are computed many at a time beside them", () => {
    const rig = presentRig(2, sizes);
    rig.hear(job(2), batch(1, [99]), batch(2, [99], 2));
    rig.answer(1, 1, { busyMs: 1_000, bytes: 120 });
    rig.answer(2, 1, { busyMs: 1, bytes: 1 });
    rig.hear(committed(1, 2));
    expect(rig.hear(batch(3, tasksFrom(0, 8)))).toEqual(["run 3 in slot 0: 0"]);
    expect(rig.hear(batch(4, tasksFrom(0, 100), 2))[0]).toBe("run 4 in slot 1: 0 1 2 3 4 5");
  });
});

describe("the task at a position", () => {
  test("is known with its input while the run is with a slot", () => {
    const rig = measured(10);
    rig.hear(batch(101, tasksFrom(40, 8)));
    const found = taskAt(rig.machine, 3, 2);
    expect(found).toMatchObject({ job: 1, task: 47, at: 7 });
    expect(found === null ? null : tasksOf(found.inputs)[found.at]).toBe(47);
  });

  test("is none for a run that is over or never was, and for a position that the run does not have", () => {
    const rig = measured(10);
    rig.hear(batch(101, tasksFrom(40, 8)));
    expect(taskAt(rig.machine, 1, 0)).toBeNull();
    expect(taskAt(rig.machine, 99, 0)).toBeNull();
    expect(taskAt(rig.machine, 2, 5)).toBeNull();
    expect(taskAt(rig.machine, 2, -1)).toBeNull();
  });
});
