import { describe, expect, test } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { inSlices } from "../../core/time-slices.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";
import { EndsJob } from "../testing/plain-compute.ts";

/** A job of the numbers from 0 on, one by one. */
function searchOf(count: number): JobDefinition {
  return {
    ...squaresOf(1),
    program: { language: "javascript", source: "export default (n, task) => task.done(n)", files: {} },
    inputs: { type: "range", start: 0, step: 1, count },
    options: { ...defaultJobOptions, batchSize: 1 },
  };
}

/** Ends the job at 7; what is above it never ends. */
function search(input: unknown): unknown {
  const number = Number(input);
  if (number > 7) return new Promise(() => {});
  return number === 7 ? new EndsJob("found") : number;
}

const foundAt7 = { phase: "ended-early", endedBy: 7, done: 8, failed: 0, pending: 0, leased: 0, notNeeded: 12 };

async function searched(): Promise<OpenedRoom> {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", search);
  await opened.start(searchOf(20));
  return opened;
}

describe("[P8] a job that one of its results ends", () => {
  test("has that result, is over, and says what was not needed", async () => {
    const opened = await searched();
    expect(opened.job).toMatchObject(foundAt7);
    expect(opened.room.results?.at(7)?.outcome).toEqual({ type: "value", value: "found" });
    expect(opened.said).toContainEqual({ key: "job-ended-early", job: 1, task: 7, rule: null, notNeeded: 12 });
  });

  test("has rows for the tasks that were not needed, which can be asked for", async () => {
    const { room, browser } = await searched();
    const { table } = room;
    if (table === null) throw new Error("no job is shown");
    expect(table.row(8)).toMatchObject({ state: "not-needed", result: "", volunteer: null, runtimeMs: null });
    const order = { column: "index", direction: "ascending" } as const;
    const rows = inSlices(table.select({ order, state: "not-needed", volunteer: null, text: "" }), browser.clock);
    await browser.passTime(1_000);
    expect((await rows).length).toBe(12);
  });

  test("is on record as one that has ended early, and looks the same when it is opened there", async () => {
    const opened = await searched();
    const { room, state, browser } = opened;
    expect(state.journal.jobs[0]).toMatchObject({ phase: "ended-early", endedBy: 7, done: 8 });
    const { key } = opened.job;
    room.startJob(squaresOf(1));
    await browser.passTime(1_000);
    room.showJob(key);
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject(foundAt7);
    expect(room.table?.row(19).state).toBe("not-needed");
  });

  test("has a file of what is on record, and of nothing else", async () => {
    const { room, browser, environment } = await searched();
    room.exportShown("csv");
    await browser.passTime(1_000);
    expect(environment.keptFiles[0]?.text.trim().split("\n")).toHaveLength(1 + 8);
  });

  test("tells its volunteers why it is over", async () => {
    const opened = await OpenedRoom.open();
    const { membership } = await opened.enter("laptop", search);
    await opened.start(searchOf(20));
    const { log } = membership.store.getState();
    expect(log.map(({ saying }) => saying)).toContainEqual({
      key: "job-closed",
      title: opened.job.title,
      why: "ended-early",
    });
  });

  test("reads its source no further", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", search);
    let isClosed = false;
    function* numbers(): Generator<number> {
      try {
        for (let at = 0; ; at += 1) yield at;
      } finally {
        isClosed = true;
      }
    }
    await opened.start({ ...searchOf(1), inputs: { type: "stream" } }, { source: numbers() });
    expect(opened.job).toMatchObject({ phase: "ended-early", endedBy: 7, isSealed: true, sourceProblem: null });
    expect(isClosed).toBe(true);
  });

  test("stays as it was after a reload", async () => {
    const before = await searched();
    const { browser, code } = before;
    before.close();
    const after = await OpenedRoom.open({ browser, code });
    await browser.passTime(1_000);
    expect(after.state.journal.jobs[0]).toMatchObject({ phase: "ended-early", endedBy: 7 });
    expect(after.state.jobs.filter(({ phase }) => phase === "running")).toEqual([]);
  });
});

test("[P8] a page that goes between the result and the end of its job leaves the end to the next one", async () => {
  const before = await OpenedRoom.open();
  const { browser, code } = before;
  await before.enter("laptop", search);
  browser.journal.goneBefore = "job-changed";
  await before.start(searchOf(20));
  before.close();
  browser.journal.goneBefore = null;
  await browser.passTime(1_000);
  const after = await OpenedRoom.open({ browser, code });
  await after.enter("laptop", search);
  await browser.passTime(1_000);
  expect(after.job).toMatchObject(foundAt7);
  expect(after.state.journal.jobs[0]).toMatchObject({ phase: "ended-early", endedBy: 7, isSealed: true });
});
