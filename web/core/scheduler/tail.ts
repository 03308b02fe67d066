import { addDeadline } from "./alarm.ts";
import { batchSize } from "./batch-size.ts";
import { grant, holds } from "./leases.ts";
import { expectedMs } from "./speeds.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { openTail } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";

/** Leases that one event examines in search of the longest-running task; they are looked at from the oldest on. */
const leasesExamined = 16;

/** A recall or a copy must gain this much over leaving things as they are, or it is only traffic. */
const gainWanted = 1.2;

/** Runtimes that must be known before a quantile of them says anything. */
const runtimesForQuantile = 3;

/** When nothing waits: takes unstarted tasks back for a volunteer without work, or gives it a copy of a straggler. */
export function relieveTail(scheduler: Scheduler, session: Session, now: number): void {
  if (!scheduler.hungry.has(session)) return;
  for (const job of scheduler.running) {
    if (job.tasks.pending > 0 || job.leases.size === 0) continue;
    if (recall(scheduler, job, session, now)) return;
    if (copy(scheduler, job, session, now)) return;
  }
}

/** Whether some of the lease's tasks can be unstarted. */
function mayWait(lease: Lease): boolean {
  if (lease.outstanding > 1) return true;
  let before = 0;
  for (const held of lease.session.leases) {
    if (held === lease) return before >= lease.session.slots;
    before += 1;
  }
  return false;
}

function recall(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  // Those on their way will do, unless they go to somebody who no longer answers: then a copy may help.
  if (job.recalls >= scheduler.hungry.size) return false;
  const tail = openTail(job);
  const own = expectedMs(job, session) ?? 0;
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const latest = tail.peek();
    if (latest === undefined) return false;
    const lease = latest.value;
    const alive = scheduler.leases.get(lease.id) === lease && !lease.recalled && !lease.copy && mayWait(lease);
    if (alive && lease.session === session) return false;
    if (alive && -latest.key - now < own * gainWanted) return false;
    tail.pop();
    if (!alive) continue;
    lease.recalled = true;
    job.recalls += 1;
    scheduler.effects.push({
      type: "send-recall",
      volunteer: lease.session.id,
      lease: lease.id,
      count: lease.outstanding,
    });
    return true;
  }
  return false;
}

function copiesAllowed(scheduler: Scheduler): number {
  return Math.max(1, Math.floor(scheduler.slots * scheduler.settings.copyShare));
}

/** The tasks of the lease that may get a second copy. */
function uncopied(job: Job, lease: Lease, most: number): Uint32Array {
  const tasks: number[] = [];
  for (const task of lease.indices) {
    if (tasks.length === most) break;
    if (holds(lease, task) && job.tasks.state(task) === taskStates.leased && !job.copies.has(task)) tasks.push(task);
  }
  return Uint32Array.from(tasks);
}

function copy(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  if (!job.options.speculation || scheduler.copiesRunning >= copiesAllowed(scheduler)) return false;
  const usual = job.runtimes.quantileMs(0.9);
  if (usual === null || job.runtimes.count < runtimesForQuantile) return false;
  const patienceMs = usual * scheduler.settings.copyAfterRuntimes;
  let looks = leasesExamined;
  for (const lease of job.leases) {
    looks -= 1;
    if (looks < 0) return false;
    if (lease.copy || lease.session === session) continue;
    const runningMs = lease.startedAt === null ? 0 : now - Math.max(lease.startedAt, lease.answeredAt);
    if (runningMs < patienceMs && !farFaster(scheduler, job, session, lease, runningMs)) {
      // Never at this same moment, to which a difference of a rounding error would lead.
      lookAgain(scheduler, job, now + Math.max(1, patienceMs - runningMs));
      continue;
    }
    const indices = uncopied(job, lease, batchSize(scheduler, job, session));
    const [task] = indices;
    if (task === undefined) continue;
    grant(scheduler, session, job, indices, true, now);
    scheduler.effects.push({
      type: "explain",
      explanation: { type: "copied", job: job.id, volunteer: session.id, task, runningMs },
    });
    return true;
  }
  return false;
}

/** Both speeds are known, and starting anew beats waiting by far. */
function farFaster(scheduler: Scheduler, job: Job, session: Session, lease: Lease, runningMs: number): boolean {
  const mine = session.stints.get(job)?.speed;
  const theirs = lease.session.stints.get(job)?.speed;
  if (mine === undefined || theirs === undefined) return false;
  const { speedSamples } = scheduler.settings;
  if (mine.samples < speedSamples || theirs.samples < speedSamples) return false;
  return (theirs.msPerTask ?? 0) - runningMs > 2 * (mine.msPerTask ?? 0);
}

function lookAgain(scheduler: Scheduler, job: Job, at: number): void {
  if (job.tailLookAt !== null && job.tailLookAt <= at) return;
  job.tailLookAt = at;
  addDeadline(scheduler, at, { type: "tail", job });
}
