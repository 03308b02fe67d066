import { lookAtTailAgain } from "./alarm.ts";
import { mayRepeat, worthGiving } from "./dispatch.ts";
import { failedOn } from "./failed-attempts.ts";
import { recallLease } from "./leases.ts";
import { mayLoad } from "./program-loading.ts";
import { copyStraggler } from "./second-copies.ts";
import { awaitsInputs } from "./slow-loads.ts";
import { expectedMs } from "./speeds.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { noteRecallable, openTail } from "./tail-order.ts";

/** Leases that one event examines in search of one that can be called back. */
const leasesExamined = 16;

/** Factor that a recall must gain over leaving things as they are: otherwise it is only traffic. */
const gainWanted = 1.2;

/**
 * Finds work for a volunteer without any once no task is pending: recalls unstarted tasks for it, or gives it a copy of a
 * straggler's. Tells whether there was something to do.
 */
export function relieveTail(scheduler: Scheduler, session: Session, now: number): boolean {
  if (!scheduler.hungry.has(session) || awaitsInputs(session, now)) return false;
  for (const job of scheduler.running) {
    if (job.tasks.queued > 0) job.tailSince = null;
    if (job.tasks.queued > 0 || job.leases.size === 0 || !mayLoad(scheduler, job, session)) continue;
    job.tailSince ??= now;
    if (recallTasks(scheduler, job, session, now) || copyStraggler(scheduler, job, session, now)) return true;
  }
  return false;
}

/** Whether some of the lease's tasks can be unstarted. */
function mayWait({ outstanding, startedAt }: Lease): boolean {
  return outstanding > 1 || startedAt === null;
}

function recallTasks(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  // Recalls under way serve all volunteers without work. If their volunteers do not answer, a copy may help.
  if (job.recalls >= scheduler.hungry.size) return false;
  // Tasks that this volunteer would not be given would go back, and could travel so for ever.
  if (!worthGiving(scheduler, job, session)) return false;
  const { byEnd, onTheirWay } = openTail(job);
  for (let late = onTheirWay.first(); late !== undefined; late = onTheirWay.first()) {
    if (now < (onTheirWay.keyOf(late) ?? 0)) break;
    onTheirWay.delete(late);
    noteRecallable(job, late);
  }
  const own = expectedMs(job, session) ?? 0;
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const lease = byEnd.first((one) => !isRefused(scheduler, one, session), leasesExamined);
    if (lease === undefined || lease.session === session) return false;
    const endsAt = -(byEnd.keyOf(lease) ?? 0);
    // A lease later than expected is at a long task: what is behind that can start at once elsewhere.
    if (endsAt > now && endsAt - now < own * gainWanted) {
      lookAtTailAgain(scheduler, job, endsAt + 1);
      return false;
    }
    byEnd.delete(lease);
    if (!mayWait(lease)) continue;
    const lateFrom = lateSince(lease);
    if (endsAt <= now && now < lateFrom) {
      lookAtTailAgain(scheduler, job, lateFrom);
      onTheirWay.set(lease, lateFrom);
      continue;
    }
    recallLease(scheduler, lease, recallable(lease, endsAt <= now), "others-without-work");
    return true;
  }
  return false;
}

/**
 * Whether the volunteer would not be given what comes back, because it has failed there: it could go back and forth for ever.
 * Tasks come back from the end of a lease, and those that failed are at its beginning, so the last one tells.
 */
function isRefused(scheduler: Scheduler, { job, indices }: Lease, session: Session): boolean {
  const last = indices.at(-1);
  return last !== undefined && failedOn(job, last, session) && !mayRepeat(scheduler, job);
}

/** Milliseconds that the inputs of a batch may travel on a slow link. */
const lateAfterMs = 1_000;

/** Time from which a lease that should be done counts as late, not as on its way. */
function lateSince(lease: Lease): number {
  return lease.startedAt === null || lease.answeredAt > 0 ? 0 : lease.startedAt + lateAfterMs;
}

/**
 * Number of tasks to recall. A recall may overtake its batch: a volunteer with a slot free for the batch keeps at least one
 * task, or tasks could travel between volunteers without work for ever.
 */
function recallable({ startedAt, outstanding }: Lease, isLate: boolean): number {
  if (startedAt === null) return outstanding;
  return isLate ? outstanding - 1 : Math.floor(outstanding / 2);
}
