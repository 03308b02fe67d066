import type { Epoch, JobId } from "../ids.ts";
import { byteLengthOf } from "../values/value-column.ts";
import type { DownMessage, LeaseName } from "../wire/messages.ts";
import { dropCallers, fenceCalls } from "./calls.ts";
import { dropAllWishes, dropWishes, forgetJob, wishInputs } from "./opening.ts";
import { isOnceOnly, type Batch, type VolunteerMachine } from "./state.ts";

export function receiveBatch(machine: VolunteerMachine, message: Extract<DownMessage, { type: "batch" }>): void {
  const { epoch, lease, job, indices, attempts, inputs, ticket } = message;
  // It has come twice, and is computed once: batches come in the order of their leases.
  if (lease <= machine.newestLease) return;
  const recalled = machine.earlyRecalls.get(lease) ?? null;
  machine.earlyRecalls.delete(lease);
  machine.newestLease = lease;
  // The close of the job travelled ahead of the batch: its results are not needed.
  if (machine.closedJobs.has(job)) return;
  const name = { epoch, lease };
  if (machine.paused || machine.standing.type === "leaving" || machine.jobs.get(job)?.awaited !== null) {
    machine.effects.push({ type: "send", message: { type: "returned", ...name, indices } });
    return;
  }
  const large = new Map(message.large.map(({ at, hash, bytes }) => [at, { name: { hash, bytes } }]));
  const columns = { indices, attempts, ticket, inputs, large, failed: new Map() };
  const end = indices.length;
  const batch: Batch = { name, job, ...columns, next: 0, end, running: 0, closed: false, orphaned: false };
  machine.batches.add(batch);
  if (recalled !== null) giveTasksBack(machine, batch, recalled);
  wishInputs(machine, batch);
}

/** Removes a batch without waiting or running tasks, and without results that wait behind calls: its lease is renewed until they are sent. */
export function dropIfEmpty(machine: VolunteerMachine, batch: Batch): void {
  if (batch.next < batch.end || batch.running > 0) return;
  for (const caller of machine.callers) if (caller.batch === batch && caller.hasEnded) return;
  machine.batches.delete(batch);
}

/** Gives back up to `most` unstarted tasks, from the end of the batch. */
function giveTasksBack(machine: VolunteerMachine, batch: Batch, most: number): void {
  const from = Math.max(batch.next, batch.end - most);
  const { end } = batch;
  const indices = batch.indices.slice(from, end);
  batch.end = from;
  machine.effects.push({ type: "send", message: { type: "returned", ...batch.name, indices } });
  // Behind it: the coordinator has dropped what was asked for of these inputs when it is asked for others.
  dropWishes(machine, batch, from, end);
  dropIfEmpty(machine, batch);
}

/**
 * Gives back unstarted tasks of the lease. Always answered, if only with none: the coordinator waits for the answer before it
 * recalls elsewhere. Control messages travel ahead of bulk: the recall of a lease newer than all that have come has overtaken
 * its batch, and is answered when that comes.
 */
export function answerRecall(machine: VolunteerMachine, message: Extract<DownMessage, { type: "recall" }>): void {
  for (const batch of machine.batches) {
    if (batch.orphaned || batch.name.lease !== message.lease || batch.name.epoch !== message.epoch) continue;
    giveTasksBack(machine, batch, message.count);
    return;
  }
  const { epoch, lease, count } = message;
  const isEarly = epoch === machine.epoch && lease > machine.newestLease;
  if (isEarly && machine.earlyRecalls.size < machine.settings.mostEarlyRecalls) {
    machine.earlyRecalls.set(lease, Math.max(count, machine.earlyRecalls.get(lease) ?? 0));
    return;
  }
  machine.effects.push({ type: "send", message: { type: "returned", epoch, lease, indices: new Uint32Array() } });
}

/** Gives back all unstarted tasks, or those of one job. */
export function giveBackWaiting(machine: VolunteerMachine, job: JobId | null = null): void {
  const waiting = [...machine.batches].filter(
    (batch) => (job === null || batch.job === job) && !batch.orphaned && batch.next < batch.end,
  );
  dropAllWishes(machine, waiting);
  for (const batch of waiting) giveTasksBack(machine, batch, batch.indices.length);
}

/**
 * Notes that all leases ended with their link: unstarted tasks are dropped, results of running ones are offered later. Where the
 * coordinator counts a running one as lost by now, it ends: its result would not be accepted. What was asked for of blobs comes no more.
 */
export function orphanBatches(machine: VolunteerMachine): void {
  machine.blobs.forgetLink();
  fenceCalls(machine);
  for (const batch of machine.batches) {
    batch.orphaned = true;
    batch.end = batch.next;
    if (isOnceOnly(machine, batch)) dropBatch(machine, batch);
    else dropIfEmpty(machine, batch);
  }
  for (const [job, { atMostOnce }] of machine.jobs) if (atMostOnce) forgetJob(machine, job);
}

/** The answers of its slots are dropped. */
function dropBatch(machine: VolunteerMachine, batch: Batch): void {
  batch.closed = true;
  machine.batches.delete(batch);
}

export function closeJob(machine: VolunteerMachine, job: JobId): void {
  machine.closedJobs.add(job);
  if (machine.closedJobs.size > machine.settings.mostClosedJobs) {
    const [oldest] = machine.closedJobs;
    if (oldest !== undefined) machine.closedJobs.delete(oldest);
  }
  const closed = [...machine.batches].filter((batch) => batch.job === job);
  dropAllWishes(machine, closed);
  for (const batch of closed) dropBatch(machine, batch);
  dropCallers(machine, ({ batch }) => batch.closed);
  for (const [parcel, results] of machine.parcels) {
    if (results.job !== job) continue;
    machine.parcels.delete(parcel);
    machine.parcelBytes -= byteLengthOf(results.block.values);
  }
  forgetJob(machine, job);
}

/**
 * Forgets what belonged to the former link. A job closed over it may be open again, if the coordinator was restarted before
 * the close was on record. Jobs without tasks or results here are closed: the coordinator sends them again when needed.
 */
export function forgetFormerLink(machine: VolunteerMachine, epoch: Epoch): void {
  machine.epoch = epoch;
  machine.newestLease = 0;
  machine.earlyRecalls.clear();
  machine.closedJobs.clear();
  const kept = new Set<JobId>();
  for (const batch of machine.batches) kept.add(batch.job);
  for (const { batch } of machine.runs.values()) kept.add(batch.job);
  for (const { job } of machine.parcels.values()) kept.add(job);
  for (const job of machine.jobs.keys()) {
    if (!kept.has(job)) forgetJob(machine, job);
  }
}

/** Names the jobs whose runs have outlived their link. The coordinator closes those that have ended meanwhile. */
export function nameJobsUnderWay(machine: VolunteerMachine): void {
  const jobs = new Set(Array.from(machine.batches, ({ job }) => job));
  for (const job of jobs) machine.effects.push({ type: "send", message: { type: "equipped", job } });
}

export function heldLeases(machine: VolunteerMachine): LeaseName[] {
  const names: LeaseName[] = [];
  for (const batch of machine.batches) if (!batch.orphaned) names.push(batch.name);
  return names;
}
