import { expect, test } from "vitest";
import { epoch, jobId } from "../../core/ids.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { JobRefused } from "../../core/job/job-definition.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { sampleDefinition, sampleRoomId } from "../../journal/testing/samples.ts";
import { LogBook } from "../../words/log-book.ts";
import { squares } from "../../workloads/squares.ts";
import { LiveJobs } from "./jobs.ts";

const request = squares.createJob(
  { count: 4, smallest: 0, largest: 9, seed: 1, shortest: 0, longest: 0 },
  defaultJobOptions,
);

/** The jobs of a room without volunteers, and what they leave anywhere. */
function begin() {
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const log = new LogBook();
  const entries: JournalEntry[] = [];
  const jobs = new LiveJobs(
    {
      scheduler,
      log,
      tell: (fact) => handle(scheduler, { ...fact, now: 0 }),
      append: (entry) => entries.push(entry),
      nameOf: String,
      changed: () => undefined,
      recordChanged: () => undefined,
    },
    0,
  );
  const traces = () => ({
    shown: jobs.shown?.id,
    phase: jobs.view(0)?.phase,
    table: jobs.table,
    known: [...scheduler.jobs.keys()],
    entries: entries.length,
    lines: log.read().length,
  });
  return { scheduler, log, entries, jobs, traces };
}

test("a job that cannot run leaves no trace, what was shown before stays, and no id is used up", () => {
  const { jobs, traces, scheduler } = begin();
  jobs.start(request);
  jobs.cancel();
  const before = traces();
  for (const wrong of [
    { ...request, options: { ...request.options, timeLimitMs: Number.POSITIVE_INFINITY } },
    { ...request, inputs: { type: "list", values: [1, Symbol("s")] } as const },
    { ...request, inputs: { type: "range", start: 0, step: 0.1, count: 3 } as const },
    { ...request, program: { ...request.program, source: "x".repeat(2_000_000) } },
  ]) {
    expect(() => jobs.start(wrong)).toThrow(JobRefused);
    expect(traces()).toEqual(before);
  }
  expect(() => jobs.start({ ...request, workload: "cubes" })).toThrow("workload cubes is none that this page knows");
  expect(traces()).toEqual(before);
  jobs.start(request);
  expect(jobs.shown?.id).toBe((before.shown ?? 0) + 1);
  expect(scheduler.jobs.size).toBe(1);
  jobs.close();
});

test("more tasks than this tab has memory for are refused before anything has begun", () => {
  const { jobs, traces } = begin();
  const before = traces();
  const { Uint32Array: real } = globalThis;
  // As on a small device.
  globalThis.Uint32Array = new Proxy(real, {
    construct: (made, parts: readonly unknown[], target) => {
      if (Number(parts[0]) > 20_000_000) throw new RangeError("Array buffer allocation failed");
      const array: unknown = Reflect.construct(made, parts, target);
      return Object(array);
    },
  });
  try {
    const inputs = { type: "range", start: 0, step: 1, count: 30_000_000 } as const;
    expect(() => jobs.start({ ...request, inputs })).toThrow(
      "inputs of 30000000 tasks are more than this tab has memory for",
    );
  } finally {
    globalThis.Uint32Array = real;
  }
  expect(traces()).toEqual(before);
  jobs.close();
});

test("a job on record that cannot run is named in the log, and the room's next job starts", () => {
  const { jobs, log } = begin();
  const summary = {
    room: sampleRoomId(1),
    job: jobId(1),
    code: expect.any(String),
    workload: "squares",
    total: 3,
    createdAt: 0,
    phase: "running",
    elapsedMs: 0,
    done: 0,
    failed: 0,
    bytes: 0,
    problem: null,
  } as const;
  const definition = { ...sampleDefinition, options: { ...defaultJobOptions, batchSize: Number.NaN } };
  jobs.restore({ summary, definition, results: [], volunteers: [] });
  expect(log.read().at(-1)).toMatchObject({
    kind: "trouble",
    text: expect.stringMatching(/^Job 1 cannot go on: .*options\.batchSize must be auto or a whole number/),
  });
  jobs.start(request);
  expect(jobs.view(0)?.phase).toBe("waiting");
  jobs.close();
});

test("a job that gets stuck while it is being started stands still, says why, and goes on when it is resumed", () => {
  const { jobs, scheduler, log, entries } = begin();
  jobs.start(request);
  const job = jobs.shown ?? expect.fail("no job");
  jobs.stop(job, "inputs cannot be sent");
  jobs.stop(job, "inputs cannot be sent");
  expect(log.read().filter(({ text }) => text === "Job 1 is paused: inputs cannot be sent")).toHaveLength(1);
  expect(entries.at(-1)).toMatchObject({ type: "job-changed", phase: "paused" });
  expect(scheduler.jobs.get(job.id)?.phase).toBe("paused");
  jobs.resume();
  expect(scheduler.jobs.get(job.id)?.phase).toBe("running");
  jobs.close();
});
