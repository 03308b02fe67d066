import { Ranking } from "./ranking.ts";
import { SilenceOrder } from "./silence-order.ts";
import { expectedMs, typicalMs } from "./speeds.ts";
import type { Job, Lease, TailOrder } from "./state.ts";

/** Expected time at which the volunteer is done with the lease and all leases before it. */
function finishOf(lease: Lease): number {
  const { session, job, grantedAt } = lease;
  let tasks = 0;
  for (const held of session.leases) {
    tasks += held.outstanding;
    if (held === lease) break;
  }
  return grantedAt + (tasks * (expectedMs(job, session) ?? 0)) / session.slots;
}

/** Puts the lease among those that may be recalled. To be called when it is granted or has given something back. */
export function noteRecallable({ tail }: Job, lease: Lease): void {
  if (!lease.copy && !lease.recalled) tail?.byEnd.set(lease, -finishOf(lease));
}

/** Takes the lease out of those that may be recalled. */
export function forgetRecallable({ tail }: Job, lease: Lease): void {
  tail?.byEnd.delete(lease);
  tail?.onTheirWay.delete(lease);
}

/** Whether a slot has had its turn at it. */
function hasBegun({ startedAt, answeredAt }: Lease): boolean {
  return startedAt !== null || answeredAt > 0;
}

/** Start of the current silence: the last answer or start; for a lease still queued, its expected finish. */
export function silentSince(lease: Lease): number {
  return hasBegun(lease) ? Math.max(lease.startedAt ?? 0, lease.answeredAt) : finishOf(lease);
}

/** Updates the lease's place among those that may be copied. To be called when it starts, is answered or its volunteer's presence changes. */
export function noteCopyable({ tail }: Job, lease: Lease): void {
  if (tail === null || lease.copy || lease.copiedUpTo === lease.indices.length) return;
  const { job, session } = lease;
  const since = silentSince(lease);
  const typical = typicalMs(job, session) ?? 0;
  tail.bySilence.set(lease, since, typical);
  if (session.presence === "suspect") tail.ofSuspects.set(lease, since);
  else tail.ofSuspects.delete(lease);
  tail.byTaskEnd.set(lease, -(hasBegun(lease) ? since + typical : since));
}

/** Takes the lease out of those that may be copied. */
export function forgetCopyable({ tail }: Job, lease: Lease): void {
  tail?.bySilence.delete(lease);
  tail?.ofSuspects.delete(lease);
  tail?.byTaskEnd.delete(lease);
}

export function openTail(job: Job): TailOrder {
  if (job.tail !== null) return job.tail;
  job.tail = {
    byEnd: new Ranking(),
    onTheirWay: new Ranking(),
    bySilence: new SilenceOrder(),
    ofSuspects: new Ranking(),
    byTaskEnd: new Ranking(),
  };
  for (const lease of job.leases) {
    noteRecallable(job, lease);
    noteCopyable(job, lease);
  }
  return job.tail;
}

/** Notes a partial answer: the rest of the lease can no longer be on its way, so it may be recalled. */
export function noteAnswer(job: Job, lease: Lease): void {
  noteCopyable(job, lease);
  if (job.tail?.onTheirWay.delete(lease) === true) noteRecallable(job, lease);
}
