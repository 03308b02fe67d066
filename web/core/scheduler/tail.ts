import { addDeadline } from "./alarm.ts";
import { batchSize } from "./batch-size.ts";
import { grant, recallLease } from "./leases.ts";
import { expectedMs, typicalMs } from "./speeds.ts";
import type { Job, Lease, Scheduler, Session } from "./state.ts";
import { noteInTail, openTail } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";

/** Leases that one event examines in search of the longest-running task; they are looked at from the oldest on. */
const leasesExamined = 16;

/** A recall or a copy must gain this much over leaving things as they are, or it is only traffic. */
const gainWanted = 1.2;

/** Runtimes that must be known before a quantile of them says anything. */
const runtimesForQuantile = 3;

/**
 * When nothing waits: takes unstarted tasks back for a volunteer without work, or gives it a copy of a straggler. Tells
 * whether there was something to be done.
 */
export function relieveTail(scheduler: Scheduler, session: Session, now: number): boolean {
  if (!scheduler.hungry.has(session)) return false;
  for (const job of scheduler.running) {
    if (job.tasks.pending > 0) job.tailSince = null;
    if (job.tasks.pending > 0 || job.leases.size === 0) continue;
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
  const tail = openTail(job);
  const own = expectedMs(job, session) ?? 0;
  const onTheirWay: Lease[] = [];
  const keep = (): false => {
    for (const lease of onTheirWay) noteInTail(job, lease);
    return false;
  };
  for (let looks = leasesExamined; looks > 0; looks -= 1) {
    const latest = tail.peek();
    if (latest === undefined) return keep();
    const lease = latest.value;
    const alive = scheduler.leases.get(lease.id) === lease && !lease.recalled && !lease.copy && mayWait(lease);
    if (alive && lease.session === session) return keep();
    const endsAt = -latest.key;
    // Later than expected: something long runs before what waits, and anybody can start that at once.
    if (alive && endsAt > now && endsAt - now < own * gainWanted) {
      lookAgain(scheduler, job, endsAt + 1);
      return keep();
    }
    tail.pop();
    if (!alive) continue;
    const lateFrom = lateSince(lease);
    if (endsAt <= now && now < lateFrom) {
      lookAgain(scheduler, job, lateFrom);
      onTheirWay.push(lease);
      continue;
    }
    keep();
    recallLease(scheduler, lease, recallable(lease, endsAt <= now), "others-without-work");
    return true;
  }
  return keep();
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

function copiesAllowed(scheduler: Scheduler): number {
  return Math.max(1, Math.floor(scheduler.slots * scheduler.settings.copyShare));
}

const nothing = new Uint32Array();

/** The tasks of the lease that may get a second copy. */
function uncopied(job: Job, lease: Lease, most: number): Uint32Array {
  const tasks: number[] = [];
  for (const task of lease.indices) {
    if (tasks.length === most) break;
    if (job.tasks.holder(task) === lease.id && job.tasks.state(task) === taskStates.leased && !job.copies.has(task))
      tasks.push(task);
  }
  return Uint32Array.from(tasks);
}

function copy(scheduler: Scheduler, job: Job, session: Session, now: number): boolean {
  if (!job.options.speculation || scheduler.copiesRunning >= copiesAllowed(scheduler)) return false;
  const usual = job.runtimes.quantileMs(0.9);
  if (usual === null || job.runtimes.count < runtimesForQuantile) return false;
  const patienceMs = usual * scheduler.settings.copyAfterRuntimes;
  const most = batchSize(scheduler, job, session);
  let looks = Math.min(leasesExamined, job.leases.size);
  for (const lease of job.leases) {
    looks -= 1;
    if (looks < 0) return false;
    if (lease.session === session) continue;
    const runningMs = lease.startedAt === null ? 0 : now - Math.max(lease.startedAt, lease.answeredAt);
    const idleMs = Math.min(runningMs, now - (job.tailSince ?? now));
    if (!worthCopying(scheduler, job, session, lease, { runningMs, idleMs, patienceMs })) {
      const leftMs = runningMs < patienceMs ? patienceMs - runningMs : patienceWithAll * patienceMs - idleMs;
      // Never at this same moment, to which a difference of a rounding error would lead.
      lookAgain(scheduler, job, now + Math.max(1, leftMs));
      continue;
    }
    const indices = lease.allCopied ? nothing : uncopied(job, lease, most);
    const [task] = indices;
    if (task === undefined) {
      lease.allCopied = true;
      // Out of the way, or sixteen of its kind would hide all others.
      job.leases.delete(lease);
      job.leases.add(lease);
      continue;
    }
    lease.raced = true;
    grant(scheduler, session, job, indices, true, now);
    scheduler.effects.push({
      type: "explain",
      explanation: { type: "copied", job: job.id, volunteer: session.id, task, runningMs },
    });
    return true;
  }
  return false;
}

/** Once others have been without work for so many times its time, a straggler goes to anybody. */
const patienceWithAll = 8;

/** Measured speeds waver: who is that much slower than the room may still be as fast. */
const waver = 1.25;

/**
 * After its time a straggler goes to somebody no slower than the room, much later to anybody: copies are few, and those
 * who run out of work first at the end are the slow ones. Before its time only where both speeds are known and starting anew beats
 * waiting by far.
 */
function worthCopying(
  scheduler: Scheduler,
  job: Job,
  session: Session,
  lease: Lease,
  { runningMs, idleMs, patienceMs }: { runningMs: number; idleMs: number; patienceMs: number },
): boolean {
  const mine = typicalMs(job, session) ?? 0;
  const theirs = typicalMs(job, lease.session) ?? 0;
  if (idleMs >= patienceWithAll * patienceMs || (runningMs >= patienceMs && lease.session.presence === "suspect"))
    return true;
  if (runningMs >= patienceMs) return mine <= waver * (job.pace.typicalMs ?? 0);
  const samples = Math.min(
    session.stints.get(job)?.speed.samples ?? 0,
    lease.session.stints.get(job)?.speed.samples ?? 0,
  );
  return samples >= scheduler.settings.speedSamples && theirs - runningMs > 2 * mine;
}

function lookAgain(scheduler: Scheduler, job: Job, at: number): void {
  if (job.tailLookAt !== null && job.tailLookAt <= at) return;
  job.tailLookAt = at;
  addDeadline(scheduler, at, { type: "tail", job });
}
