import { isLeaseId, loadId } from "../ids.ts";
import type { SchedulerEvent } from "./events.ts";
import { isEquipped } from "./equipment.ts";
import { pastOf } from "./failed-attempts.ts";
import { isAvailable } from "./availability.ts";
import {
  allowCopies,
  copiesAllowed,
  grantLease,
  loseTask,
  noteServed,
  orderRecall,
  recallLease,
  refreshAppetite,
} from "./leases.ts";
import { holds } from "./holders.ts";
import { expectedMs } from "./speeds.ts";
import { isOnceOnly, type InputLoad, type Job, type Lease, type Scheduler, type Session } from "./state.ts";
import { silentSince } from "./tail-order.ts";
import { taskStates } from "./tasks.ts";

const inputByteWeight = 0.2;

/** Leases of a volunteer, as a multiple of its credit, with which it takes no batch whose inputs have been long on their way. */
const overcommitAllowed = 2;

/** Milliseconds until copies are made again after the inputs of one could not be had: they would be asked for over and over. */
const copiesRestMs = 10_000;

/** Chooses the volunteer for the tasks and asks for their inputs. The lease is granted when they are there. */
export function orderInputs(
  scheduler: Scheduler,
  session: Session,
  job: Job,
  indices: Uint32Array,
  copy: boolean,
  now: number,
): void {
  const id = loadId(scheduler.nextLoad);
  scheduler.nextLoad += 1;
  // Counted now and not with the lease, or a job whose inputs are slow would have every turn.
  const servedMs = indices.length * (expectedMs(job, session) ?? 1);
  const load: InputLoad = { id, job, session, indices, copy, since: now, servedMs };
  scheduler.loads.set(id, load);
  session.loads.add(load);
  job.servedMs += servedMs;
  if (copy) job.copyLoads += 1;
  for (const task of indices) {
    if (copy) job.copying.add(task);
    else job.tasks.load(task);
  }
  scheduler.effects.push({ type: "load-inputs", load: id, job: job.id, indices });
  noteServed(scheduler, session);
}

/** Grants the lease, as far as the tasks are still to be computed and the volunteer can take them. Gives that volunteer. */
export function takeInputs(
  scheduler: Scheduler,
  { load: id, count, bytes, areKept = false, now }: Extract<SchedulerEvent, { type: "inputs-ready" }>,
): Session | null {
  const load = scheduler.loads.get(id);
  if (load === undefined) {
    scheduler.effects.push({ type: "drop-inputs", load: id });
    return null;
  }
  const { job, session, indices, copy } = load;
  if (count > 0) noteInputBytes(job, bytes / count);
  endLoad(scheduler, load);
  const positions = mayTake(scheduler, load) ? wantedPositions(scheduler, load, count) : [];
  const isPrefix = positions === "all";
  const granted = isPrefix ? indices.subarray(0, count) : Uint32Array.from(positions, (at) => indices[at] ?? 0);
  if (granted.length > 0) {
    const original = copy ? originalOf(scheduler, job, granted[0] ?? 0) : undefined;
    if (copy) noteRaces(scheduler, job, granted);
    grantLease(scheduler, load, granted, isPrefix ? null : Uint32Array.from(positions), areKept, now);
    if (original !== undefined) explainCopy(scheduler, load, granted[0] ?? 0, now - silentSince(original));
  } else {
    scheduler.effects.push({ type: "drop-inputs", load: id });
    refreshAppetite(scheduler, session);
  }
  if (granted.length < indices.length || copy) giveUnsentBack(scheduler, load);
  return scheduler.sessions.get(session.id) === session ? session : null;
}

/**
 * None of the load's inputs can be had: its tasks wait again, and nobody could compute them now. Gives the job that is stuck.
 * Without a second copy nothing is stuck, since its tasks are being computed.
 */
export function failInputs(
  scheduler: Scheduler,
  { load: id, task, reason, now }: Extract<SchedulerEvent, { type: "inputs-failed" }>,
): Job | null {
  const load = scheduler.loads.get(id);
  if (load === undefined) return null;
  const { job, copy } = load;
  giveUp(scheduler, load);
  if (copy) job.copiesRestUntil = now + copiesRestMs;
  if (copy || job.phase !== "running") return null;
  scheduler.effects.push({ type: "job-stuck", job: job.id, task, reason });
  return job;
}

/**
 * The volunteer waits for an input that is lost, and would for ever while it computes others. Gives the job that is stuck, whose
 * tasks that have not begun are taken back. Nothing is stuck where another volunteer computes the task: then the copy is taken back.
 * A task that is leased at most once fails.
 */
export function loseInput(
  scheduler: Scheduler,
  { load, task, reason, now }: Extract<SchedulerEvent, { type: "input-lost" }>,
): Job | null {
  const lease = [...scheduler.leases.values()].find(({ keptLoad }) => keptLoad === load);
  if (lease === undefined || !holds(lease, task)) return null;
  const { job } = lease;
  if (isOnceOnly(job)) {
    orderRecall(scheduler, lease, lease.outstanding);
    loseTask(scheduler, lease, task, "input-lost");
    return null;
  }
  if (job.copies.has(task)) {
    if (lease.copy) job.copiesRestUntil = now + copiesRestMs;
    if (!lease.recalled) recallLease(scheduler, lease, lease.outstanding, "input-lost");
    return null;
  }
  if (job.phase !== "running") return null;
  scheduler.effects.push({ type: "job-stuck", job: job.id, task, reason });
  return job;
}

/** Waits for the load no longer, and says so: nothing more need be done for it. */
export function callOffLoad(scheduler: Scheduler, load: InputLoad): void {
  giveUp(scheduler, load);
  scheduler.effects.push({ type: "drop-inputs", load: load.id });
}

/** The load's tasks are for others. */
function giveUp(scheduler: Scheduler, load: InputLoad): void {
  endLoad(scheduler, load);
  giveUnsentBack(scheduler, load);
  refreshAppetite(scheduler, load.session);
}

function noteInputBytes(job: Job, each: number): void {
  job.inputBytes += job.inputBytes === 0 ? each : inputByteWeight * (each - job.inputBytes);
}

function endLoad(scheduler: Scheduler, load: InputLoad): void {
  const { job, session, copy } = load;
  scheduler.loads.delete(load.id);
  session.loads.delete(load);
  if (copy) job.copyLoads -= 1;
}

/** Whether the volunteer can still take the batch. It may have been given batches of other jobs while the load was on its way. */
function mayTake(scheduler: Scheduler, { job, session, copy }: InputLoad): boolean {
  if (copy && scheduler.copiesRunning >= copiesAllowed(scheduler)) return false;
  const isThere = scheduler.sessions.get(session.id) === session && isAvailable(session) && isEquipped(job, session);
  if (job.phase !== "running" || !isThere) return false;
  const { leases, usableSlots, keptSlots, credit } = session;
  if (isOnceOnly(job)) return leases.size < usableSlots;
  return leases.size - keptSlots < overcommitAllowed * (credit - keptSlots);
}

/** Where among the first `count` tasks of the load those are that its volunteer is still to compute. */
function wantedPositions(
  scheduler: Scheduler,
  { job, session, indices, copy }: InputLoad,
  count: number,
): "all" | readonly number[] {
  const isWanted = (at: number): boolean => {
    const task = indices[at] ?? 0;
    return copy ? mayCopy(scheduler, job, session, task) : job.tasks.state(task) === taskStates.loading;
  };
  for (let at = 0; at < count; at += 1) {
    if (!isWanted(at)) return Array.from(indices.subarray(0, count).keys()).filter(isWanted);
  }
  return "all";
}

/** Whether another volunteer still computes the task, and no third one does. */
function mayCopy(scheduler: Scheduler, job: Job, session: Session, task: number): boolean {
  if (job.tasks.state(task) !== taskStates.leased || job.copies.has(task)) return false;
  const original = originalOf(scheduler, job, task);
  return original !== undefined && original.session !== session;
}

/** The leases that hold the tasks now, which may be others than when the inputs were asked for, have a rival. */
function noteRaces(scheduler: Scheduler, job: Job, tasks: Uint32Array): void {
  for (const task of tasks) {
    const original = originalOf(scheduler, job, task);
    if (original !== undefined) original.raced = true;
  }
}

function originalOf({ leases }: Scheduler, { tasks }: Job, task: number): Lease | undefined {
  const holder = tasks.holder(task);
  return isLeaseId(holder) ? leases.get(holder) : undefined;
}

/** Has the tasks of the load that were not granted wait again, or be copied again. */
function giveUnsentBack(scheduler: Scheduler, { job, indices, copy, servedMs }: InputLoad): void {
  let count = 0;
  for (const task of indices) {
    if (copy) {
      job.copying.delete(task);
      const original = originalOf(scheduler, job, task);
      if (original !== undefined && !job.copies.has(task)) allowCopies(job, original);
    } else if (job.tasks.state(task) === taskStates.loading) {
      job.tasks.putBack(task);
      job.queue.giveBack(task, pastOf(job, task));
      count += 1;
    }
  }
  job.servedMs -= (servedMs * count) / Math.max(1, indices.length);
}

function explainCopy(scheduler: Scheduler, { job, session }: InputLoad, task: number, silentMs: number): void {
  const told = { job: job.id, volunteer: session.id, task, runningMs: Math.max(0, silentMs) };
  scheduler.effects.push({ type: "explain", explanation: { type: "copied", ...told } });
}
