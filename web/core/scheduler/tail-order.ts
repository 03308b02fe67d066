import { Ranking } from "./ranking.ts";
import { SilenceOrder } from "./silence-order.ts";
import { expectedMs, typicalMs } from "./speeds.ts";
import type { Job, Lease, TailOrder } from "./state.ts";

/** When the volunteer is expected to be done with the lease and all it has before it. */
function finishOf(lease: Lease): number {
  const { session, job, grantedAt } = lease;
  let tasks = 0;
  for (const held of session.leases) {
    tasks += held.outstanding;
    if (held === lease) break;
  }
  return grantedAt + (tasks * (expectedMs(job, session) ?? 0)) / session.slots;
}

/** A lease was granted, or has given something back: it may be called back. */
export function noteRecallable({ tail }: Job, lease: Lease): void {
  if (!lease.copy && !lease.recalled) tail?.byEnd.set(lease, -finishOf(lease));
}

/** It cannot be called back, or is being so. */
export function forgetRecallable({ tail }: Job, lease: Lease): void {
  tail?.byEnd.delete(lease);
  tail?.onTheirWay.delete(lease);
}

/** Whether a slot has had its turn at it. */
function hasBegun({ startedAt, answeredAt }: Lease): boolean {
  return startedAt !== null || answeredAt > 0;
}

/** Since when an answer is owed: where the lease waits behind others, from the moment on at which it should be done. */
export function silentSince(lease: Lease): number {
  return hasBegun(lease) ? Math.max(lease.startedAt ?? 0, lease.answeredAt) : finishOf(lease);
}

/** The lease was granted, has started or was answered in part, or its volunteer has fallen silent or was heard again. */
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

/** None of its tasks may get a copy. */
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

/** The lease was answered in part: what it keeps has no longer the excuse of being on its way. */
export function noteAnswer(job: Job, lease: Lease): void {
  noteCopyable(job, lease);
  if (job.tail?.onTheirWay.delete(lease) === true) noteRecallable(job, lease);
}
