import type { UpMessage } from "../../wire/messages.ts";
import { valueAt } from "../../values/packed.ts";
import type { VolunteerEffect } from "../events.ts";
import { tasksOf } from "./down-messages.ts";

function list(numbers: Iterable<number>): string {
  const all = [...numbers];
  return all.length === 0 ? "nothing" : all.join(" ");
}

function messageInWords(message: UpMessage): string {
  switch (message.type) {
    case "join":
      return `join with ${message.slots} slots`;
    case "limits":
      return `limits ${message.slots} slots${message.paused ? ", paused" : ""}`;
    case "heartbeat":
      return `heartbeat for leases ${list(message.leases.map(({ lease }) => lease))}`;
    case "results":
      return `${message.offered ? "offer" : "results"} ${message.parcel} of lease ${message.lease}: ${list(message.block.indices)}`;
    case "console":
      return `console of task ${message.task}: ${message.text}`;
    case "progress":
      return `progress of tasks ${list(message.running.map(({ task }) => task))}`;
    case "call":
      return `call ${message.call} of task ${message.task} in lease ${message.lease}, received ${message.received}`;
    case "returned":
      return `returned of lease ${message.lease}: ${list(message.indices)}`;
    case "blob-wanted":
      return `blob-wanted ${message.hash.slice(0, 4)} from ${message.from}`;
    case "equipped":
      return `equipped for job ${message.job}`;
    case "unequipped":
      return `unequipped for job ${message.job}: ${message.reason}`;
    case "goodbye":
      return "goodbye";
  }
}

function effectInWords(effect: VolunteerEffect): string {
  switch (effect.type) {
    case "send":
      return `say ${messageInWords(effect.message)}`;
    case "open-job":
    case "close-job":
      return `${effect.type} ${effect.job}`;
    case "start-run":
      return `run ${effect.run} in slot ${effect.slot}: ${list(tasksOf(effect.inputs))}`;
    case "answer-call":
      return `answer call ${effect.call} at ${effect.position} of run ${effect.run}: ${String(valueAt(effect.answer, 1))}`;
    case "resize":
      return `resize to ${effect.slots}`;
    case "welcomed":
      return `welcomed as ${effect.volunteer}`;
    case "doubt-coordinator":
    case "trust-coordinator":
      return effect.type;
    case "close-link":
      return `close-link: ${effect.why}`;
    case "set-alarm":
      return effect.at === null ? "no alarm" : `alarm at ${effect.at}`;
    case "forgotten":
      return `forgotten ${list(effect.parcels)}`;
  }
}

/** One line for each order, in their order: `say returned of lease 2: 8 9`. */
export function inWords(effects: readonly VolunteerEffect[]): readonly string[] {
  return effects.map(effectInWords);
}
