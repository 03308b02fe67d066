import { blobErrorName } from "../blobs/blob.ts";
import type { BlobTrouble } from "../blobs/blob-trouble.ts";
import { parcelId } from "../ids.ts";
import { bringsValue, outcomes } from "../job/job.ts";
import { inData } from "../keyed.ts";
import { packError } from "../values/packed-error.ts";
import { byteLengthOf } from "../values/value-column.ts";
import { dropIfEmpty, giveBackWaiting } from "./batches.ts";
import { dropCallers, endCaller } from "./calls.ts";
import type { VolunteerEvent } from "./events.ts";
import { maxDurationMs } from "../wire/limits.ts";
import { isOnceOnly, type Batch, type Caller, type Parcel, type Results, type VolunteerMachine } from "./state.ts";

/** What one further result takes off the largest that is remembered: after some thirty, they are believed to have become small. */
const fading = 0.9;

/** Times the bytes that may be kept, at which runs are ended: what else they would bring might not fit into a phone's memory. */
export const mostKept = 4;

/**
 * Makes a parcel of finished attempts, which is kept until the coordinator has it on record.
 *
 * @throws RangeError if they are not the next ones of their run: every later answer would go to a wrong task.
 */
export function answerRun(machine: VolunteerMachine, event: Extract<VolunteerEvent, { type: "run-answered" }>): void {
  const run = machine.runs.get(event.run);
  const count = event.outcomes.length;
  if (run === undefined || count === 0) return;
  if (event.first !== run.answered || count > run.count - run.answered) {
    throw new RangeError(`run ${run.id} has ${run.count} tasks; got ${count} from ${event.first}`);
  }
  const { batch } = run;
  run.answered += count;
  const caller = endCaller(run, run.answered);
  batch.running -= count;
  // The program did not load: nothing was executed, and the slot reports no further position of the run.
  const isNotLoaded = event.outcomes[0] === outcomes.notLoaded;
  const job = machine.jobs.get(batch.job);
  if (!isNotLoaded) job?.speed.add(count, event.busyMs);
  if (job !== undefined) {
    job.bytesPerTask = Math.max(byteLengthOf(event.values) / count, job.bytesPerTask * fading ** count);
  }
  for (const outcome of event.outcomes) {
    if (bringsValue(outcome)) machine.done += 1;
    else if (outcome !== outcomes.notLoaded) machine.failed += 1;
  }
  // The job was closed while the slot computed.
  if (batch.closed) return;
  const first = run.from + event.first;
  const indices = batch.indices.slice(first, first + count);
  // Its lease has gone with its link, and all that it has done to shared objects is being undone: the task is for another attempt.
  if (caller === null || !batch.orphaned) keepResults(machine, batch, { ...event, slot: run.slot, indices, caller });
  // What comes back of a job that gives out each task once would be lost: each is answered by itself.
  if (isNotLoaded && !isOnceOnly(machine, batch)) giveBackWaiting(machine, batch.job);
  dropIfEmpty(machine, batch);
  if (machine.parcelBytes > mostKept * machine.settings.keptBytes) takeSlotsAway(machine);
}

/** Ends all runs with their Workers: results that are much larger than those before would go on coming for as long as they last. */
function takeSlotsAway(machine: VolunteerMachine): void {
  // Answers that were under way come when there are none any more.
  if (machine.busy.size === 0) return;
  machine.busy.clear();
  machine.turns.clear();
  machine.effects.push({ type: "resize", slots: 0 }, { type: "resize", slots: machine.slots });
}

/** The first unstarted task has no input, and cannot be computed here. */
export function answerUnstarted(machine: VolunteerMachine, batch: Batch, trouble: BlobTrouble, now: number): void {
  const values = packError({ name: blobErrorName, message: inData(trouble), stack: "" });
  const indices = batch.indices.slice(batch.next, batch.next + 1);
  batch.next += 1;
  machine.failed += 1;
  const answer = { indices, outcomes: Uint8Array.of(outcomes.crashed), runtimesMs: new Float32Array(1), values };
  keepResults(machine, batch, { ...answer, slot: 0, busyMs: 0, now, caller: null });
  dropIfEmpty(machine, batch);
}

type Finished = Pick<Results, "slot" | "busyMs"> &
  Results["block"] & {
    readonly now: number;
    /** The one of the tasks that has called shared objects. */
    readonly caller: Caller | null;
  };

/** Keeps the results until they are on record, and sends them: behind all calls of their tasks. */
function keepResults(
  machine: VolunteerMachine,
  batch: Batch,
  { slot, busyMs, caller, now, indices, outcomes: ended, runtimesMs, values }: Finished,
): void {
  const parcel: Parcel = {
    type: "results",
    ...batch.name,
    job: batch.job,
    parcel: parcelId(machine.nextParcel),
    batch: { ticket: batch.ticket, indices: batch.indices },
    isOffered: batch.orphaned,
    hasCalled: caller !== null,
    busyMs,
    slot,
    beganAt: now - busyMs,
    block: { indices, outcomes: ended, runtimesMs, values },
  };
  machine.nextParcel += 1;
  machine.parcels.set(parcel.parcel, parcel);
  machine.parcelBytes += byteLengthOf(values);
  if (caller !== null && caller.linedUpBytes > 0) {
    caller.hasEnded = true;
    machine.callLine.push({ caller, message: parcel });
    return;
  }
  if (caller !== null) machine.callers.delete(caller);
  if (machine.standing.type === "present" || machine.standing.type === "leaving") sendResults(machine, parcel, now);
}

export function sendResults({ effects }: VolunteerMachine, parcel: Parcel, now: number): void {
  effects.push({ type: "send", message: sentNow(parcel, now) });
}

const noTasks = new Uint32Array();

/** The parcel as a message that is sent at this moment. */
function sentNow(parcel: Parcel, now: number): Results {
  const { beganAt, batch, isOffered, hasCalled: _, ...results } = parcel;
  const lease = isOffered ? { offered: batch.ticket, granted: batch.indices } : { offered: null, granted: noTasks };
  return { ...results, ...lease, beganMsAgo: Math.min(maxDurationMs, Math.max(0, Math.round(now - beganAt))) };
}

/** Frees the slot. Tasks that an aborted run leaves unanswered go back, unless their lease has ended. */
export function endRun(machine: VolunteerMachine, runId: number): void {
  const run = machine.runs.get(runId);
  if (run === undefined) return;
  machine.runs.delete(runId);
  const runs = machine.busy.get(run.slot);
  const at = runs?.indexOf(run) ?? -1;
  if (at !== -1) runs?.splice(at, 1);
  const { batch, caller } = run;
  if (caller !== null) dropCallers(machine, (each) => each === caller);
  const unanswered = run.count - run.answered;
  if (unanswered === 0 || !machine.batches.has(batch)) return;
  batch.running -= unanswered;
  if (!batch.orphaned) {
    const from = run.from + run.answered;
    const indices = batch.indices.slice(from, run.from + run.count);
    machine.effects.push({ type: "send", message: { type: "returned", ...batch.name, indices } });
  }
  dropIfEmpty(machine, batch);
}

/** Forgets parcels that are on record. One that is unknown was forgotten before. */
export function forgetParcels(machine: VolunteerMachine, parcels: readonly Parcel["parcel"][]): void {
  for (const parcel of parcels) forgetParcel(machine, parcel);
  machine.effects.push({ type: "forgotten", parcels });
}

function forgetParcel(machine: VolunteerMachine, parcel: Parcel["parcel"]): void {
  const results = machine.parcels.get(parcel);
  if (results === undefined) return;
  machine.parcels.delete(parcel);
  machine.parcelBytes -= byteLengthOf(results.block.values);
}

/**
 * Sends all parcels that are not on record again, as offers. To be called after each welcome. Those of attempts that have called shared
 * objects are forgotten: where they have not arrived before the link was lost, what the attempts did is undone.
 */
export function offerParcels(machine: VolunteerMachine, now: number): void {
  for (const [id, parcel] of machine.parcels) {
    if (parcel.hasCalled) {
      forgetParcel(machine, id);
      continue;
    }
    const offer: Parcel = { ...parcel, isOffered: true };
    machine.parcels.set(id, offer);
    sendResults(machine, offer, now);
  }
}
