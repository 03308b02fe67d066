import type { InputWish, ReceiverOrder } from "../blobs/blob-receiver.ts";
import type { BlobTrouble } from "../blobs/blob-trouble.ts";
import { blobsOf, dataOf } from "../blobs/job-blobs.ts";
import { cleanLabel } from "../clean-words.ts";
import { jobNumber, type JobId } from "../ids.ts";
import { Speed } from "../job/runtimes.ts";
import type { DownMessage } from "../wire/messages.ts";
import { inData } from "../keyed.ts";
import type { Batch, JobMessage, VolunteerMachine } from "./state.ts";

/** Opens a job, once all its blobs are here. The coordinator waits to be told of that before it sends a batch. */
export function receiveJob(machine: VolunteerMachine, said: JobMessage): void {
  const title = cleanLabel(said.title) || `job ${jobNumber(said.job)}`;
  const workUnit = cleanLabel(said.workUnit) || "tasks";
  const message = { ...said, title, about: cleanLabel(said.about), workUnit };
  const { job, taskTemplate, atMostOnce } = message;
  // Closed by a message that travelled ahead.
  if (machine.closedJobs.has(job)) return;
  // A job may be known from an earlier link, over which the coordinator was told that its blobs are here.
  const names = blobsOf(message);
  const known = machine.jobs.get(job);
  const blobs = known?.blobs ?? names.map(({ hash }) => hash);
  if (known === undefined)
    machine.jobs.set(job, {
      awaited: message,
      blobs,
      title,
      taskTemplate,
      atMostOnce,
      speed: new Speed(),
      bytesPerTask: 0,
    });
  // A job never comes to name other blobs: no coordinator says so, and what is open of it stays as it is.
  else if (names.length !== blobs.length || names.some(({ hash }, at) => hash !== blobs[at])) return;
  if (names.length > 0) obeyReceiver(machine, machine.blobs.openJob(job, names));
  else openJob(machine, job);
}

export function takePiece(machine: VolunteerMachine, message: Extract<DownMessage, { type: "blob" }>): void {
  const { hash, offset, bytes } = message;
  obeyReceiver(machine, machine.blobs.takePiece(hash, offset, bytes));
}

/** Asks for the large inputs of the batch's unstarted tasks. */
export function wishInputs(machine: VolunteerMachine, batch: Batch): void {
  if (batch.large.size > 0) obeyReceiver(machine, machine.blobs.wishInputs(wishesOf(batch, batch.next, batch.end)));
}

/** The tasks `from … to - 1` of the batch do not wait for their inputs any more. */
export function dropWishes(machine: VolunteerMachine, batch: Batch, from: number, to: number): void {
  if (batch.large.size > 0) obeyReceiver(machine, machine.blobs.dropWishes(wishesOf(batch, from, to)));
}

/**
 * No unstarted task of these batches waits for its input any more. At one go: dropped batch by batch, each would make room for the
 * inputs of the next, whose pieces would be asked for in vain, and more at once than the coordinator allows.
 */
export function dropAllWishes(machine: VolunteerMachine, batches: readonly Batch[]): void {
  const wishes = batches.flatMap((batch) => wishesOf(batch, batch.next, batch.end));
  if (wishes.length > 0) obeyReceiver(machine, machine.blobs.dropWishes(wishes));
}

function wishesOf({ large }: Batch, from: number, to: number): readonly InputWish[] {
  return [...large].flatMap(([at, wish]) => (at >= from && at < to ? [wish] : []));
}

function noteFailed(machine: VolunteerMachine, wish: InputWish, trouble: BlobTrouble): void {
  for (const { large, failed } of machine.batches) {
    for (const [at, known] of large) if (known === wish) failed.set(at, trouble);
  }
}

/** Forgets the job, and all that is open of it. What is here of its blobs is kept. */
export function forgetJob(machine: VolunteerMachine, job: JobId): void {
  const known = machine.jobs.get(job);
  if (known === undefined) return;
  machine.jobs.delete(job);
  if (known.awaited === null) machine.effects.push({ type: "close-job", job });
  obeyReceiver(machine, machine.blobs.closeJob(job));
}

function openJob(machine: VolunteerMachine, job: JobId): void {
  const known = machine.jobs.get(job);
  if (known === undefined || known.awaited === null) return;
  const { title, about, workUnit, workOfTask, part, language, source, timeLimitMs, seed, atMostOnce } = known.awaited;
  const data = dataOf(known.awaited, (blob) => machine.blobs.bytesOf(blob));
  known.awaited = null;
  const program = { language, source };
  const told = { title, about, workUnit, workOfTask, part };
  machine.effects.push({ type: "open-job", job, ...told, program, timeLimitMs, seed, atMostOnce, ...data });
}

function obeyReceiver(machine: VolunteerMachine, orders: readonly ReceiverOrder[]): void {
  for (const order of orders) {
    switch (order.type) {
      case "want-piece": {
        const { hash, from } = order;
        machine.effects.push({ type: "send", message: { type: "blob-wanted", hash, from } });
        break;
      }
      case "equipped":
        openJob(machine, order.job);
        machine.effects.push({ type: "send", message: order });
        break;
      case "unequipped": {
        const { type, job, trouble } = order;
        machine.jobs.delete(job);
        machine.effects.push({ type: "send", message: { type, job, reason: inData(trouble) } });
        break;
      }
      case "input-failed":
        noteFailed(machine, order.wish, order.trouble);
        break;
    }
  }
}
