import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { epoch, volunteerId } from "../../core/ids.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { LogBook } from "../../words/log-book.ts";
import { squares } from "../../workloads/squares.ts";
import { LiveJobs } from "./jobs.ts";
import type { JobView } from "../store.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Room {
  readonly jobs: LiveJobs;
  readonly start: () => void;
  readonly join: () => void;
  readonly leave: () => void;
  readonly view: () => JobView | null;
  /** Changes of the job's phase that were put on record. */
  readonly recorded: () => readonly JournalEntry[];
}

/** A room with a scheduler and without links: what is sent arrives nowhere. */
function openRoom(): Room {
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const entries: JournalEntry[] = [];
  const volunteer = volunteerId(1);
  const tell = (fact: Parameters<ConstructorParameters<typeof LiveJobs>[0]["tell"]>[0]): void => {
    handle(scheduler, { ...fact, now: performance.now() });
    jobs.keepTime();
  };
  const jobs = new LiveJobs(
    {
      scheduler,
      log: new LogBook(),
      tell,
      append: (entry) => entries.push(entry),
      nameOf: String,
      changed: () => undefined,
      recordChanged: () => undefined,
    },
    0,
  );
  const numbers = { count: 4, smallest: 3, largest: 3, seed: 1, shortest: 60, longest: 60 };
  return {
    jobs,
    start: () => jobs.start(squares.createJob(numbers, defaultJobOptions)),
    join: () => tell({ type: "volunteer-joined", volunteer, slots: 1 }),
    leave: () => tell({ type: "volunteer-left", volunteer, departure: "goodbye" }),
    view: () => jobs.view(performance.now()),
    recorded: () => entries.filter(({ type }) => type === "job-changed"),
  };
}

test("a job's clock goes only while a volunteer is there, and its time is on record when the last one leaves", () => {
  const { start, join, leave, view, recorded } = openRoom();
  start();
  vi.advanceTimersByTime(5_000);
  expect(view()).toMatchObject({ phase: "waiting", elapsedMs: 0, remainingMs: null });
  expect(recorded()).toEqual([]);
  join();
  vi.advanceTimersByTime(3_000);
  expect(view()).toMatchObject({ phase: "running", elapsedMs: 3_000 });
  leave();
  expect(recorded()).toMatchObject([{ phase: "running", elapsedMs: 3_000 }]);
  vi.advanceTimersByTime(60_000);
  expect(view()).toMatchObject({ phase: "waiting", elapsedMs: 3_000, remainingMs: null });
  join();
  vi.advanceTimersByTime(1_000);
  expect(view()).toMatchObject({ phase: "running", elapsedMs: 4_000 });
});

test("a pause while a job waits is a pause, and the job waits again when it is resumed", () => {
  const { jobs, start, join, view, recorded } = openRoom();
  start();
  jobs.pause();
  expect(view()).toMatchObject({ phase: "paused" });
  join();
  vi.advanceTimersByTime(2_000);
  expect(view()).toMatchObject({ phase: "paused", elapsedMs: 0, remainingMs: null });
  jobs.resume();
  vi.advanceTimersByTime(2_000);
  expect(view()).toMatchObject({ phase: "running", elapsedMs: 2_000 });
  expect(recorded()).toMatchObject([{ phase: "paused" }, { phase: "running" }]);
  jobs.cancel();
  vi.advanceTimersByTime(2_000);
  expect(view()).toMatchObject({ phase: "cancelled", elapsedMs: 2_000 });
});
