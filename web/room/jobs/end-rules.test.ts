import { describe, expect, test } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions, type JobOptions } from "../../core/job/job.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** A job of the numbers from 0 on, one by one. */
function numbersTo(count: number, options: Partial<JobOptions> = {}): JobDefinition {
  return {
    ...squaresOf(1),
    inputs: { type: "range", start: 0, step: 1, count },
    options: { ...defaultJobOptions, batchSize: 1, ...options },
  };
}

const precision = { type: "absolute", halfWidth: 0.2 } as const;

/** With 0 and 1 in turn, the first n with which 1.96 · s / √n is no more than 0.2 is 30. */
const reachedBy = 29;

/** What is behind the last task that is needed never ends. */
function coin(input: unknown): unknown {
  const number = Number(input);
  return number > reachedBy ? new Promise(() => {}) : number % 2;
}

async function sampled(): Promise<OpenedRoom> {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", coin);
  await opened.start(numbersTo(50, { precision }));
  return opened;
}

const ended = { phase: "ended-early", endedBy: reachedBy, endRule: "precision", done: 30, notNeeded: 20, leased: 0 };

describe("[P8] a job that ends when the mean of its results is known precisely enough", () => {
  test("is over with the first result with which it is, and says so", async () => {
    const opened = await sampled();
    expect(opened.job).toMatchObject(ended);
    expect(opened.said).toContainEqual({
      key: "job-ended-early",
      job: 1,
      task: reachedBy,
      rule: "precision",
      notNeeded: 20,
    });
  });

  test("is on record with its rule, and looks the same when it is opened there", async () => {
    const opened = await sampled();
    const { room, state, browser } = opened;
    expect(state.journal.jobs[0]).toMatchObject({ phase: "ended-early", endedBy: reachedBy, endRule: "precision" });
    const { key } = opened.job;
    room.startJob(squaresOf(1));
    await browser.passTime(1_000);
    room.showJob(key);
    await browser.passTime(1_000);
    expect(opened.job).toMatchObject(ended);
    expect(opened.job.request.options.precision).toEqual(precision);
  });

  test("ends with the same result where a reload lies in between", async () => {
    const before = await OpenedRoom.open();
    const { browser, code } = before;
    await before.enter("laptop", (input) => (Number(input) > 10 ? new Promise(() => {}) : coin(input)));
    await before.start(numbersTo(50, { precision }));
    expect(before.job).toMatchObject({ phase: "running", done: 11 });
    before.close();
    const after = await OpenedRoom.open({ browser, code });
    await after.enter("laptop", coin);
    await browser.passTime(1_000);
    expect(after.job).toMatchObject(ended);
  });

  test("ends at the next start if its page goes before the end is on record", async () => {
    const before = await OpenedRoom.open();
    const { browser, code } = before;
    await before.enter("laptop", coin);
    browser.journal.goneBefore = "job-changed";
    await before.start(numbersTo(50, { precision }));
    before.close();
    browser.journal.goneBefore = null;
    await browser.passTime(1_000);
    const after = await OpenedRoom.open({ browser, code });
    await browser.passTime(1_000);
    expect(after.job).toMatchObject(ended);
    expect(after.state.journal.jobs[0]).toMatchObject({ phase: "ended-early", endedBy: reachedBy });
  });

  test("goes to its own end where its results are no numbers", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", (input) => `${Number(input)}`);
    await opened.start(numbersTo(40, { precision }));
    expect(opened.job).toMatchObject({ phase: "done", done: 40, endedBy: null, endRule: null });
  });
});

async function searching(): Promise<OpenedRoom> {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", (input) => (Number(input) > 4 ? new Promise(() => {}) : input));
  await opened.start(numbersTo(20));
  expect(opened.job).toMatchObject({ phase: "running", done: 5 });
  return opened;
}

describe("[P8] a job that its page's rule ends", () => {
  test("is over with that result, and what runs is not needed", async () => {
    const opened = await searching();
    opened.room.endByRule(opened.job.id, 3);
    expect(opened.job).toMatchObject({ phase: "ended-early", endedBy: 3, endRule: "until", done: 5, notNeeded: 15 });
    await opened.browser.passTime(1_000);
    expect(opened.state.journal.jobs[0]).toMatchObject({ endedBy: 3, endRule: "until" });
  });

  test("is none of a task that has no value on record", async () => {
    const { room, job } = await searching();
    expect(() => room.endByRule(job.id, 9)).toThrow("task 9 of job 1 has no value on record");
    expect(() => room.endByRule(job.id, 99)).toThrow("task 99 of job 1 has no value on record");
  });

  test("stays as it was once it is over", async () => {
    const opened = await searching();
    const { id } = opened.job;
    opened.room.cancelJob(id);
    opened.room.endByRule(id, 3);
    await opened.browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "cancelled", endedBy: null, endRule: null });
  });
});
