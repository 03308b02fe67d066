import type { SchedulerSettings } from "./settings.ts";
import { sharedRate } from "./speeds.ts";
import { isOnceOnly, type Job, type Scheduler, type Session, type Stint } from "./state.ts";

/** Share of the volunteer's part of the remaining tasks that one batch may take: the rest evens out the end of the job. */
const tailShare = 0.5;

/** Weight of the room's average, in measurements: one short task must not make a volunteer look fast. */
const roomWeight = 2;

function cautious(ownMs: number, samples: number, roomMs: number): number {
  return (samples * ownMs + roomWeight * roomMs) / (samples + roomWeight);
}

/**
 * Number of tasks in the volunteer's next batch: about `batchTargetMs` of its computing, within the byte
 * limit, growing step by step from what it has answered, and a shrinking share of what is left (factoring: Hummel,
 * Schonberg and Flynn, 1992; weighted by each volunteer's own rate).
 */
export function batchSize(scheduler: Scheduler, job: Job, session: Session): number {
  const { batchSize: wanted } = job.options;
  const { settings } = scheduler;
  if (wanted !== "auto") return Math.max(1, Math.min(wanted, settings.largestBatch));
  const stint = session.stints.get(job);
  const own = stint?.speed.msPerTask ?? null;
  if (stint === undefined || own === null) return 1;
  const ms = cautious(own, stint.speed.samples, job.times.msPerTask ?? own);
  const bySpeed = Math.max(1, settings.batchTargetMs / Math.max(ms, Number.MIN_VALUE));
  const byGrowth = stint.proven * settings.batchGrowth;
  const taskBytes = Math.max(job.inputBytes, job.times.resultBytes);
  const byBytes = sizeByBytes(settings, taskBytes);
  const share = job.rate === 0 ? 1 : Math.min(1, stint.rate / session.usableSlots / sharedRate(job));
  // If tasks throw, many of the leased ones will be pending again: the end is further away than it looks.
  const left = job.tasks.queued + job.retryShare * job.tasks.leased;
  const byTail = left * share * tailShare;
  const size = Math.floor(Math.min(bySpeed, byGrowth, byBytes, byTail, settings.largestBatch));
  return Math.max(1, size);
}

/**
 * Batches that the volunteer may hold: one for each slot that it has earned until its speed is known, then one more to hide the network. Where a
 * limit keeps batches below `batchTargetMs`, more of them, until together they take as long. Nothing waits behind a task that keeps its slot.
 */
export function credit(scheduler: Scheduler, session: Session): number {
  const { batchesPerSlot, mostBatches } = scheduler.settings;
  const { usableSlots, keptSlots, stints } = session;
  let perSlot = 1;
  for (const [job, stint] of stints) {
    if (!isOnceOnly(job)) perSlot = Math.max(perSlot, batchesHeld(scheduler, job, stint));
  }
  const slots = Math.max(0, usableSlots - keptSlots);
  const most = Math.max(mostBatches, slots * batchesPerSlot);
  return keptSlots + Math.min(most, slots * perSlot);
}

function batchesHeld({ settings }: Scheduler, job: Job, { speed, proven }: Stint): number {
  if (speed.msPerTask === null) return 1;
  const { batchSize: wanted } = job.options;
  const taskBytes = Math.max(job.inputBytes, job.times.resultBytes);
  const largest = Math.min(wanted === "auto" ? sizeByBytes(settings, taskBytes) : wanted, settings.largestBatch);
  // While batches still grow, holding more of the small ones would only delay the next size.
  if (proven * settings.batchGrowth < largest) return settings.batchesPerSlot;
  const tasks = Math.max(1, largest);
  const byTime =
    (settings.batchesPerSlot * settings.batchTargetMs) / Math.max(tasks * speed.msPerTask, Number.MIN_VALUE);
  const byBytes = settings.heldBytes / Math.max(1, tasks * taskBytes);
  const held = Math.floor(Math.min(byTime, byBytes, settings.mostBatchesPerSlot));
  return Math.max(settings.batchesPerSlot, held);
}

function sizeByBytes({ batchBytes, largestBatch }: SchedulerSettings, taskBytes: number): number {
  return taskBytes === 0 ? largestBatch : batchBytes / taskBytes;
}
