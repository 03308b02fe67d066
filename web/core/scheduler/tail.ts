import { lookAgain } from "./alarm.ts";
import { worthGiving } from "./dispatch.ts";
import { recallLease } from "./leases.ts";
import { mayLoad } from "./loading.ts";
import { copy } from "./second-copies.ts";
import { expectedMs } from "./speeds.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { noteRecallable, openTail } from "./tail-order.ts";

/** Leases that one event examines in search of one that can be called back. */
const leasesExamined = 16;

/** A recall must gain this much over leaving things as they are, or it is only traffic. */
const gainWanted = 1.2;

/**
 * When nothing waits: takes unstarted tasks back for a volunteer without work, or gives it a copy of a straggler. Tells
 * whether there was something to be done.
 */
export function relieveTail(scheduler: Scheduler, session: Session, now: number): boolean {
  if (!scheduler.hungry.has(session)) return false;
  for (const job of scheduler.running) {
    if (job.tasks.pending > 0) job.tailSince = null;
    if (job.tasks.pending > 0 || job.leases.size === 0 || !mayLoad(scheduler, job, session)) continue;
    job.tailSince ??= now;
    if (recall(scheduler, job, session, now) || copy(scheduler, job, session, now)) return true;
  }
  return false;
}

/** Whether some of the lease's tasks can be unstarted. */
function mayWait({ outstanding, startedAt }: Lease): boolean {
  return outstanding > 1 || startedAt === null;
}

function recall(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  // Those on their way will do, unless they go to somebody who no longer answers: then a copy may help.
  if (job.recalls >= scheduler.hungry.size) return false;
  // What it would not be given goes back to where it was, and could travel so for ever.
  if (!worthGiving(scheduler, job, session)) return false;
  const { byEnd, onTheirWay } = openTail(job);
  for (let late = onTheirWay.first(); late !== undefined; late = onTheirWay.first()) {
    if (now < (onTheirWay.keyOf(late) ?? 0)) break;
    onTheirWay.delete(late);
    noteRecallable(job, late);
  }
  const own = expectedMs(job, session) ?? 0;
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const lease = byEnd.first();
    if (lease === undefined || lease.session === session) return false;
    const endsAt = -(byEnd.keyOf(lease) ?? 0);
    // Later than expected: something long runs before what waits, and anybody can start that at once.
    if (endsAt > now && endsAt - now < own * gainWanted) {
      lookAgain(scheduler, job, endsAt + 1);
      return false;
    }
    byEnd.delete(lease);
    if (!mayWait(lease)) continue;
    const lateFrom = lateSince(lease);
    if (endsAt <= now && now < lateFrom) {
      lookAgain(scheduler, job, lateFrom);
      onTheirWay.set(lease, lateFrom);
      continue;
    }
    recallLease(scheduler, lease, recallable(lease, endsAt <= now), "others-without-work");
    return true;
  }
  return false;
}

/** Inputs of a batch travel up to this long on a slow link. */
const lateAfterMs = 1_000;

/** From when on a lease that should be done is taken to be late, not on its way. */
function lateSince(lease: Lease): number {
  return lease.startedAt === null || lease.answeredAt > 0 ? 0 : lease.startedAt + lateAfterMs;
}

/**
 * How many of its tasks to call back. A recall may overtake its batch: a volunteer whose turn it is keeps one task, or tasks
 * could travel between volunteers without work for ever.
 */
function recallable({ startedAt, outstanding }: Lease, isLate: boolean): number {
  if (startedAt === null) return outstanding;
  return isLate ? outstanding - 1 : Math.floor(outstanding / 2);
}
