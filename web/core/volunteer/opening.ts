import type { ReceiverOrder } from "../blobs/blob-receiver.ts";
import { blobsOf, dataOf } from "../blobs/job-blobs.ts";
import type { JobId } from "../ids.ts";
import { Speed } from "../job/runtimes.ts";
import type { DownMessage } from "../wire/messages.ts";
import { inData } from "../keyed.ts";
import type { JobMessage, VolunteerMachine } from "./state.ts";

/** Opens a job, once all its blobs are here. The coordinator waits to be told of that before it sends a batch. */
export function receiveJob(machine: VolunteerMachine, message: JobMessage): void {
  const { job, title, taskTemplate } = message;
  // Closed by a message that travelled ahead.
  if (machine.closedJobs.has(job)) return;
  // A job may be known from an earlier link, over which the coordinator was told that its blobs are here.
  const names = blobsOf(message);
  const known = machine.jobs.get(job);
  const blobs = known?.blobs ?? names.map(({ hash }) => hash);
  if (known === undefined) machine.jobs.set(job, { awaited: message, blobs, title, taskTemplate, speed: new Speed() });
  // A job never comes to name other blobs: no coordinator says so, and what is open of it stays as it is.
  else if (names.length !== blobs.length || names.some(({ hash }, at) => hash !== blobs[at])) return;
  if (names.length > 0) obeyReceiver(machine, machine.blobs.openJob(job, names));
  else openJob(machine, job);
}

export function takePiece(machine: VolunteerMachine, message: Extract<DownMessage, { type: "blob" }>): void {
  const { hash, offset, bytes } = message;
  obeyReceiver(machine, machine.blobs.takePiece(hash, offset, bytes));
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
  const { title, language, source, timeLimitMs, seed } = known.awaited;
  const data = dataOf(known.awaited, (blob) => machine.blobs.bytesOf(blob));
  known.awaited = null;
  machine.effects.push({ type: "open-job", job, title, program: { language, source }, timeLimitMs, seed, ...data });
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
    }
  }
}
