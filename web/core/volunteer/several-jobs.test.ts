import { describe, expect, test } from "vitest";
import { sampleBlob } from "../blobs/testing/sample-blobs.ts";
import { batch, closeJob, job, recall, tasksFrom } from "./testing/down-messages.ts";
import { presentRig, VolunteerRig } from "./testing/volunteer-rig.ts";

const turnMs = 2_000;

/** Present with jobs 1, 2 and 3 open. */
function rigOfThree(slots = 1): VolunteerRig {
  const rig = presentRig(slots, { turnMs });
  rig.hear(job(2), job(3));
  return rig;
}

/** Jobs of the runs in hand, by slot. */
function served(rig: VolunteerRig): readonly number[] {
  return [...rig.machine.busy.values()].flatMap((runs) => runs.map((run) => Number(run.batch.job)));
}

/** The oldest run in hand takes this long. */
function finishRun(rig: VolunteerRig, ms: number): readonly string[] {
  const [run] = rig.machine.runs.keys();
  if (run === undefined) throw new Error("nothing runs");
  rig.now += ms;
  return rig.answer(run, 1, { busyMs: ms });
}

test("a job that is told again with other blobs than before stays as it is", () => {
  const rig = presentRig(1);
  expect(rig.hear(job(2, sampleBlob(10, 1).name))).toContainEqual(expect.stringContaining("blob-wanted"));
  expect(rig.hear(job(2))).toEqual([]);
  expect(rig.hear(job(2, sampleBlob(10, 2).name))).toEqual([]);
  rig.hear(job(3));
  expect(rig.hear(job(3, sampleBlob(10, 1).name))).toEqual([]);
});

describe("a slot", () => {
  test("goes on with the job that it has begun with, though an older batch of another job waits", () => {
    const rig = rigOfThree();
    rig.hear(batch(1, [0]), batch(2, [10], 2), batch(3, [1]));
    expect(finishRun(rig, 100)).toContain("run 2 in slot 0: 1");
    expect(finishRun(rig, 100)).toContain("run 3 in slot 0: 10");
  });

  test("takes the oldest batch once its turn is over, and begins a turn of that job", () => {
    const rig = rigOfThree();
    rig.hear(batch(1, [0]), batch(2, [10, 11], 2), batch(3, [1, 2], 1));
    expect(finishRun(rig, turnMs)).toContain("run 2 in slot 0: 10");
    rig.hear(batch(4, [12], 2));
    expect(finishRun(rig, 100)).toContain("run 3 in slot 0: 11");
    expect(finishRun(rig, 100)).toContain("run 4 in slot 0: 12");
    expect(finishRun(rig, 100)).toContain("run 5 in slot 0: 1");
  });

  test("stays with its job beyond the turn where nothing older waits", () => {
    const rig = rigOfThree();
    rig.hear(batch(1, [0, 1, 2]), batch(2, [10], 2));
    expect(finishRun(rig, turnMs)).toContain("run 2 in slot 0: 1");
    expect(finishRun(rig, turnMs)).toContain("run 3 in slot 0: 2");
    expect(finishRun(rig, 100)).toContain("run 4 in slot 0: 10");
  });

  test("without a job of its own takes the oldest batch", () => {
    const rig = rigOfThree(2);
    rig.hear(batch(1, [0, 1]), batch(2, [10], 2));
    expect(served(rig)).toEqual([1, 1]);
  });

  test("gets no second run of another job, which would wait for a new Worker", () => {
    const rig = rigOfThree();
    for (const id of [1, 2]) {
      rig.hear(batch(id, [id], id));
      finishRun(rig, 1);
    }
    rig.hear(batch(3, [20], 2), batch(4, [10], 1));
    expect(served(rig)).toEqual([2]);
    rig.hear(batch(5, [21], 2));
    expect(served(rig)).toEqual([2, 2]);
  });

  test("that is taken away and comes back has no job of its own", () => {
    const rig = rigOfThree(2);
    rig.hear(batch(1, [0, 1]));
    rig.tell({ type: "slots-set", slots: 1 }, { type: "run-ended", run: 2 });
    rig.hear(batch(2, [10], 2), batch(3, [2]));
    rig.tell({ type: "slots-set", slots: 2 });
    expect(rig.tell({ type: "slot-ready", slot: 1 })).toEqual(["run 3 in slot 1: 10"]);
  });
});

test("closing a job leaves the batches, runs and results of the others", () => {
  const rig = rigOfThree(2);
  rig.hear(batch(1, [0]), batch(2, [10], 2));
  expect(served(rig)).toEqual([1, 2]);
  rig.hear(batch(3, [1]), batch(4, [11], 2));
  expect(rig.hear(closeJob(2))).toEqual(["close-job 2"]);
  expect(rig.tell({ type: "run-ended", run: 2 })).toEqual(["run 3 in slot 1: 1"]);
  expect(rig.answer(1, 1)).toContain("say results 1 of lease 1: 0");
});

test("a recall takes tasks of its own lease only, whatever the slot prefers", () => {
  const rig = rigOfThree();
  rig.hear(batch(1, [0]), batch(2, [10, 11], 2), batch(3, [1, 2]));
  expect(rig.hear(recall(2, 9))).toEqual(["say returned of lease 2: 10 11"]);
  expect(finishRun(rig, 100)).toContain("run 2 in slot 0: 1");
});

describe("no batch waits for ever", () => {
  const runMs = 500;
  const length = 6;

  /** Every sequence of `length` of the given choices. */
  function* sequences(choices: number): Generator<readonly number[]> {
    for (let code = 0; code < choices ** length; code += 1) {
      yield Array.from({ length }, (_, at) => Math.floor(code / choices ** at) % choices);
    }
  }

  /** When the task starts, if batches of the given jobs come one after each run; 0 stands for no batch. */
  function startOf(task: number, rig: VolunteerRig, jobs: readonly number[]): number | null {
    let lease = 100;
    const isStarted = (): boolean =>
      [...rig.machine.runs.values()].some(({ batch: { indices }, from }) => indices[from] === task);
    for (const of of jobs) {
      if (isStarted()) return rig.now;
      if (of > 0) rig.hear(batch((lease += 1), tasksFrom(10 * lease, 2), of));
      if (rig.machine.runs.size > 0) finishRun(rig, runMs);
    }
    return isStarted() ? rig.now : null;
  }

  test.each([1, 2])(
    "with %i slots: it starts within a turn for each batch before it, whatever comes after it",
    (slots) => {
      let checked = 0;
      for (const later of sequences(4)) {
        const rig = rigOfThree(slots);
        rig.hear(batch(1, [0]), batch(2, [1], 2), batch(3, [2], 3));
        // Two batches before it, of two jobs: two turns, each longer by the run in which it ends.
        const bound = 2 * (turnMs + runMs);
        const endless = [...later, ...later, ...later];
        const startedAt = startOf(2, rig, endless);
        expect(startedAt === null ? endless : startedAt).toBeLessThanOrEqual(bound);
        checked += 1;
      }
      expect(checked).toBe(4 ** length);
    },
  );
});
