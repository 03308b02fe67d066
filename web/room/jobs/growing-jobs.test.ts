import { describe, expect, test } from "vitest";
import { jobId } from "../../core/ids.ts";
import type { InputRecipe } from "../../core/job/input-recipe.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { problemsOf } from "../../core/job/testing/problems-of.ts";
import { inSlices } from "../../core/time-slices.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

function growing(): JobDefinition {
  return { ...squaresOf(1), inputs: { type: "stream" } };
}

function double(input: unknown): number {
  return 2 * Number(input);
}

function* numbersTo(count: number): Generator<number> {
  for (let at = 1; at <= count; at += 1) yield at;
}

function* broken(): Generator<number> {
  yield* numbersTo(4);
  throw new Error("the disk is gone");
}

async function* oneAndNoMore(): AsyncGenerator<number> {
  yield 5;
  await new Promise(() => {});
}

const never: AsyncIterable<number> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };

/** Until the job shown is in that phase, or some time has gone by. */
async function until(opened: OpenedRoom, phase: string): Promise<void> {
  await opened.browser.passTime(100);
  for (let turn = 0; turn < 200 && opened.job.phase !== phase; turn += 1) await opened.browser.passTime(100);
}

describe("a job that grows", () => {
  test("computes what its source brings, and ends with it", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    opened.room.startJob(growing(), { source: numbersTo(3_000) });
    await until(opened, "done");
    expect(opened.job).toMatchObject({ phase: "done", total: 3_000, done: 3_000, isSealed: true, sourceProblem: null });
    expect(opened.room.results?.at(2_999)?.outcome).toMatchObject({ value: 6_000 });
    expect(opened.room.table?.total).toBe(3_000);
  });

  test("reads its source no further than the room can compute soon", async () => {
    const opened = await OpenedRoom.open();
    let read = 0;
    function* endless(): Generator<number> {
      for (;;) {
        read += 1;
        yield read;
      }
    }
    opened.room.startJob(growing(), { source: endless() });
    await opened.browser.passTime(60_000);
    expect(read).toBeLessThan(10);
    expect(opened.job).toMatchObject({ isSealed: false, remainingMs: null });
    opened.room.cancelJob(opened.job.id);
  });

  test("keeps what it has when its source fails, and says at which input and why", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    opened.room.startJob(growing(), { source: broken() });
    await until(opened, "done");
    const problem = { type: "failed", task: 4, reason: "the disk is gone" };
    expect(opened.job).toMatchObject({ phase: "done", done: 4, total: 4, sourceProblem: problem });
    await opened.browser.passTime(1_000);
    expect(opened.state.journal.jobs[0]).toMatchObject({ sourceProblem: problem, isSealed: true, total: 4 });
  });

  test("says so when its source does not answer, and can be cancelled then", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", double);
    const job = opened.room.startJob(growing(), { source: never });
    await opened.browser.passTime(11_000);
    expect(opened.said).toContainEqual({ key: "source-silent", job: 1, silentMs: 10_000 });
    opened.room.pauseJob(job);
    await opened.browser.passTime(100);
    expect(opened.job.phase).toBe("paused");
    opened.room.cancelJob(job);
    await opened.browser.passTime(100);
    expect(opened.job.phase).toBe("cancelled");
  });

  test("goes on after a reload with what was added, says so, and can be run again as a list", async () => {
    const before = await OpenedRoom.open();
    const { browser, code } = before;
    const job = before.room.startJob(growing(), { source: oneAndNoMore() });
    await browser.passTime(1_000);
    before.close();
    await browser.passTime(1_000);
    const after = await OpenedRoom.open({ browser, code });
    await after.enter("laptop", double);
    await until(after, "done");
    expect(after.job).toMatchObject({
      phase: "done",
      total: 1,
      done: 1,
      isSealed: true,
      sourceProblem: { type: "gone" },
    });
    expect(after.said).toContainEqual({ key: "source-gone", job: 1, tasks: 1 });
    expect(after.room.results?.at(0)?.outcome).toMatchObject({ value: 10 });
    after.room.runAgain(after.job.key);
    await browser.passTime(1_000);
    await until(after, "done");
    expect(after.job).toMatchObject({ id: expect.anything(), total: 1, done: 1, sourceProblem: null });
    expect(after.job.id).not.toBe(jobId(job));
  });

  test("needs inputs of its own kind", async () => {
    const opened = await OpenedRoom.open();
    expect(problemsOf(() => opened.room.startJob(squaresOf(3), { source: [1] }))).toMatchObject([
      { field: "inputs.type", wrong: { key: "must-be", allowed: { key: "stream-for-source" } } },
    ]);
    expect(problemsOf(() => opened.room.startJob(growing()))).toEqual([
      { field: "inputs", wrong: { key: "source-missing" } },
    ]);
  });
});

function hundredFrom(start: number): InputRecipe {
  return { type: "range", start, step: 1, count: 100 };
}

describe("a job with more inputs than stay in memory", () => {
  /** Of one addition, or two small ones. */
  const keptInputBytes = 1_500;

  const open: JobDefinition = { ...squaresOf(1), inputs: { type: "open" } };

  /** One that is over, whose inputs came hundred by hundred. */
  async function computed(count = 3_000): Promise<OpenedRoom> {
    const opened = await OpenedRoom.open({ keptInputBytes });
    await opened.enter("laptop", double);
    const job = opened.room.startJob(open);
    for (let start = 1; start <= count; start += 100) opened.room.addInputs(job, hundredFrom(start));
    opened.room.sealJob(job);
    await until(opened, "done");
    return opened;
  }

  test("computes all of them", async () => {
    const { room, job } = await computed();
    expect(job).toMatchObject({ phase: "done", total: 3_000, done: 3_000, failed: 0 });
    for (const task of [0, 6, 1_500, 2_999]) {
      expect(room.results?.at(task)?.outcome).toMatchObject({ value: 2 * (task + 1) });
    }
  });

  test("shows each in its row as soon as it is read, and finds and sorts by all of them", async () => {
    const { room, browser } = await computed();
    const { table, results } = room;
    if (table === null) throw new Error("no job is shown");
    const edition = results?.edition;
    expect(table.row(5).input).toBe("…");
    await browser.passTime(100);
    expect(table.row(5).input).toBe("6");
    // A table that is sorted would be sorted anew for each row.
    expect(results?.edition).toBe(edition);
    const order = { column: "input", direction: "descending" } as const;
    const rows = inSlices(table.select({ order, state: null, volunteer: null, text: "299" }), browser.clock);
    await browser.passTime(5_000);
    const found = await rows;
    expect(Array.from({ length: found.length }, (_, at) => table.row(found.at(at)).index)).toEqual(
      Array.from({ length: 3_000 }, (_, at) => 2_999 - at).filter((task) =>
        [task, task + 1, double(task + 1)].some((shown) => String(shown).includes("299")),
      ),
    );
  });

  test("writes each into its file", async () => {
    const opened = await computed();
    opened.room.exportShown("jsonl");
    await opened.browser.passTime(5_000);
    const [file] = opened.environment.keptFiles;
    const inputs = file?.text
      .trim()
      .split("\n")
      .map((line) => Number(JSON.parse(line).inputData));
    expect(inputs?.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3_000 }, (_, at) => at + 1));
  });

  test("goes on after a reload, and runs again with all", async () => {
    const before = await OpenedRoom.open({ keptInputBytes });
    const { browser, code, room } = before;
    const job = room.startJob(open);
    for (let start = 1; start < 500; start += 100) room.addInputs(job, hundredFrom(start));
    await browser.passTime(2_000);
    before.close();
    await browser.passTime(1_000);
    const after = await OpenedRoom.open({ browser, code, keptInputBytes });
    await after.enter("laptop", double);
    after.room.sealJob(after.job.id);
    await until(after, "done");
    expect(after.job).toMatchObject({ phase: "done", total: 500, done: 500, sourceProblem: null });
    expect(after.room.results?.at(499)?.outcome).toMatchObject({ value: 1_000 });
    after.room.runAgain(after.job.key);
    await browser.passTime(1_000);
    await until(after, "done");
    expect(after.job).toMatchObject({ total: 500, done: 500, sourceProblem: null });
  });

  test("keeps all of them in memory while the record takes nothing", async () => {
    const opened = await OpenedRoom.open({ keptInputBytes });
    await opened.enter("laptop", double);
    opened.browser.journal.fault = { type: "full" };
    const job = opened.room.startJob(open);
    opened.room.addInputs(job, { type: "range", start: 1, step: 1, count: 500 });
    opened.room.sealJob(job);
    await opened.browser.passTime(10_000);
    const { total } = opened.job;
    expect(opened.room.table?.row(total - 1).input).toBe(String(total));
    opened.browser.journal.fault = null;
    await until(opened, "done");
    expect(opened.job).toMatchObject({ done: 500, total: 500 });
  });
});

test("a job that has grown runs again with what came, also where it is on record nowhere", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", double);
  opened.browser.journal.fault = { type: "failed", reason: "the disk is gone" };
  const job = opened.room.startJob(growing(), { source: numbersTo(5) });
  await until(opened, "done");
  opened.room.runAgain(opened.job.key);
  await until(opened, "done");
  expect(opened.job).toMatchObject({ phase: "done", total: 5, done: 5, isSealed: true });
  expect(opened.job.id).not.toBe(job);
});
