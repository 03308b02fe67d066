import { lookAgain } from "./alarm.ts";
import { batchSize } from "./batch-size.ts";
import { grant } from "./leases.ts";
import { typicalMs } from "./speeds.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { forgetCopyable, openTail, silentSince } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";

/** Leases that one event examines; the first ones are those that need a copy most. */
const leasesExamined = 16;

/** Runtimes that must be known before a quantile of them says anything. */
const runtimesForQuantile = 3;

/** However short the tasks are, an answer takes as long: it is gathered for 200 ms and travels, as its batch did. */
const answerMs = 250;

/** Once others have been without work for so many times its time, a straggler goes to anybody. */
const patienceWithAll = 8;

/** Measured speeds waver: who is that much slower than the room may still be as fast. */
const waver = 1.25;

/** Starting anew must beat waiting this many times, where a copy starts before the other one's time is up. */
const gainBeforeTime = 2;

function copiesAllowed(scheduler: Scheduler): number {
  return Math.max(1, Math.floor(scheduler.slots * scheduler.settings.copyShare));
}

/** Gives the volunteer a second copy of a straggler's tasks. Tells whether there was one for it. */
export function copy(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  if (!job.options.speculation || scheduler.copiesRunning >= copiesAllowed(scheduler)) return false;
  const usual = job.runtimes.quantileMs(0.9);
  if (usual === null || job.runtimes.count < runtimesForQuantile) return false;
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const patienceMs = Math.max(answerMs, usual * scheduler.settings.copyAfterRuntimes);
    const lease = overdue(scheduler, job, session, patienceMs, now) ?? muchSlower(scheduler, job, session, now);
    if (lease === undefined) return false;
    const indices = takeUncopied(job, lease, batchSize(scheduler, job, session));
    const [task] = indices;
    if (task === undefined) continue;
    lease.raced = true;
    grant(scheduler, session, job, indices, true, now);
    scheduler.effects.push({
      type: "explain",
      explanation: {
        type: "copied",
        job: job.id,
        volunteer: session.id,
        task,
        runningMs: Math.max(0, now - silentSince(lease)),
      },
    });
    return true;
  }
  // Those in the way are out of it now.
  lookAgain(scheduler, job, now + 1);
  return false;
}

/**
 * After its time a straggler goes to somebody no slower than the room, to anybody where its volunteer no longer answers, and
 * much later to anybody: copies are few, and those who run out of work first at the end are the slow ones.
 */
function overdue(scheduler: Scheduler, job: Job, session: Session, patienceMs: number, now: number): Lease | undefined {
  const { bySilence, ofSuspects } = openTail(job);
  const ofAnother = (lease: Lease): boolean => lease.session !== session;
  const silentMs = (lease: Lease): number => now - silentSince(lease);
  // Never at this same moment, to which a difference of a rounding error would lead.
  const lookIn = (ms: number): void => lookAgain(scheduler, job, now + Math.max(1, ms));
  const first = bySilence.longest(ofAnother, leasesExamined);
  if (first === undefined) return undefined;
  if (silentMs(first) < patienceMs) {
    lookIn(patienceMs - silentMs(first));
    return undefined;
  }
  if ((typicalMs(job, session) ?? 0) <= waver * (job.pace.typicalMs ?? 0)) {
    return bySilence.costliest(ofAnother, leasesExamined, now, patienceMs);
  }
  const idleMs = Math.min(silentMs(first), now - (job.tailSince ?? now));
  if (idleMs >= patienceWithAll * patienceMs) return first;
  lookIn(patienceWithAll * patienceMs - idleMs);
  const suspected = ofSuspects.first(ofAnother, leasesExamined);
  return suspected !== undefined && silentMs(suspected) >= patienceMs ? suspected : undefined;
}

/** Before its time only where both speeds are known and starting anew beats waiting by far. */
function muchSlower(scheduler: Scheduler, job: Job, session: Session, now: number): Lease | undefined {
  const { speedSamples } = scheduler.settings;
  const samples = (of: Session): number => of.stints.get(job)?.speed.samples ?? 0;
  if (samples(session) < speedSamples) return undefined;
  const { byTaskEnd } = openTail(job);
  const lease = byTaskEnd.first(
    (one) => one.session !== session && samples(one.session) >= speedSamples,
    leasesExamined,
  );
  if (lease === undefined) return undefined;
  const endsAt = -(byTaskEnd.keyOf(lease) ?? 0);
  return endsAt - now > gainBeforeTime * (typicalMs(job, session) ?? 0) ? lease : undefined;
}

/** Up to so many tasks of the lease that have no second copy; where none is left it is no longer looked at. */
function takeUncopied(job: Job, lease: Lease, most: number): Uint32Array {
  const taken: number[] = [];
  const { indices } = lease;
  while (lease.copiedUpTo < indices.length && taken.length < most) {
    const task = indices[lease.copiedUpTo] ?? 0;
    lease.copiedUpTo += 1;
    const isOpen = job.tasks.holder(task) === lease.id && job.tasks.state(task) === taskStates.leased;
    if (isOpen && !job.copies.has(task)) taken.push(task);
  }
  if (lease.copiedUpTo === indices.length) forgetCopyable(job, lease);
  return Uint32Array.from(taken);
}
