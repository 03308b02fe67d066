import type { Packed } from "../values/format.ts";
import { encodedAt } from "../values/value-column.ts";
import { answerUnstarted, mostKept } from "./parcels.ts";
import { dropWishes } from "./opening.ts";
import { isOnceOnly, type Batch, type Run, type VolunteerMachine } from "./state.ts";

/** Values `from … to - 1`, without copying their bytes. */
function slicePacked(packed: Packed, from: number, to: number): Packed {
  const start = packed.ends[from - 1] ?? 0;
  const ends = packed.ends.slice(from, to);
  if (start > 0) for (let at = 0; at < ends.length; at += 1) ends[at] = (ends[at] ?? 0) - start;
  return { ends, bytes: packed.bytes.subarray(start, packed.ends[to - 1] ?? start) };
}

/** The inputs of positions `from … to - 1`, the large ones in their places. Always a copy where there are large ones. */
function inputsOf({ blobs }: VolunteerMachine, { inputs, large }: Batch, from: number, to: number): Packed {
  if (![...large.keys()].some((at) => at >= from && at < to)) return slicePacked(inputs, from, to);
  const parts = Array.from({ length: to - from }, (_, nth) => {
    const wish = large.get(from + nth);
    return wish === undefined ? encodedAt(inputs, from + nth) : blobs.bytesOf(wish.name);
  });
  const ends = new Uint32Array(parts.length);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const [nth, part] of parts.entries()) {
    bytes.set(part, end);
    end += part.length;
    ends[nth] = end;
  }
  return { ends, bytes };
}

/** Whether the input of the position is here, verified where it travels beside the batch. */
function hasInput({ blobs }: VolunteerMachine, { large }: Batch, at: number): boolean {
  const wish = large.get(at);
  return wish === undefined || blobs.hasInput(wish.name);
}

/** The first position behind `from` whose input is not here yet, or the end of the batch. */
function endOfReady(machine: VolunteerMachine, batch: Batch, from: number): number {
  if (batch.large.size === 0) return batch.end;
  let at = from;
  while (at < batch.end && hasInput(machine, batch, at)) at += 1;
  return at;
}

function msPerTask(machine: VolunteerMachine, batch: Batch): number | null {
  return machine.jobs.get(batch.job)?.speed.msPerTask ?? null;
}

/** How much of the bytes that may be kept is for each slot, whatever the others are about to bring. */
const sharePerSlot = 0.25;

/** What is left of so many bytes beside the results that are kept and those that slots are about to bring, as far as those before tell. */
function roomOf(machine: VolunteerMachine, bytes: number): number {
  let room = bytes - machine.parcelBytes;
  for (const run of machine.runs.values()) room -= (run.count - run.answered) * bytesPerTask(machine, run.batch);
  return room;
}

/** Number of tasks whose results fit in. Small ones fit beside large ones that take minutes, or each would be a run of its own. */
function tasksWithRoom(machine: VolunteerMachine, batch: Batch): number {
  const { keptBytes } = machine.settings;
  const share = Math.min(keptBytes - machine.parcelBytes, (keptBytes * sharePerSlot) / machine.slots);
  return Math.max(share, roomOf(machine, keptBytes)) / bytesPerTask(machine, batch) || 0;
}

/**
 * Whether a slot without a run may begin: not where all slots would be taken away before it is done, if what comes is as large as
 * what came before. One slot always may, whatever it brings.
 */
function mayBegin(machine: VolunteerMachine, batch: Batch): boolean {
  const bytes = bytesPerTask(machine, batch);
  return machine.runs.size === 0 || bytes <= roomOf(machine, mostKept * machine.settings.keptBytes);
}

function bytesPerTask(machine: VolunteerMachine, batch: Batch): number {
  return machine.jobs.get(batch.job)?.bytesPerTask ?? 0;
}

/**
 * Number of tasks of the batch for one run: about `runTargetMs` of computing, and results for which there is room; one while the
 * speed is unknown.
 */
function runLength(machine: VolunteerMachine, batch: Batch): number {
  const left = endOfReady(machine, batch, batch.next) - batch.next;
  const ms = msPerTask(machine, batch);
  if (ms === null) return Math.min(1, left);
  const inTime = machine.settings.runTargetMs / Math.max(ms, Number.MIN_VALUE);
  return Math.max(1, Math.floor(Math.min(left, inTime, tasksWithRoom(machine, batch))));
}

/**
 * Whether a second run may wait in the slot: only if runs are so short that the way through page and frame would show, since
 * tasks in a slot cannot be taken back, and if there is room for its results. A run of another job would wait for a new Worker as
 * well.
 */
function maySecond(machine: VolunteerMachine, current: Run, batch: Batch): boolean {
  const ms = msPerTask(machine, batch);
  const isShort = current.batch.job === batch.job && ms !== null && ms <= machine.settings.runTargetMs;
  return isShort && !isOnceOnly(machine, batch) && tasksWithRoom(machine, batch) >= 1;
}

/**
 * The batch that the slot goes on with: one that was promised a slot of its own, else one of the slot's job while its turn lasts, else the
 * oldest. So a slot changes jobs seldom, and no batch waits for ever: each turn ends, and then the oldest batch comes next.
 */
function nextBatch(machine: VolunteerMachine, slot: number, now: number): Batch | null {
  const turn = machine.turns.get(slot);
  const prefers = turn !== undefined && now < turn.since + machine.settings.turnMs;
  let oldest: Batch | null = null;
  let next: Batch | null = null;
  const isIdle = machine.busy.get(slot)?.length === 0;
  for (const batch of machine.batches) {
    if (batch.next >= batch.end || !hasInput(machine, batch, batch.next)) continue;
    if (isIdle && !mayBegin(machine, batch)) continue;
    if (isOnceOnly(machine, batch)) return batch;
    if (!prefers || batch.job === turn.job) next ??= batch;
    oldest ??= batch;
  }
  return next ?? oldest;
}

/** Bytes of what is not sent, or not on record, though its tasks have ended: no bound of a task holds it. */
function bytesLeftBehind({ parcelBytes, callers }: VolunteerMachine): number {
  let bytes = parcelBytes;
  for (const { hasEnded, linedUpBytes } of callers) if (hasEnded) bytes += linedUpBytes;
  return bytes;
}

/** Hands unstarted tasks to slots: first to those without a run, then a second run to the others. */
export function feedSlots(machine: VolunteerMachine, now: number): void {
  if (machine.paused || machine.standing.type === "leaving") return;
  answerFailedInputs(machine, now);
  for (const held of [0, 1]) {
    for (const [slot, runs] of machine.busy) {
      if (bytesLeftBehind(machine) > machine.settings.keptBytes) return;
      if (runs.length !== held) continue;
      const batch = nextBatch(machine, slot, now);
      if (batch === null) continue;
      const [current] = runs;
      if (current !== undefined && !maySecond(machine, current, batch)) continue;
      startRun(machine, slot, runs, batch, now);
    }
  }
}

/** Answers tasks whose inputs cannot be had, as soon as it is their turn. */
function answerFailedInputs(machine: VolunteerMachine, now: number): void {
  for (const batch of machine.batches) {
    for (let trouble = batch.failed.get(batch.next); trouble !== undefined; trouble = batch.failed.get(batch.next)) {
      if (batch.next >= batch.end) break;
      answerUnstarted(machine, batch, trouble, now);
    }
  }
}

function startRun(machine: VolunteerMachine, slot: number, runs: Run[], batch: Batch, now: number): void {
  const count = runLength(machine, batch);
  const run: Run = {
    id: machine.nextRun,
    slot,
    batch,
    from: batch.next,
    count,
    answered: 0,
    caller: null,
  };
  if (machine.turns.get(slot)?.job !== batch.job) machine.turns.set(slot, { job: batch.job, since: now });
  machine.nextRun += 1;
  batch.next += count;
  batch.running += count;
  runs.push(run);
  machine.runs.set(run.id, run);
  const [from, to] = [run.from, run.from + count];
  const inputs = inputsOf(machine, batch, from, to);
  dropWishes(machine, batch, from, to);
  machine.effects.push({
    type: "start-run",
    slot,
    run: run.id,
    job: batch.job,
    inputs,
    indices: batch.indices.slice(from, to),
    attempts: batch.attempts.slice(from, to),
  });
}
