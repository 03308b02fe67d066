import { describe, expect, test } from "vitest";
import { outcomes } from "../job/job.ts";
import { batch, closeJob, job, recall, tasksFrom, welcome } from "./testing/down-messages.ts";
import { answered, heard, identity, presentRig, type VolunteerRig } from "./testing/volunteer-rig.ts";

/** Present; tasks of job 2 are executed at most once, those of job 1 may be tried again. */
function rigOfBoth(slots = 1): VolunteerRig {
  const rig = presentRig(slots);
  rig.hear({ ...job(2), atMostOnce: true });
  return rig;
}

function comeBack(rig: VolunteerRig): readonly string[] {
  return rig.tell({ type: "link-opened", identity }, heard(welcome()));
}

describe("[P11] a task that is executed at most once", () => {
  test("ends with the link over which it came, since it is lost by then, while others go on", () => {
    const rig = rigOfBoth(2);
    rig.hear(batch(1, [5], 2), batch(2, [7]));
    expect(rig.tell({ type: "link-ended" })).toEqual(["close-job 2", "no alarm"]);
    // Its job is not named as one that is computed since the link before.
    const said = comeBack(rig);
    expect(said).toContain("say equipped for job 1");
    expect(said).not.toContain("say equipped for job 2");
    expect(rig.tell({ type: "run-ended", run: 1 })).toEqual([]);
    expect(rig.answer(2, 1)).toEqual(["say offer 1 of lease 2: 7"]);
    expect(rig.machine.batches.size + rig.machine.runs.size).toBe(0);
  });

  test("is not begun after that, though it waits in a slot, or for one", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [7]), batch(2, [5], 2));
    expect(rig.tell({ type: "link-ended" })).toEqual(["close-job 2", "no alarm"]);
    comeBack(rig);
    rig.tell(answered(1, 1), { type: "run-ended", run: 1 });
    expect(rig.machine.runs.size).toBe(0);
  });

  test("[P4] has its result kept and offered where it had ended before the link", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [5], 2));
    rig.answer(1, 1);
    rig.tell({ type: "link-ended" });
    expect(comeBack(rig)).toContain("say offer 1 of lease 1: 5");
  });

  test("can be given out over the next link, whose coordinator tells the job anew", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [5], 2));
    rig.tell({ type: "link-ended" }, { type: "run-ended", run: 1 });
    comeBack(rig);
    expect(rig.hear({ ...job(2), atMostOnce: true })).toEqual(["open-job 2"]);
    expect(rig.hear(batch(1, [6], 2))).toEqual(["run 2 in slot 0: 6"]);
  });

  test("is begun once where its batch comes twice, also once it has ended", () => {
    const rig = rigOfBoth(2);
    rig.hear(batch(1, [5], 2), batch(1, [5], 2));
    expect(rig.machine.runs.size).toBe(1);
    rig.answer(1, 1);
    expect(rig.hear(batch(1, [5], 2))).toEqual([]);
  });

  test("takes the next slot that is free, ahead of older batches", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, tasksFrom(0, 4)), batch(2, [9], 2));
    expect(rig.answer(1, 1)).toEqual(["say results 1 of lease 1: 0", "run 2 in slot 0: 9"]);
  });

  test("never waits behind another in a slot, however short they are", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [0], 2));
    rig.answer(1, 1, { busyMs: 1 });
    rig.hear(batch(2, [1], 2), batch(3, [2], 2));
    expect(rig.machine.runs.size).toBe(1);
    expect(rig.hear(recall(3, 1))).toEqual(["say returned of lease 3: 2"]);
  });

  test("is tried by itself where its program does not load: what came back would be lost", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [0], 2), batch(2, [1], 2));
    expect(rig.answer(1, 1, { busyMs: 0, outcome: outcomes.notLoaded })).toEqual([
      "say results 1 of lease 1: 0",
      "run 2 in slot 0: 1",
    ]);
  });

  test("is dropped with its job", () => {
    const rig = rigOfBoth();
    rig.hear(batch(1, [5], 2));
    expect(rig.hear(closeJob(2))).toEqual(["close-job 2"]);
    expect(rig.machine.batches.size).toBe(0);
  });
});
