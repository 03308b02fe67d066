import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { problemsOf } from "../../core/job/testing/problems-of.ts";
import { JobRefused } from "../../core/job/problem.ts";
import { sampleJob } from "../../core/job/testing/sample-job.ts";
import { jobNumber } from "../../core/ids.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

/** A task that never ends. */
function stall(): Promise<never> {
  return new Promise(() => {});
}

/** What a job leaves anywhere, of which a refused one must leave nothing. */
function traces({ room, state, browser }: OpenedRoom) {
  const { job } = state;
  return { id: job?.id, phase: job?.phase, table: room.table, entries: browser.journal.entries.length };
}

describe("a job that cannot run", () => {
  const lost = Uint32Array.of(1, 1, 2);
  const wrong: readonly [string, Partial<JobDefinition>][] = [
    ["an endless time limit", { options: { ...squaresOf(1).options, timeLimitMs: Number.POSITIVE_INFINITY } }],
    ["an input that cannot travel", { inputs: { type: "list", values: [1, Symbol("s")] } }],
    ["an input that was lost", { inputs: { type: "packed", values: { ends: lost, bytes: Uint8Array.of(1, 2) } } }],
    ["a step that is no whole number", { inputs: { type: "range", start: 0, step: 0.1, count: 3 } }],
    ["a program that is too long", { program: { language: "javascript", source: "x".repeat(2_000_000), files: {} } }],
  ];

  test.each(wrong)("leaves no trace, the job shown before stays, and no id is used up: %s", async (_, fields) => {
    const opened = await OpenedRoom.open();
    await opened.start(squaresOf(4));
    opened.room.cancelJob(opened.job.id);
    await opened.browser.passTime(500);
    const before = traces(opened);
    expect(() => opened.room.startJob({ ...squaresOf(4), ...fields })).toThrow(JobRefused);
    await opened.browser.passTime(500);
    expect(traces(opened)).toEqual(before);
    expect(opened.state.refused).not.toBeNull();
    expect(opened.said.at(-1)).toEqual({ key: "job-refused", reason: opened.state.refused });
    await opened.start(squaresOf(4));
    expect(jobNumber(opened.job.id)).toBe(2);
    expect(opened.state.refused).toBeNull();
  });

  test("is refused before anything has begun where this tab has no memory for that many tasks", async () => {
    const opened = await OpenedRoom.open();
    const before = traces(opened);
    const { Uint32Array: real } = globalThis;
    let numbers = 0;
    // As on a small device.
    globalThis.Uint32Array = new Proxy(real, {
      construct: (made, parts: readonly unknown[], target) => {
        if (typeof parts[0] === "number") numbers += parts[0];
        if (numbers > 20_000_000) throw new RangeError("Array buffer allocation failed");
        const array: unknown = Reflect.construct(made, parts, target);
        return Object(array);
      },
    });
    onTestFinished(() => {
      globalThis.Uint32Array = real;
    });
    const inputs = { type: "range", start: 0, step: 1, count: 30_000_000 } as const;
    expect(problemsOf(() => opened.room.startJob({ ...squaresOf(1), inputs }))).toEqual([
      { field: "inputs", wrong: { key: "no-memory", tasks: 30_000_000 } },
    ]);
    await opened.browser.passTime(100);
    expect(traces(opened)).toEqual(before);
  });
});

test("a job whose inputs cannot be read starts all the same, and the log names their tasks", async () => {
  const opened = await OpenedRoom.open();
  const values = { ends: Uint32Array.of(1), bytes: Uint8Array.of(0xc1) };
  await opened.start({ ...squaresOf(1), inputs: { type: "packed", values } });
  expect(opened.job).toMatchObject({ phase: "waiting", total: 1 });
  expect(opened.said).toContainEqual({ key: "task-put", job: null, input: "task 0" });
});

describe("a job's clock", () => {
  test("goes only while a volunteer is there, and its time is on record when the last one leaves", async () => {
    const opened = await OpenedRoom.open();
    const recorded = () => opened.browser.journal.entries.filter(({ type }) => type === "job-changed");
    await opened.start(squaresOf(4));
    expect(opened.job).toMatchObject({ phase: "waiting", elapsedMs: 0, remainingMs: null });
    await opened.browser.passTime(5_000);
    expect(opened.job).toMatchObject({ phase: "waiting", elapsedMs: 0 });
    expect(recorded()).toEqual([]);
    const { membership } = await opened.enter("laptop", stall);
    await opened.browser.passTime(3_000);
    expect(opened.job.phase).toBe("running");
    membership.close();
    await opened.browser.passTime(500);
    const { elapsedMs } = opened.job;
    expect(elapsedMs).toBeGreaterThanOrEqual(3_000);
    expect(elapsedMs).toBeLessThan(3_500);
    expect(recorded()).toMatchObject([{ phase: "running", elapsedMs }]);
    await opened.browser.passTime(60_000);
    expect(opened.job).toMatchObject({ phase: "waiting", elapsedMs });
    await opened.enter("phone", stall);
    await opened.browser.passTime(1_000);
    expect(opened.job.phase).toBe("running");
    expect(opened.job.elapsedMs).toBeGreaterThan(elapsedMs);
  });

  test("is after a reload what it is on record, however long the page takes to go on with the job", async () => {
    const opened = await OpenedRoom.open();
    const { membership } = await opened.enter("laptop", stall);
    await opened.start(squaresOf(4));
    await opened.browser.passTime(3_000);
    membership.close();
    await opened.browser.passTime(500);
    const { elapsedMs } = opened.job;
    const { browser, code } = opened;
    opened.close();
    let readings = 0;
    const now = browser.clock.now.bind(browser.clock);
    vi.spyOn(browser.clock, "now").mockImplementation(() => now() + 30 * (readings += 1));
    const again = await OpenedRoom.open({ browser, code });
    expect(again.job).toMatchObject({ phase: "waiting", elapsedMs });
  });

  test("stands through a pause, also one while the job waits; it waits again when it is resumed", async () => {
    const opened = await OpenedRoom.open();
    const phases = () =>
      opened.browser.journal.entries.flatMap((entry) => (entry.type === "job-changed" ? [entry.phase] : []));
    await opened.start(squaresOf(4));
    opened.room.pauseJob(opened.job.id);
    opened.room.pauseJob(opened.job.id);
    await opened.browser.passTime(1_000);
    expect(opened.job.phase).toBe("paused");
    opened.room.resumeJob(opened.job.id);
    opened.room.resumeJob(opened.job.id);
    await opened.browser.passTime(1_000);
    expect(opened.job).toMatchObject({ phase: "waiting", elapsedMs: 0 });
    opened.room.pauseJob(opened.job.id);
    await opened.enter("laptop", stall);
    await opened.browser.passTime(2_000);
    expect(opened.job).toMatchObject({ phase: "paused", elapsedMs: 0, leased: 0 });
    opened.room.resumeJob(opened.job.id);
    await opened.browser.passTime(2_000);
    expect(opened.job.phase).toBe("running");
    opened.room.cancelJob(opened.job.id);
    await opened.browser.passTime(100);
    const { elapsedMs } = opened.job;
    await opened.browser.passTime(2_000);
    expect(opened.job).toMatchObject({ phase: "cancelled", elapsedMs });
    expect(phases()).toEqual(["paused", "running", "paused", "running", "cancelled"]);
    const changes = opened.said.map(({ key }) => key).filter((key) => /^job-(?:paused|resumed|cancelled)$/.test(key));
    expect(changes).toEqual(["job-paused", "job-resumed", "job-paused", "job-resumed", "job-cancelled"]);
  });
});

describe("results", () => {
  test("are read through one reader, by task and in the order of their arrival", async () => {
    const opened = await OpenedRoom.open();
    expect(opened.room.results).toBeNull();
    await opened.enter("laptop", () => "a text");
    await opened.start(squaresOf(3));
    const { results } = opened.room;
    expect(results?.counts).toEqual({ total: 3, done: 3, failed: 0, leased: 0, pending: 0, notNeeded: 0, skipped: 0 });
    expect(results?.at(2)).toMatchObject({
      task: 2,
      outcome: { type: "value", value: "a text" },
      // The volunteer says 1 ms, and by the room's clock none has passed since its lease was granted.
      runtimeMs: 0,
      volunteer: "laptop",
      attempts: 1,
      arrival: 3,
      slot: 0,
      startedMs: expect.any(Number),
    });
    const followed: number[][] = [];
    for await (const { task, arrival } of results?.follow("completed") ?? []) followed.push([task, arrival]);
    expect(followed).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(opened.room.table?.row(1)).toMatchObject({ result: "a text", volunteer: "laptop", state: "done" });
  });

  test("are drawn without a rest where they are the first of their job, and at the page's pace from then on", async () => {
    const opened = await OpenedRoom.open();
    const answers: (() => void)[] = [];
    await opened.enter("laptop", () => new Promise((resolve) => answers.push(() => resolve("a text"))));
    await opened.start(squaresOf(3));
    await opened.browser.passTime(1_000);
    const hurry = vi.spyOn(opened.browser.pace, "hurry");
    const hurriesAfterAnswer = async (): Promise<number> => {
      const { done } = opened.job;
      for (const answer of answers.splice(0)) answer();
      await opened.browser.passTime(1_000);
      expect(opened.job.done).toBe(done + 1);
      return hurry.mock.calls.length;
    };
    expect(await hurriesAfterAnswer()).toBe(1);
    expect(await hurriesAfterAnswer()).toBe(1);
  });

  test("are not there while nothing of a task is on record", async () => {
    const opened = await OpenedRoom.open();
    await opened.start(squaresOf(3));
    expect(opened.room.results?.at(0)).toBeNull();
    expect(opened.room.results?.counts).toMatchObject({ done: 0, failed: 0 });
  });

  test("are given to the person as a file, of the job on record and of the one shown", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", () => 7);
    await opened.start(squaresOf(2));
    opened.room.exportShown("jsonl");
    await opened.browser.passTime(100);
    const [job] = opened.state.journal.jobs;
    if (job === undefined) throw new Error("no job is on record");
    opened.room.exportJob(job, "csv");
    await opened.browser.passTime(100);
    const [shown, recorded] = opened.environment.keptFiles;
    expect([shown?.name, recorded?.name]).toEqual([
      `tabpool-squares-${opened.code}-1.jsonl`,
      `tabpool-squares-${opened.code}-1.csv`,
    ]);
    expect(shown?.text.split("\n").filter((line) => line.includes('"value":7'))).toHaveLength(2);
    expect(recorded?.text.split("\r\n")).toHaveLength(4);
  });

  test("of one room's job are shown again when it is opened from the record, and run again from there", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("laptop", () => 7);
    await opened.start(squaresOf(2));
    await opened.start(squaresOf(3));
    const [, first] = opened.state.journal.jobs;
    if (first === undefined) throw new Error("the first job is not on record");
    opened.room.showJob(first);
    await opened.browser.passTime(100);
    expect(opened.job).toMatchObject({ total: 2, done: 2, phase: "done" });
    expect(opened.room.results?.at(0)).toMatchObject({ outcome: { value: 7 }, volunteer: "laptop" });
    opened.room.runAgain(first);
    await opened.browser.passTime(1_000);
    expect(opened.job).toMatchObject({ total: 2, done: 2, phase: "done" });
    expect(jobNumber(opened.job.id)).toBe(3);
    opened.room.deleteJob(first);
    await opened.browser.passTime(500);
    expect(opened.state.journal.jobs.map(({ job }) => jobNumber(job))).toEqual([3, 2]);
  });
});

test("a job on record that no workload of this page has made is listed, shown, exported and run again like any other", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop", (input) => Number(input) ** 3);
  const view = { type: "sculpture", input: "cube of {}", task: null };
  const inputs = { type: "range", start: 1, step: 1, count: 2 } as const;
  await opened.start(sampleJob({ title: "Cubes of old", view, inputs }));
  await opened.start(squaresOf(3));
  const [, first] = opened.state.journal.jobs;
  if (first === undefined) throw new Error("the first job is not on record");
  expect(first.title).toBe("Cubes of old");

  opened.room.showJob(first);
  await opened.browser.passTime(100);
  expect(opened.job).toMatchObject({ title: "Cubes of old", total: 2, phase: "done" });
  expect(opened.room.table?.row(1)).toMatchObject({ input: "cube of 2", result: "8" });

  opened.room.exportJob(first, "jsonl");
  await opened.browser.passTime(100);
  expect(opened.environment.keptFiles).toMatchObject([
    { name: `tabpool-cubes-of-old-${opened.code}-1.jsonl`, isSaved: true },
  ]);
  expect(opened.environment.keptFiles[0]?.text).toContain('"input":"cube of 2","inputData":2,"state":"done","value":8');

  opened.room.runAgain(first);
  await opened.browser.passTime(1_000);
  expect(opened.job).toMatchObject({ title: "Cubes of old", total: 2, done: 2 });
  expect(jobNumber(opened.job.id)).toBe(3);
});

test("a job can be started in answer to the end of the one before; its results are there once it has begun", async () => {
  const opened = await OpenedRoom.open();
  await opened.enter("laptop");
  const { room } = opened;
  const seen: unknown[] = [];
  const unsubscribe = room.store.subscribe(({ job }) => {
    if (job?.phase !== "done") return;
    unsubscribe();
    room.startJob(squaresOf(3));
    seen.push(room.results, room.table);
    room.lendSecret(false);
    seen.push(opened.state.job);
  });
  await opened.start(squaresOf(2));
  expect(seen).toEqual([null, null, null]);
  expect(opened.job).toMatchObject({ total: 3, done: 3, phase: "done" });
});
