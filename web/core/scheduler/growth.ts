import type { SchedulerEvent } from "./events.ts";
import { endJobIfComplete, levelWithEquals } from "./job-life.ts";
import { isOver, type Job, type Scheduler } from "./state.ts";
import { sharedRate } from "./speeds.ts";

/** Batches for each slot that are asked for while no speed is known. */
const batchesForSlot = 2;

/** The job that may still grow; null where it is over or gone, and what its source says is too late. */
function growing(scheduler: Scheduler, event: { readonly type: string; readonly job: Job["id"] }): Job | null {
  const job = scheduler.jobs.get(event.job);
  if (job === undefined || isOver(job)) return null;
  if (job.isSealed)
    throw new Error(`job ${job.id} is sealed with ${job.tasks.total} tasks: ${event.type} comes too late`);
  return job;
}

export function addTasks(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "tasks-added" }>): void {
  const job = growing(scheduler, event);
  if (job === null) return;
  job.isAsked = false;
  // One that had nothing to do comes to the others as a new one does.
  if (job.tasks.open === 0) levelWithEquals(scheduler, job);
  job.tasks.add(event.count);
  for (const task of event.skipped ?? []) job.tasks.skip(task);
}

export function sealJob(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "job-sealed" }>): void {
  const job = growing(scheduler, event);
  if (job !== null) seal(scheduler, job);
}

/** The job keeps what it has, and ends with it. */
export function failSource(scheduler: Scheduler, event: Extract<SchedulerEvent, { type: "source-failed" }>): void {
  const job = growing(scheduler, event);
  if (job === null) return;
  const { task, reason } = event;
  scheduler.effects.push({ type: "explain", explanation: { type: "source-failed", job: job.id, task, reason } });
  seal(scheduler, job);
}

function seal(scheduler: Scheduler, job: Job): void {
  job.isSealed = true;
  job.isAsked = false;
  endJobIfComplete(scheduler, job);
}

/** Asks for further tasks while fewer wait than the room takes in a while. One request at a time: that is the back-pressure. */
export function askForTasks(scheduler: Scheduler, job: Job): void {
  if (job.isSealed || job.isAsked) return;
  const count = tasksWanted(scheduler, job);
  if (job.tasks.queued >= count) return;
  job.isAsked = true;
  scheduler.effects.push({ type: "want-tasks", job: job.id, count });
}

/** Tasks that the room takes in a while; one at least, so that a source that fails is known of before a volunteer comes. */
function tasksWanted({ settings, slots }: Scheduler, job: Job): number {
  const { batchSize } = job.options;
  const atFirst = slots * batchesForSlot * (batchSize === "auto" ? 1 : Math.min(batchSize, settings.largestBatch));
  const byRate = sharedRate(job) * settings.wantedAheadMs;
  const byBytes = Math.max(slots, settings.wantedBytes / Math.max(1, job.inputBytes));
  return Math.ceil(Math.max(1, Math.min(Math.max(atFirst, byRate), byBytes, settings.mostWanted)));
}
