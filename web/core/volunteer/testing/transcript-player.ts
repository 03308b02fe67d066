import { pieceBytes } from "../../blobs/pieces.ts";
import { sampleBlob } from "../../blobs/testing/sample-blobs.ts";
import { epoch, volunteerId } from "../../ids.ts";
import { outcomes, type Outcome } from "../../job/job.ts";
import { messageOf } from "../../message-of.ts";
import type { Command } from "../../testing/transcript.ts";
import type { Batch } from "../state.ts";
import { batch, closeJob, committed, heartbeatMs, job, piece, recall } from "./down-messages.ts";
import { heard, identity, VolunteerRig } from "./volunteer-rig.ts";

/** The shared value of each job of a transcript that has one. */
const blob = sampleBlob(2 * pieceBytes + 100);

/** Milliseconds of each task, unless a command names another time. */
const usualMs = 100;

/**
 * Plays the commands of a transcript on a volunteer's machine, and gives its orders and what has changed of its state. Commands
 * are what the machine hears: of its link (`link opens`, `link ends`), of the coordinator (`welcome`, `job 1`,
 * `job 2 blob` with a shared value of three pieces, `piece 0 spoilt` of it, `batch lease=1 tasks=0-2`, `recall lease=1 count=2`, `committed 1`, `close-job 1`, `heartbeat`, `goodbye`), of its slots
 * (`ready 0`, `answered run=1 count=2 each=100ms`, `ended 1`) and of the person (`slots 3`, `pause`, `resume`, `leave`).
 * `volunteer slots=2` begins anew; in `wait 5s` the alarm rings when it is due.
 */
export class TranscriptPlayer {
  #rig = new VolunteerRig(1);
  #state = "";

  readonly play = (command: Command): readonly string[] => {
    const lines = command.verb === "wait" ? this.#wait(command) : this.#obey(command);
    command.checkAllRead();
    const state = stateInWords(this.#rig);
    if (state === this.#state) return lines;
    this.#state = state;
    return [...lines, `= ${state}`];
  };

  #wait(command: Command): readonly string[] {
    const rig = this.#rig;
    const until = rig.now + command.milliseconds(command.word());
    const lines: string[] = [];
    for (;;) {
      const { alarmAt } = rig.machine;
      if (alarmAt === null || alarmAt > until) break;
      rig.now = Math.max(rig.now, alarmAt);
      lines.push(`at ${rig.now}:`, ...rig.tell({ type: "alarm-rang" }).map((line) => `  ${line}`));
    }
    rig.now = until;
    return lines;
  }

  #obey(command: Command): readonly string[] {
    try {
      return this.#orders(command);
    } catch (error) {
      return [`error: ${messageOf(error)}`];
    }
  }

  #orders(command: Command): readonly string[] {
    const rig = this.#rig;
    switch (command.verb) {
      case "volunteer":
        this.#rig = new VolunteerRig(command.number("slots", 1));
        return [];
      case "link":
        return command.word() === "opens"
          ? rig.tell({ type: "link-opened", identity })
          : rig.tell({ type: "link-ended" });
      case "welcome": {
        const inEpoch = epoch(command.number("epoch", 1));
        return rig.hear({ type: "welcome", epoch: inEpoch, volunteer: volunteerId(7), heartbeatMs });
      }
      case "job":
        return rig.hear(job(command.asNumber(command.word()), ...(command.has("blob") ? [blob.name] : [])));
      case "piece": {
        const message = piece(blob, command.asNumber(command.word()) * pieceBytes);
        return rig.hear(command.has("spoilt") ? { ...message, bytes: message.bytes.map((byte) => byte ^ 1) } : message);
      }
      case "batch":
        return rig.hear(batch(command.number("lease", 0), command.numbers("tasks"), command.number("job", 1)));
      case "recall":
        return rig.hear(recall(command.number("lease", 0), command.number("count", 1)));
      case "committed":
        return rig.hear(committed(...command.word().split(",").map(Number)));
      case "close-job":
        return rig.hear(closeJob(command.asNumber(command.word())));
      case "heartbeat":
        return rig.tell(heard({ type: "heartbeat" }));
      case "goodbye":
        return rig.hear({ type: "goodbye", reason: "broke-rules", detail: "closing time" });
      case "ready":
        return rig.tell({ type: "slot-ready", slot: command.asNumber(command.word()) });
      case "answered": {
        const count = command.number("count", 1);
        const busyMs = count * command.milliseconds(command.value("each") ?? `${usualMs}ms`);
        return rig.answer(command.number("run", 0), count, { busyMs, outcome: outcomeOf(command) });
      }
      case "ended":
        return rig.tell({ type: "run-ended", run: command.asNumber(command.word()) });
      case "slots":
        return rig.tell({ type: "slots-set", slots: command.asNumber(command.word()) });
      case "pause":
        return rig.tell({ type: "paused" });
      case "resume":
        return rig.tell({ type: "resumed" });
      case "leave":
        return rig.tell({ type: "leave-requested" });
      default:
        throw command.error("is no command");
    }
  }
}

function outcomeOf(command: Command): Outcome {
  if (command.has("threw")) return outcomes.threw;
  if (command.has("ends-job")) return outcomes.endsJob;
  return command.has("not-loaded") ? outcomes.notLoaded : outcomes.value;
}

function stateInWords({ machine }: VolunteerRig): string {
  const { standing, paused, batches, parcels } = machine;
  const words: string[] = [standing.type];
  if (paused) words.push("paused");
  for (const held of batches) words.push(batchInWords(held));
  if (parcels.size > 0) words.push(`keeps parcel ${[...parcels.keys()].join(",")}`);
  return words.join(", ");
}

function batchInWords({ name, orphaned, next, end, running }: Batch): string {
  const of = orphaned ? `former lease ${name.lease}` : `lease ${name.lease}`;
  return `${of} (${end - next} waiting, ${running} running)`;
}
