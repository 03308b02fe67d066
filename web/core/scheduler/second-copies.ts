import { lookAtTailAgain } from "./alarm.ts";
import { batchSize } from "./batch-size.ts";
import { failedOn } from "./failed-attempts.ts";
import { orderInputs } from "./input-loads.ts";
import { copiesAllowed } from "./leases.ts";
import { typicalMs } from "./speeds.ts";
import { hasFailed, isTrusted } from "./trust.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { forgetCopyable, openTail, silentSince } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";

/** Leases that one event examines, those that need a copy most first. */
const leasesExamined = 16;

/** Runtimes that must be known before a quantile of them says anything. */
const runtimesForQuantile = 3;

/** Milliseconds that an answer takes however short its tasks are: it is gathered for 200 ms, and it and its batch travel. */
const answerMs = 250;

/** Multiple of the usual patience after which a straggler is copied to slow volunteers, too. */
const patienceWithAll = 8;

/** Measured speeds waver: a volunteer this many times slower than the room may be as fast in truth. */
const waver = 1.25;

/** A copy before the straggler's time is up must be expected to take this many times less than waiting. */
const gainBeforeTime = 2;

/** Gives the volunteer a second copy of a straggler's tasks. Tells whether there was one for it. */
export function copyStraggler(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  // Inputs of other jobs' copies may never come, and do not count.
  if (!job.options.speculation || scheduler.copiesRunning + job.copyLoads >= copiesAllowed(scheduler)) return false;
  if (isSilentToo(job, session)) return false;
  // What fails everything would fail copies of doubted tasks at once, over and over, while a trusted volunteer computes them.
  if (job.doubted.size > 0 && hasFailed(job, session) && !isTrusted(scheduler, job, session.id)) return false;
  if (now < job.copiesRestUntil) {
    lookAtTailAgain(scheduler, job, job.copiesRestUntil);
    return false;
  }
  const usual = job.times.count < runtimesForQuantile ? null : job.times.quantileMs(0.9);
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const lease =
      usual === null
        ? withNewcomer(scheduler, job, session, now)
        : (overdue(scheduler, job, session, patienceFor(scheduler, usual), now) ??
          muchSlower(scheduler, job, session, now));
    if (lease === undefined) return false;
    const indices = takeUncopied(job, lease, session, batchSize(scheduler, job, session));
    if (indices.length === 0) continue;
    orderInputs(scheduler, session, job, indices, true, now);
    return true;
  }
  // The leases that were examined in vain are out of the way now.
  lookAtTailAgain(scheduler, job, now + 1);
  return false;
}

/**
 * Whether the volunteer holds tasks of the job and has answered none, or has let tasks down and answered nothing since, while another one has
 * answered some: of several that never answer each would otherwise take the few copies of what the others hold, and a task has one copy.
 */
function isSilentToo(job: Job, session: Session): boolean {
  if (job.contributors === 0 || samplesOf(session, job) > 0) return false;
  if (session.setbacks > 0) return true;
  for (const lease of session.leases) if (lease.job === job) return true;
  return false;
}

function patienceFor({ settings }: Scheduler, usualMs: number): number {
  return Math.max(answerMs, usualMs * settings.copyAfterRuntimes);
}

/** Picks a lease of a volunteer that has answered nothing of the job yet: with no runtime known, it may be one that never will. */
function withNewcomer(scheduler: Scheduler, job: Job, session: Session, now: number): Lease | undefined {
  const { newcomersPatienceMs } = scheduler.settings;
  const lease = longestUnanswered(job, session);
  if (lease === undefined) return undefined;
  const silentMs = now - silentSince(lease);
  if (silentMs >= newcomersPatienceMs) return lease;
  lookAtTailAgain(scheduler, job, now + Math.max(1, newcomersPatienceMs - silentMs));
  return undefined;
}

/** The lease that has been silent the longest of those of volunteers without an answer. */
function longestUnanswered(job: Job, session: Session): Lease | undefined {
  const { bySilence } = openTail(job);
  return bySilence.longest((one) => mayCopy(one, session) && samplesOf(one.session, job) === 0, leasesExamined);
}

function samplesOf(session: Session, job: Job): number {
  return session.stints.get(job)?.speed.samples ?? 0;
}

/**
 * Picks an overdue lease for the volunteer to copy. If it is at least as fast as the room: one of a volunteer that has answered nothing, which may
 * never do so, else the lease with the costliest silence. If it is slower: a lease that is very overdue, or one of a suspect. Copies are few, and slow volunteers run out of
 * work first at the end.
 */
function overdue(scheduler: Scheduler, job: Job, session: Session, patienceMs: number, now: number): Lease | undefined {
  const { bySilence, ofSuspects } = openTail(job);
  const isFor = (lease: Lease): boolean => mayCopy(lease, session);
  const silentMs = (lease: Lease): number => now - silentSince(lease);
  // At least a millisecond later: a rounding error could lead to the present moment again and again.
  const lookIn = (ms: number): void => lookAtTailAgain(scheduler, job, now + Math.max(1, ms));
  const first = bySilence.longest(isFor, leasesExamined);
  if (first === undefined) return undefined;
  if (silentMs(first) < patienceMs) {
    lookIn(patienceMs - silentMs(first));
    return undefined;
  }
  if ((typicalMs(job, session) ?? 0) <= waver * (job.times.typicalMs ?? 0)) {
    const unanswered = longestUnanswered(job, session);
    if (unanswered !== undefined && silentMs(unanswered) >= patienceMs) return unanswered;
    return bySilence.costliest(isFor, leasesExamined, now, patienceMs);
  }
  const idleMs = Math.min(silentMs(first), now - (job.tailSince ?? now));
  if (idleMs >= patienceWithAll * patienceMs) return first;
  lookIn(patienceWithAll * patienceMs - idleMs);
  const suspected = ofSuspects.first(isFor, leasesExamined);
  return suspected !== undefined && silentMs(suspected) >= patienceMs ? suspected : undefined;
}

/** Picks a lease before its time is up, if both speeds are known and starting anew beats waiting by far. */
function muchSlower(scheduler: Scheduler, job: Job, session: Session, now: number): Lease | undefined {
  const { speedSamples } = scheduler.settings;
  if (samplesOf(session, job) < speedSamples) return undefined;
  const { byTaskEnd } = openTail(job);
  const lease = byTaskEnd.first(
    (one) => mayCopy(one, session) && samplesOf(one.session, job) >= speedSamples,
    leasesExamined,
  );
  if (lease === undefined) return undefined;
  const endsAt = -(byTaskEnd.keyOf(lease) ?? 0);
  return endsAt - now > gainBeforeTime * (typicalMs(job, session) ?? 0) ? lease : undefined;
}

/** Whether the lease is another volunteer's, and its next uncopied task has not failed on this one: it would hardly succeed, and use up attempts. */
function mayCopy(lease: Lease, session: Session): boolean {
  const { job, indices, copiedUpTo } = lease;
  const next = indices[copiedUpTo] ?? 0;
  return lease.session !== session && !(isUncopied(lease, next) && failedOn(job, next, session));
}

function isUncopied({ id, job }: Lease, task: number): boolean {
  const isOpen = job.tasks.holder(task) === id && job.tasks.state(task) === taskStates.leased;
  return isOpen && !job.copies.has(task) && !job.copying.has(task);
}

/** Takes up to `most` tasks of the lease that have no second copy, up to one that has failed on the volunteer. A lease without any is not looked at again. */
function takeUncopied(job: Job, lease: Lease, session: Session, most: number): Uint32Array {
  const taken: number[] = [];
  const { indices } = lease;
  while (lease.copiedUpTo < indices.length && taken.length < most) {
    const task = indices[lease.copiedUpTo] ?? 0;
    if (!mayCopy(lease, session)) break;
    lease.copiedUpTo += 1;
    if (isUncopied(lease, task)) taken.push(task);
  }
  if (lease.copiedUpTo === indices.length) forgetCopyable(job, lease);
  return Uint32Array.from(taken);
}
