import { isLeaseId, leaseId, type LeaseId } from "../ids.ts";
import { credit } from "./batch-size.ts";
import { endCaller } from "./callers.ts";
import { isEquipped } from "./equipment.ts";
import type { Departure } from "./events.ts";
import type { Explanation, Loss } from "./explanation.ts";
import { holds } from "./holders.ts";
import { mostHeldMs, moveHead } from "./holding.ts";
import { createStint, typicalMs } from "./speeds.ts";
import { forgetCopyable, forgetRecallable, noteCopyable, noteRecallable } from "./tail-order.ts";
import { isOnceOnly, type InputLoad, type Job, type Lease, type Scheduler, type Session } from "./state.ts";
import { taskStates } from "./tasks.ts";
import { countDeath, failAsLost } from "./deaths.ts";
import { pastOf } from "./failed-attempts.ts";
import { awaitsInputs } from "./slow-loads.ts";
import { countComputing } from "./waiting.ts";
import { isAvailable } from "./availability.ts";

/** Puts the volunteer into `hungry` or `roomy`, or takes it out, as its leases and credit are now. */
export function refreshAppetite(scheduler: Scheduler, session: Session): void {
  const held = session.leases.size;
  session.credit = isAvailable(session) ? credit(scheduler, session) : 0;
  const wantsMore = scheduler.sessions.get(session.id) === session && held < session.credit;
  const isHungry = wantsMore && held < session.usableSlots;
  scheduler.hungry.delete(session);
  scheduler.roomy.delete(session);
  if (isHungry) scheduler.hungry.add(session);
  else if (wantsMore) scheduler.roomy.add(session);
  if (isHungry && !awaitsInputs(session, scheduler.now)) rankHungry(scheduler, session);
  else scheduler.fastestHungry.delete(session);
  countComputing(scheduler, session);
}

/** Has other volunteers served first: inputs are on their way for this one. What it may hold is as before. */
export function noteServed({ hungry, roomy, fastestHungry }: Scheduler, session: Session): void {
  if (hungry.delete(session)) hungry.add(session);
  if (roomy.delete(session)) roomy.add(session);
  fastestHungry.delete(session);
}

/** Updates the volunteer's place in `fastestHungry` to its typical runtime now. */
export function rankHungry(scheduler: Scheduler, session: Session): void {
  const [job] = scheduler.running;
  const isOfUse = job === undefined || (!job.loading.unable.has(session.id) && isEquipped(job, session));
  const ms = job === undefined ? 0 : (typicalMs(job, session) ?? 0);
  scheduler.fastestHungry.set(session, isOfUse ? ms : Number.POSITIVE_INFINITY);
}

function leaseMs({ settings }: Scheduler, job: Job, session: Session, tasks: number): number {
  const usualMs = settings.leaseRuntimes * (job.times.quantileMs(0.95) ?? 0);
  return Math.max(settings.leaseFloorMs, Math.min(usualMs, mostHeldMs(settings, job, session, tasks)));
}

/** Puts these tasks of the load, whose inputs are there, into the volunteer's hands. `positions`: their places in it; null for the first ones. `areKept`: until the lease ends. */
export function grantLease(
  scheduler: Scheduler,
  { id: load, session, job, copy }: InputLoad,
  indices: Uint32Array,
  positions: Uint32Array | null,
  areKept: boolean,
  now: number,
): void {
  const stint = session.stints.get(job) ?? createStint();
  if (!stint.isTold) {
    stint.isTold = true;
    session.stints.set(job, stint);
    if (!job.hasBlobs) scheduler.effects.push({ type: "send-job", volunteer: session.id, job: job.id });
  }
  // Progress counts from the first lease: without any there was none to make.
  if (session.leases.size === 0) session.lastProgressAt = now;
  const id = leaseId(scheduler.nextLease);
  const lease: Lease = {
    id,
    job,
    session,
    indices,
    keptLoad: areKept ? load : null,
    copy,
    grantedAt: now,
    leftOutBeforeMs: scheduler.leftOutMs,
    startedAt: session.leases.size < session.slots ? now : null,
    deadline: now + leaseMs(scheduler, job, session, indices.length),
    head: 0,
    namedAt: now,
    lineMovedAt: now,
    expiry: { type: "lease", lease: id },
    answeredAt: 0,
    outstanding: indices.length,
    unneeded: 0,
    raced: copy,
    copiedUpTo: 0,
    recalled: false,
    callers: null,
    excused: false,
  };
  scheduler.nextLease += 1;
  scheduler.leases.set(lease.id, lease);
  job.leases.add(lease);
  session.leases.add(lease);
  session.keptSlots += Number(isOnceOnly(job));
  if (copy) scheduler.copiesRunning += 1;
  const attempts = new Uint8Array(indices.length);
  for (let at = 0; at < indices.length; at += 1) {
    const task = indices[at] ?? 0;
    if (copy) job.copies.set(task, lease.id);
    attempts[at] = copy ? job.tasks.countAttempt(task) : job.tasks.lease(task, lease.id);
  }
  if (!copy) {
    noteRecallable(job, lease);
    noteCopyable(job, lease);
  }
  scheduler.deadlines.set(lease.expiry, lease.deadline);
  scheduler.effects.push({
    type: "send-batch",
    volunteer: session.id,
    job: job.id,
    epoch: scheduler.epoch,
    lease: id,
    indices,
    load,
    positions,
    attempts,
  });
  refreshAppetite(scheduler, session);
}

/** The first task of the lease that is not answered yet. */
function firstHeld(lease: Lease): number {
  return lease.indices.find((task) => holds(lease, task)) ?? 0;
}

/** Tasks in the volunteer's hands. */
export function tasksInHand(session: Session): number {
  let tasks = 0;
  for (const lease of session.leases) tasks += lease.outstanding;
  return tasks;
}

export function orderRecall({ effects, epoch }: Scheduler, { id, session }: Lease, count: number): void {
  effects.push({ type: "send-recall", volunteer: session.id, epoch, lease: id, count });
}

/** Recalls up to `count` unstarted tasks and explains why. Answered by `tasks-returned`, if at all. */
export function recallLease(
  scheduler: Scheduler,
  lease: Lease,
  count: number,
  because: Extract<Explanation, { type: "recalled" }>["because"],
): void {
  const { job, session } = lease;
  lease.recalled = true;
  job.recalls += 1;
  forgetRecallable(job, lease);
  orderRecall(scheduler, lease, count);
  scheduler.effects.push({
    type: "explain",
    explanation: { type: "recalled", job: job.id, volunteer: session.id, because, first: firstHeld(lease), count },
  });
}

/** Takes the task out of the lease: it was answered, given back or taken away. An empty lease ends. */
export function relieveOfTask(scheduler: Scheduler, lease: Lease, task: number): void {
  const { tasks, copies } = lease.job;
  endCaller(scheduler, lease, task, "lost");
  if (tasks.holder(task) === lease.id) tasks.release(task);
  else copies.delete(task);
  lease.outstanding -= 1;
  if (task === lease.indices[lease.head]) moveHead(scheduler, lease);
  if (tasks.state(task) !== taskStates.leased) lease.unneeded -= 1;
  if (lease.outstanding === 0) endLease(scheduler, lease);
}

function endLease(scheduler: Scheduler, lease: Lease): void {
  scheduler.leases.delete(lease.id);
  scheduler.deadlines.delete(lease.expiry);
  lease.job.leases.delete(lease);
  forgetRecallable(lease.job, lease);
  forgetCopyable(lease.job, lease);
  lease.session.leases.delete(lease);
  lease.session.keptSlots -= Number(isOnceOnly(lease.job));
  endCopy(scheduler, lease);
  if (lease.recalled) lease.job.recalls -= 1;
  if (lease.keptLoad !== null) scheduler.effects.push({ type: "drop-inputs", load: lease.keptLoad });
  startNext(lease.session);
  refreshAppetite(scheduler, lease.session);
}

/** Notes the start of leases that have a slot now. They are computed in the order of their grants, one for each slot. */
function startNext(session: Session): void {
  let before = 0;
  for (const held of session.leases) {
    if (before >= session.slots) return;
    before += 1;
    if (held.startedAt !== null) continue;
    held.startedAt = session.lastProgressAt;
    noteCopyable(held.job, held);
  }
}

/** Second copies that the room may compute at once. */
export function copiesAllowed(scheduler: Scheduler): number {
  return Math.max(1, Math.floor(scheduler.slots * scheduler.settings.copyShare));
}

/** Stops counting the lease as a second copy. */
export function endCopy(scheduler: Scheduler, lease: Lease): void {
  if (!lease.copy) return;
  lease.copy = false;
  scheduler.copiesRunning -= 1;
}

/** Makes the second copy the original, since the other one is gone: it may get a second copy itself. */
function promote(scheduler: Scheduler, job: Job, task: number, copy: LeaseId): void {
  const lease = scheduler.leases.get(copy);
  if (job.tasks.holder(task) !== 0 || lease === undefined) return;
  job.copies.delete(task);
  job.tasks.passOn(task, copy);
  endCopy(scheduler, lease);
  noteRecallable(job, lease);
}

/** Lets the lease be copied from its first task on again: the copy of one of its tasks is gone. */
export function allowCopies(job: Job, lease: Lease): void {
  lease.copiedUpTo = 0;
  noteCopyable(job, lease);
}

/** Makes the task pending unless it is settled or its other copy still runs. Tells whether it is. */
function putBack(scheduler: Scheduler, job: Job, task: number): boolean {
  if (job.tasks.state(task) !== taskStates.leased) return false;
  const copy = job.copies.get(task);
  if (copy !== undefined) promote(scheduler, job, task, copy);
  const holder = job.tasks.holder(task);
  const other = isLeaseId(holder) ? scheduler.leases.get(holder) : undefined;
  if (other !== undefined) allowCopies(job, other);
  if (holder !== 0) return false;
  job.tasks.putBack(task);
  job.queue.giveBack(task, pastOf(job, task));
  return true;
}

/** Takes one task out of the lease and makes it pending, if no other copy of it runs. Tells whether it is. */
export function giveTaskBack(scheduler: Scheduler, lease: Lease, task: number): boolean {
  relieveOfTask(scheduler, lease, task);
  return putBack(scheduler, lease.job, task);
}

/** Takes a task that is leased at most once out of its lease, and fails it. */
export function loseTask(scheduler: Scheduler, lease: Lease, task: number, because: Loss): void {
  relieveOfTask(scheduler, lease, task);
  failAsLost(scheduler, lease, task, because);
}

/**
 * Takes back all that is left of the lease. Gives the first and the number of tasks that are pending again: none where they are leased
 * at most once and their job goes on.
 */
export function giveLeaseBack(
  scheduler: Scheduler,
  lease: Lease,
  because: Departure | "expired" | "job-over",
): { first: number; count: number } {
  let first = 0;
  let count = 0;
  const deathsAtMost = lease.indices.length > scheduler.settings.suspectBatch ? 1 : scheduler.settings.deathsToPoison;
  for (const task of lease.indices) {
    if (!holds(lease, task)) continue;
    if (because !== "job-over" && isOnceOnly(lease.job)) {
      loseTask(scheduler, lease, task, because);
      continue;
    }
    relieveOfTask(scheduler, lease, task);
    if (because === "lost") countDeath(scheduler, lease, task, deathsAtMost);
    if (!putBack(scheduler, lease.job, task)) continue;
    if (count === 0) first = task;
    count += 1;
  }
  return { first, count };
}
