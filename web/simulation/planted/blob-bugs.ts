import type { BlobHash } from "../../core/blobs/blob-name.ts";
import type { VolunteerEffect, VolunteerEvent } from "../../core/volunteer/events.ts";
import type { JobMessage, VolunteerMachine } from "../../core/volunteer/state.ts";
import type { DownMessage } from "../../core/wire/messages.ts";
import { downMessage, roomJournal, roomLinks } from "./around.ts";
import { everyNth, planted, type PlantedBug } from "./planted-bug.ts";

function heard(event: VolunteerEvent): DownMessage | null {
  return event.type === "message-arrived" ? event.message : null;
}

function isRequest(effect: VolunteerEffect): boolean {
  return effect.type === "send" && effect.message.type === "blob-wanted";
}

/** What a tab would have of a blob that it does not verify. */
interface Unverified {
  readonly job: JobMessage;
  readonly bytes: Uint8Array;
}

/** Mistakes with shared values. */
export const blobBugs: readonly PlantedBug[] = [
  planted("a blob is taken unverified", () => {
    const kept = new Map<VolunteerMachine, Map<BlobHash, Unverified>>();
    return {
      toVolunteer: (event, machine) => {
        const message = heard(event);
        const ofMachine = kept.get(machine) ?? new Map<BlobHash, Unverified>();
        kept.set(machine, ofMachine);
        if (message?.type === "job" && message.shared !== null) {
          const { hash, bytes } = message.shared;
          if (!ofMachine.has(hash)) ofMachine.set(hash, { job: message, bytes: new Uint8Array(bytes) });
        }
        if (message?.type === "blob") ofMachine.get(message.hash)?.bytes.set(message.bytes, message.offset);
        return event;
      },
      fromVolunteer: (effects, machine, event) => {
        const message = heard(event);
        const found = message?.type === "blob" ? kept.get(machine)?.get(message.hash) : undefined;
        const isRefused = effects.some((effect) => effect.type === "send" && effect.message.type === "unequipped");
        if (found === undefined || !isRefused) return effects;
        const { title, about, workUnit, workOfTask, part } = found.job;
        const { job, language, source, timeLimitMs, seed, atMostOnce } = found.job;
        const told = { title, about, workUnit, workOfTask, part };
        const data = { shared: found.bytes, files: new Map<string, Uint8Array>(), atMostOnce };
        return [
          { type: "open-job", job, ...told, program: { language, source }, timeLimitMs, seed, ...data },
          { type: "send", message: { type: "equipped", job } },
        ];
      },
    };
  }),
  planted("a piece of a blob is sent twice", () => {
    const isDue = everyNth(5);
    return roomLinks(() => ({
      send: (link, lane, bytes) => {
        link.send(lane, bytes);
        if (downMessage(lane, bytes)?.type === "blob" && isDue()) link.send(lane, bytes);
      },
    }));
  }),
  planted("after a lost link a blob is asked for from its beginning", () => ({
    fromVolunteer: (effects, _machine, event) =>
      heard(event)?.type !== "job"
        ? effects
        : effects.map((effect) =>
            effect.type === "send" && effect.message.type === "blob-wanted"
              ? { type: "send", message: { ...effect.message, from: 0 } }
              : effect,
          ),
  })),
  planted("after a lost link a blob is never gone on with", () => {
    const lost = new Set<VolunteerMachine>();
    return {
      fromVolunteer: (effects, machine, event) => {
        if (event.type === "link-ended") lost.add(machine);
        return lost.has(machine) ? effects.filter((effect) => !isRequest(effect)) : effects;
      },
    };
  }),
  planted("a batch goes out before its volunteer has the blobs", () => ({
    fromScheduler: (effects, { sessions }) => {
      for (const { equipment } of sessions.values()) for (const job of equipment.keys()) equipment.set(job, "equipped");
      return effects;
    },
  })),
  planted("nobody says that a blob cannot be had", () => ({
    fromVolunteer: (effects) =>
      effects.filter((effect) => effect.type !== "send" || effect.message.type !== "unequipped"),
  })),
  planted("the scheduler does not learn that a volunteer has the blobs", () => ({
    toScheduler: (event) => (event.type === "volunteer-equipped" ? null : event),
  })),
  planted("a restart does not read the blobs", () => roomJournal(() => ({ readBlob: async () => null }))),
];
