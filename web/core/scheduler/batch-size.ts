import type { SchedulerSettings } from "./settings.ts";
import type { Job, Scheduler, Session, Stint } from "./state.ts";

/** Of what is left, a batch takes at most this share of the volunteer's share: half is kept to even out the end. */
const tailShare = 0.5;

/** So many measurements the room's average is worth beside a volunteer's own: one short task makes no fast volunteer. */
const roomWeight = 2;

function cautious(ownMs: number, samples: number, roomMs: number): number {
  return (samples * ownMs + roomWeight * roomMs) / (samples + roomWeight);
}

/**
 * How many tasks the next batch of that volunteer may have: about `batchTargetMs` of its computing, within the byte
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
  const ms = cautious(own, stint.speed.samples, job.speed.msPerTask ?? own);
  const bySpeed = Math.max(1, settings.batchTargetMs / Math.max(ms, Number.MIN_VALUE));
  const byGrowth = stint.proven * settings.batchGrowth;
  const taskBytes = Math.max(job.inputBytes, job.resultBytes);
  const byBytes = sizeByBytes(settings, taskBytes);
  const share = job.rate === 0 ? 1 : stint.rate / session.slots / job.rate;
  // Where tasks throw, many of those in other hands will wait again: this is no end yet.
  const left = job.tasks.pending + job.retryShare * job.tasks.leased;
  const byTail = left * share * tailShare;
  const size = Math.floor(Math.min(bySpeed, byGrowth, byBytes, byTail, settings.largestBatch));
  return Math.max(1, size);
}

/**
 * Batches the volunteer may hold: one a slot until its speed is known, then one more to hide the network; and more of
 * those whose size is limited before they are worth `batchTargetMs`, until together they are worth as much.
 */
export function credit(scheduler: Scheduler, session: Session): number {
  const { batchesPerSlot, mostBatches } = scheduler.settings;
  let perSlot = 1;
  for (const [job, stint] of session.stints) perSlot = Math.max(perSlot, batchesHeld(scheduler, job, stint));
  const most = Math.max(mostBatches, session.slots * batchesPerSlot);
  return Math.min(most, session.slots * perSlot);
}

function batchesHeld({ settings }: Scheduler, job: Job, { speed, proven }: Stint): number {
  if (speed.msPerTask === null) return 1;
  const { batchSize: wanted } = job.options;
  const taskBytes = Math.max(job.inputBytes, job.resultBytes);
  const largest = Math.min(wanted === "auto" ? sizeByBytes(settings, taskBytes) : wanted, settings.largestBatch);
  // Still growing: more of a small size would only put off the next one.
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
