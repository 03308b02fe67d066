import type { Job, Scheduler, Session } from "./state.ts";

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
  const byBytes = taskBytes === 0 ? settings.largestBatch : settings.batchBytes / taskBytes;
  const share = job.rate === 0 ? 1 : stint.rate / session.slots / job.rate;
  const byTail = job.tasks.pending * share * tailShare;
  const size = Math.floor(Math.min(bySpeed, byGrowth, byBytes, byTail, settings.largestBatch));
  return Math.max(1, size);
}

/** Batches the volunteer may hold: one a slot until its speed is known, then one more to hide the network. */
export function credit(scheduler: Scheduler, session: Session): number {
  for (const stint of session.stints.values()) {
    if (stint.speed.samples > 0) return session.slots * scheduler.settings.batchesPerSlot;
  }
  return session.slots;
}
