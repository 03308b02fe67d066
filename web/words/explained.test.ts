import { expect, test } from "vitest";
import { jobId, volunteerId } from "../core/ids.ts";
import { outcomes } from "../core/job/job.ts";
import type { Explanation } from "../core/scheduler/explanation.ts";
import { say } from "./say.ts";

const job = jobId(1);
const volunteer = volunteerId(3);

const said: readonly [Explanation, string][] = [
  [
    { type: "volunteer-gone", job, volunteer, departure: "lost", first: 17, count: 1 },
    "task 17 taken back from laptop-3: its link was lost",
  ],
  [
    { type: "volunteer-gone", job, volunteer, departure: "goodbye", first: 4, count: 20 },
    "20 tasks from 4 on taken back from laptop-3: it left",
  ],
  [
    { type: "lease-expired", job, volunteer, silentMs: 30_200, first: 17, count: 1 },
    "task 17 taken back from laptop-3: no heartbeat for 30 s",
  ],
  [
    { type: "lease-expired", job, volunteer, silentMs: 2_000, first: 17, count: 1 },
    "task 17 taken back from laptop-3: its lease ended without an answer",
  ],
  [{ type: "returned", job, volunteer, first: 17, count: 2 }, "2 tasks from 17 on given back by laptop-3"],
  [
    { type: "will-retry", job, volunteer, outcome: outcomes.timedOut, first: 17, count: 1 },
    "task 17 will be tried again: it ran into the time limit on laptop-3",
  ],
  [
    { type: "will-retry", job, volunteer, outcome: outcomes.threw, first: 17, count: 64 },
    "64 tasks from 17 on will be tried again: they threw on laptop-3",
  ],
  [
    { type: "doubted", job, volunteer, outcome: outcomes.threw, first: 17, count: 1 },
    "task 17 will be tried by others before the failure counts: it threw on laptop-3, where more fails than elsewhere",
  ],
  [
    { type: "given-up", job, because: "poison", first: 17, count: 1 },
    "task 17 failed: volunteers keep dying with it in hand",
  ],
  [
    { type: "given-up", job, because: "threw-on-distinct-volunteers", first: 17, count: 64 },
    "64 tasks from 17 on failed: they failed on different volunteers",
  ],
  [
    { type: "lost-for-good", job, volunteer, because: "lost", first: 17, count: 1 },
    "task 17 failed on laptop-3: its link was lost, and nothing of this job is executed twice",
  ],
  [
    { type: "lost-for-good", job, volunteer, because: "returned", first: 17, count: 1 },
    "task 17 failed on laptop-3: it gave it back, and nothing of this job is executed twice",
  ],
  [
    { type: "lost-in-restart", job, first: 0, count: 3 },
    "3 tasks from 0 on failed: an earlier start of this room may have given them out, and nothing of this job is executed twice",
  ],
  [
    { type: "recalled", job, volunteer, because: "no-slot-left", first: 17, count: 1 },
    "task 17 called back from laptop-3, as far as not started: each slot that is left there is taken for as long as its task runs",
  ],
  [{ type: "cannot-equip", job, volunteer, reason: "no bytes" }, "laptop-3 gets no tasks of job 1: no bytes"],
  [{ type: "cannot-load", job, volunteer }, "laptop-3 gets no tasks of job 1: the program does not load there"],
  [
    { type: "copied", job, volunteer, task: 17, runningMs: 4_400 },
    "task 17 also goes to laptop-3: it has been running for 4 s",
  ],
  [
    { type: "recalled", job, volunteer, because: "others-without-work", first: 17, count: 4 },
    "4 tasks from 17 on called back from laptop-3, as far as not started: others are without work",
  ],
  [
    { type: "recalled", job, volunteer, because: "job-paused", first: 17, count: 1 },
    "task 17 called back from laptop-3, as far as not started: the job is paused",
  ],
  [
    { type: "job-cancelled", job, volunteer, first: 17, count: 2 },
    "2 tasks from 17 on taken back from laptop-3: job 1 is cancelled",
  ],
  [
    { type: "suspected", volunteer, silentMs: 15_100, tasks: 1 },
    "laptop-3 gets nothing new, and keeps 1 task for now: no heartbeat for 15 s",
  ],
  [{ type: "heard-again", volunteer, tasks: 2 }, "laptop-3 is heard again, with 2 tasks in hand"],
  [
    { type: "rests", volunteer, because: "lease-expired", forMs: 2_000 },
    "laptop-3 gets nothing new for 2 s: it let a lease end",
  ],
  [
    { type: "race-won", job, volunteer, loser: volunteerId(4), first: 17, count: 1, byCopy: true },
    "task 17: laptop-3 was first with its copy, laptop-4 computes it in vain",
  ],
  [
    { type: "source-failed", job, task: 1, reason: "the disk is gone" },
    "job 1 gets no further tasks, and ends with 1 task: input 1 cannot be had: the disk is gone",
  ],
  [
    { type: "stale", volunteer, what: "ended-lease", count: 2 },
    "2 results from laptop-3 not needed: their lease had ended",
  ],
  [
    { type: "stale", volunteer, what: "not-in-lease", count: 1 },
    "1 result from laptop-3 not needed: their lease does not have their tasks, or no more",
  ],
  [
    { type: "stale", volunteer, what: "no-such-task", count: 2 },
    "2 results from laptop-3 not needed: the job has no such tasks on record",
  ],
];

test.each(said)("a decision is said in words: %j", (explanation, words) => {
  expect(say({ key: "explained", job: null, explanation, volunteer: "laptop-3", loser: "laptop-4" })).toBe(words);
});

test("an error in place of a value that was refused is said as such, with what is wrong with it", () => {
  const told = { key: "explained", job: null, volunteer: "laptop-3", loser: "", refused: "it has 4 bytes" } as const;
  const error = { job, volunteer, outcome: outcomes.threw, first: 17 };
  expect(say({ ...told, explanation: { type: "will-retry", ...error, count: 1 } })).toBe(
    "task 17 will be tried again: its value from laptop-3 was refused: it has 4 bytes",
  );
  expect(say({ ...told, explanation: { type: "doubted", ...error, count: 2 } })).toBe(
    "2 tasks from 17 on will be tried by others before the failure counts: their values from laptop-3, where more fails than elsewhere, were refused: it has 4 bytes",
  );
});
