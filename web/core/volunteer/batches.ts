import type { Epoch, JobId } from "../ids.ts";
import { byteLengthOf } from "../values/value-column.ts";
import type { DownMessage, LeaseName } from "../wire/messages.ts";
import type { Batch, VolunteerMachine } from "./state.ts";

export function receiveBatch(machine: VolunteerMachine, message: Extract<DownMessage, { type: "batch" }>): void {
  const { epoch, lease, job, indices, inputs } = message;
  const recalled = machine.earlyRecalls.get(lease) ?? null;
  machine.earlyRecalls.delete(lease);
  machine.newestLease = Math.max(machine.newestLease, lease);
  // A close that went ahead of its job or batch: nothing of it is wanted any more.
  if (machine.closedJobs.has(job)) return;
  const name = { epoch, lease };
  if (machine.paused || machine.standing.type === "leaving" || !machine.jobs.has(job)) {
    machine.effects.push({ type: "send", message: { type: "returned", ...name, indices } });
    return;
  }
  const end = indices.length;
  const batch: Batch = { name, job, indices, inputs, next: 0, end, running: 0, closed: false, orphaned: false };
  machine.batches.add(batch);
  if (recalled !== null) giveBack(machine, batch, recalled);
}

/** Takes a batch out once nothing of it is waiting or running. */
export function dropIfEmpty(machine: VolunteerMachine, batch: Batch): void {
  if (batch.next >= batch.end && batch.running === 0) machine.batches.delete(batch);
}

/** Gives back up to `most` tasks that no slot has, from the end. */
function giveBack(machine: VolunteerMachine, batch: Batch, most: number): void {
  const from = Math.max(batch.next, batch.end - most);
  const indices = batch.indices.slice(from, batch.end);
  batch.end = from;
  machine.effects.push({ type: "send", message: { type: "returned", ...batch.name, indices } });
  dropIfEmpty(machine, batch);
}

/**
 * Always answered, if only with nothing: the coordinator waits for the answer before it recalls elsewhere. Control goes
 * ahead of bulk: a recall of a lease that is newer than all that have come has overtaken its batch, and is answered with it.
 */
export function answerRecall(machine: VolunteerMachine, message: Extract<DownMessage, { type: "recall" }>): void {
  for (const batch of machine.batches) {
    if (batch.orphaned || batch.name.lease !== message.lease || batch.name.epoch !== message.epoch) continue;
    giveBack(machine, batch, message.count);
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

/** All that no slot has, or all of that job. */
export function giveBackWaiting(machine: VolunteerMachine, job: JobId | null = null): void {
  for (const batch of machine.batches) {
    if (job !== null && batch.job !== job) continue;
    if (!batch.orphaned && batch.next < batch.end) giveBack(machine, batch, batch.indices.length);
  }
}

/** The leases ended with the link: what has not been started is someone else's now, what runs is offered later. */
export function orphanBatches(machine: VolunteerMachine): void {
  for (const batch of machine.batches) {
    batch.orphaned = true;
    batch.end = batch.next;
    dropIfEmpty(machine, batch);
  }
}

export function closeJob(machine: VolunteerMachine, job: JobId): void {
  machine.closedJobs.add(job);
  if (machine.closedJobs.size > machine.settings.mostClosedJobs) {
    const [oldest] = machine.closedJobs;
    if (oldest !== undefined) machine.closedJobs.delete(oldest);
  }
  for (const batch of machine.batches) {
    if (batch.job !== job) continue;
    batch.closed = true;
    machine.batches.delete(batch);
  }
  for (const [parcel, results] of machine.parcels) {
    if (results.job !== job) continue;
    machine.parcels.delete(parcel);
    machine.parcelBytes -= byteLengthOf(results.block.values);
  }
  if (machine.jobs.delete(job)) machine.effects.push({ type: "close-job", job });
}

/**
 * What belonged to the link before. A job that was closed over it may be open again: a coordinator that was restarted
 * before the close got on record has it go on. A job of which nothing is left here would be told of again.
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
    if (kept.has(job)) continue;
    machine.jobs.delete(job);
    machine.effects.push({ type: "close-job", job });
  }
}

export function heldLeases(machine: VolunteerMachine): LeaseName[] {
  const names: LeaseName[] = [];
  for (const batch of machine.batches) if (!batch.orphaned) names.push(batch.name);
  return names;
}
