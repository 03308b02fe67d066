import { commitId, epoch, jobId, leaseId, loadId, parcelId, volunteerId, type VolunteerId } from "../../ids.ts";
import { defaultJobOptions, outcomes, type JobOptions } from "../../job/job.ts";
import { messageOf } from "../../message-of.ts";
import type { Command } from "../../testing/transcript.ts";
import type { SchedulerEffect } from "../effects.ts";
import type { Departure } from "../events.ts";
import { clockInWords, digestOrder, orderInWords, taskRuns } from "../fact-words.ts";
import { holds } from "../holders.ts";
import { isAvailable } from "../availability.ts";
import type { Job, Lease, Session } from "../state.ts";
import { Room, type Answer, type Fact } from "./room.ts";

/** Each runtime and each busy time in milliseconds, unless a command names another one. */
const usualMs = 100;

const departures: Readonly<Record<string, Departure>> = {
  goodbye: "goodbye",
  lost: "lost",
  dismissed: "dismissed",
  replaced: "replaced",
};

/**
 * Plays the commands of a transcript on a scheduler, and gives its orders and what has changed of its state. Volunteers are
 * named in the order in which they come. Commands are facts as `factInWords` writes them; most values may be left out. Besides
 * there are `wait 5s`, in which the alarm rings when it is due, `epoch 2`, with which a coordinator starts anew, and
 * `slow-inputs`: from then on inputs are there when a command says so, and not at once.
 */
export class TranscriptPlayer {
  #room: Room;
  readonly #ids = new Map<string, VolunteerId>();
  readonly #names = new Map<VolunteerId, string>();
  #parcels = 0;
  /** The state as it was last written. */
  #state = new Map<string, string>();

  constructor() {
    this.#room = roomOf(1, 0);
  }

  readonly play = (command: Command): readonly string[] => {
    const lines = command.verb === "wait" ? this.#wait(command) : this.#obey(command);
    command.checkAllRead();
    return [...lines, ...this.#changes()];
  };

  #obey(command: Command): readonly string[] {
    if (command.verb === "slow-inputs") {
      this.#room.hasSlowInputs = true;
      return [];
    }
    if (command.verb === "epoch") {
      this.#room = roomOf(command.asNumber(command.word()), this.#room.now);
      return [];
    }
    const fact = this.factOf(command);
    try {
      return this.#words(this.#room.tell(fact));
    } catch (error) {
      return [`error: ${messageOf(error)}`];
    }
  }

  #words(orders: readonly SchedulerEffect[]): readonly string[] {
    return orders.map((order) => orderInWords(digestOrder(order), (id) => this.nameOf(id)));
  }

  #wait(command: Command): readonly string[] {
    const room = this.#room;
    const until = room.now + command.milliseconds(command.word());
    const lines: string[] = [];
    for (;;) {
      const { alarmAt } = room.scheduler;
      if (alarmAt === null || alarmAt > until) break;
      room.now = Math.max(room.now, alarmAt);
      const orders = this.#words(room.tell({ type: "alarm-rang" }));
      // Most alarms only look whether anything is due.
      if (orders.some((line) => !line.startsWith("alarm at"))) {
        lines.push(`at ${clockInWords(room.now)}:`, ...orders.map((line) => `  ${line}`));
      }
    }
    room.now = until;
    return lines;
  }

  /** The fact that the command writes down. */
  factOf(command: Command): Fact {
    const { verb } = command;
    const departure = departures[verb];
    if (departure !== undefined) return { type: "volunteer-left", volunteer: this.#volunteer(command), departure };
    switch (verb) {
      case "job":
        return {
          type: "job-submitted",
          job: jobId(command.asNumber(command.word())),
          total: command.number("tasks", 1),
          options: optionsOf(command),
          isSealed: !command.has("growing"),
          hasBlobs: command.has("blobs"),
          needs: command.words("needs"),
        };
      case "added":
        return {
          type: "tasks-added",
          job: jobId(command.asNumber(command.word())),
          count: command.number("tasks", 1),
          skipped: Uint32Array.from(command.numbers("skipped")),
        };
      case "sealed":
        return { type: "job-sealed", job: jobId(command.asNumber(command.word())) };
      case "source-failed":
        return {
          type: "source-failed",
          job: jobId(command.asNumber(command.word())),
          task: command.number("task", 0),
          reason: command.text(),
        };
      case "let-go":
        return {
          type: "tasks-let-go",
          job: jobId(command.asNumber(command.word())),
          before: command.number("before", 0),
        };
      case "restored":
        return this.#restored(command);
      case "pause":
        return { type: "job-paused", job: jobId(command.asNumber(command.word())) };
      case "resume":
        return { type: "job-resumed", job: jobId(command.asNumber(command.word())) };
      case "cancel":
        return { type: "job-cancelled", job: jobId(command.asNumber(command.word())) };
      case "satisfied":
        return {
          type: "job-satisfied",
          job: jobId(command.asNumber(command.word())),
          task: command.number("task", 0),
          rule: command.value("rule") === "precision" ? "precision" : "until",
        };
      case "forget":
        return { type: "job-forgotten", job: jobId(command.asNumber(command.word())) };
      case "set-aside":
        return { type: "job-set-aside", job: jobId(command.asNumber(command.word())) };
      case "delete-set-aside":
        return { type: "set-aside-deleted", job: jobId(command.asNumber(command.word())) };
      case "join":
        return {
          type: "volunteer-joined",
          volunteer: this.#volunteer(command),
          slots: command.number("slots", 1),
          features: command.words("features"),
        };
      case "limits":
        return {
          type: "limits-changed",
          volunteer: this.#volunteer(command),
          slots: command.number("slots", 1),
          paused: command.has("paused"),
        };
      case "heartbeat": {
        const inEpoch = epoch(command.number("epoch", this.#room.scheduler.epoch));
        const leases = command.numbers("leases").map((lease) => ({ epoch: inEpoch, lease: leaseId(lease) }));
        return { type: "heartbeat-arrived", volunteer: this.#volunteer(command), leases };
      }
      case "results":
        return this.#results(command);
      case "returned":
        return {
          type: "tasks-returned",
          volunteer: this.#volunteer(command),
          ...this.#leaseName(command),
          indices: Uint32Array.from(command.numbers("tasks")),
        };
      case "equipped":
      case "unequipped": {
        const about = { volunteer: this.#volunteer(command), job: jobId(command.number("job", 1)) };
        if (command.verb === "equipped") return { type: "volunteer-equipped", ...about };
        return {
          type: "volunteer-unequipped",
          ...about,
          reason: `blob-differs hash="${"3f".repeat(32)}" bytes=9`,
        };
      }
      case "path":
        return {
          type: "path-changed",
          volunteer: this.#volunteer(command),
          path: command.word(1) === "steady" ? "steady" : "wavering",
        };
      case "ready": {
        const load = loadId(command.number("load", 0));
        const all = this.#room.scheduler.loads.get(load)?.indices.length ?? 1;
        const count = command.number("count", all);
        const kept = command.has("kept") ? { areKept: true } : {};
        return { type: "inputs-ready", load, count, bytes: command.number("bytes", 0), ...kept };
      }
      case "not-ready":
      case "lost-input":
        return {
          type: command.verb === "lost-input" ? "input-lost" : "inputs-failed",
          load: loadId(command.number("load", 0)),
          task: command.number("task", 0),
          reason: command.text(),
        };
      case "recorded":
        return { type: "results-committed", commit: commitId(command.asNumber(command.word())) };
      default:
        throw command.error("is no command");
    }
  }

  #restored(command: Command): Fact {
    const failed = command.numbers("failed");
    const settled = [...command.numbers("done"), ...failed];
    const by = command.value("by");
    const volunteer = by === null ? 0 : this.#idOf(by);
    return {
      type: "job-restored",
      job: jobId(command.asNumber(command.word())),
      total: command.number("tasks", 1),
      options: optionsOf(command),
      isSealed: !command.has("growing"),
      hasBlobs: command.has("blobs"),
      needs: command.words("needs"),
      paused: command.has("paused"),
      records: {
        indices: Uint32Array.from(settled),
        volunteers: Uint32Array.from(settled, () => volunteer),
        runtimesMs: Float32Array.from(settled, () => usualMs),
        attempts: Uint8Array.from(settled, () => 1),
        failed: Uint8Array.from(settled, (task) => Number(failed.includes(task))),
        endedBy: command.numbers("ended-by")[0] ?? null,
        skipped: Uint32Array.from(command.numbers("skipped")),
      },
    };
  }

  #results(command: Command): Fact {
    const runtimeMs = command.milliseconds(command.value("each") ?? `${usualMs}ms`);
    const answers: Answer[] = [
      ["tasks", outcomes.value] as const,
      ["threw", outcomes.threw] as const,
      ["timed-out", outcomes.timedOut] as const,
      ["crashed", outcomes.crashed] as const,
      ["not-loaded", outcomes.notLoaded] as const,
      ["ends-job", outcomes.endsJob] as const,
    ].flatMap(([name, outcome]) => command.numbers(name).map((task) => ({ task, outcome, runtimeMs })));
    const name = this.#leaseName(command);
    this.#parcels += 1;
    const { grantedAt } = this.#room.scheduler.leases.get(name.lease) ?? { grantedAt: 0 };
    const busyMs = runtimeMs * answers.length;
    // What the answer says to have taken has passed.
    if (!command.has("lie")) this.#room.now = Math.max(this.#room.now, grantedAt + busyMs);
    return {
      type: "results-arrived",
      volunteer: this.#volunteer(command),
      job: jobId(command.number("job", this.#room.scheduler.leases.get(name.lease)?.job.id ?? 1)),
      ...name,
      parcel: parcelId(command.number("parcel", this.#parcels)),
      offered: command.has("offered"),
      busyMs,
      slot: command.number("slot", 0),
      beganMsAgo: busyMs,
      block: {
        indices: Uint32Array.from(answers, ({ task }) => task),
        outcomes: Uint8Array.from(answers, ({ outcome }) => outcome ?? outcomes.value),
        runtimesMs: Float32Array.from(answers, () => runtimeMs),
        values: {
          ends: Uint32Array.from(answers, (_, at) => at + 1),
          bytes: new Uint8Array(answers.length).fill(0xc0),
        },
      },
    };
  }

  #leaseName(command: Command): Pick<Extract<Fact, { type: "tasks-returned" }>, "epoch" | "lease"> {
    return {
      epoch: epoch(command.number("epoch", this.#room.scheduler.epoch)),
      lease: leaseId(command.number("lease", 0)),
    };
  }

  #volunteer(command: Command): VolunteerId {
    return this.#idOf(command.word());
  }

  #idOf(name: string): VolunteerId {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    const id = volunteerId(this.#ids.size + 1);
    this.#ids.set(name, id);
    this.#names.set(id, name);
    return id;
  }

  nameOf(id: VolunteerId): string {
    return this.#names.get(id) ?? `volunteer ${id}`;
  }

  /** Lines about jobs and volunteers that are not as they were. */
  #changes(): readonly string[] {
    const { jobs, sessions } = this.#room.scheduler;
    const state = new Map<string, string>();
    for (const job of jobs.values()) state.set(`job ${job.id}`, jobInWords(job));
    for (const session of sessions.values()) state.set(this.nameOf(session.id), sessionInWords(session));
    const lines: string[] = [];
    for (const [name, words] of state) if (this.#state.get(name) !== words) lines.push(`= ${name}: ${words}`);
    for (const name of this.#state.keys()) if (!state.has(name)) lines.push(`= ${name}: gone`);
    this.#state = state;
    return lines;
  }
}

function roomOf(startEpoch: number, now: number): Room {
  const room = new Room({}, startEpoch);
  room.now = now;
  return room;
}

function optionsOf(command: Command): JobOptions {
  const batch = command.value("batch");
  const limit = command.value("limit");
  return {
    ...defaultJobOptions,
    batchSize: batch === null ? defaultJobOptions.batchSize : command.asNumber(batch),
    maxAttempts: command.number("attempts", defaultJobOptions.maxAttempts),
    timeLimitMs: limit === null ? defaultJobOptions.timeLimitMs : command.milliseconds(limit),
    priority: command.number("priority", defaultJobOptions.priority),
    speculation: command.value("copies") !== "off",
    order: command.value("order") === "index" ? "index" : "completed",
    ...(command.has("once") ? { atMostOnce: true } : {}),
  };
}

function jobInWords({ phase, tasks, isSealed }: Job): string {
  const counts = `${tasks.pending} pending, ${tasks.leased} leased, ${tasks.done} done`;
  const failed = tasks.failed === 0 ? "" : `, ${tasks.failed} failed`;
  const notNeeded = tasks.notNeeded === 0 ? "" : `, ${tasks.notNeeded} not needed`;
  const skipped = tasks.skipped === 0 ? "" : `, ${tasks.skipped} skipped`;
  return `${phase}${isSealed ? "" : ", growing"}, ${counts}${failed}${skipped}${notNeeded}`;
}

function sessionInWords(session: Session): string {
  const traits = [
    ...(session.paused ? ["paused"] : []),
    ...(isAvailable(session) || session.paused ? [] : [session.presence]),
  ];
  const leases = Array.from(session.leases, leaseInWords);
  return [...traits, ...(leases.length === 0 ? ["without work"] : leases)].join(", ");
}

function leaseInWords(lease: Lease): string {
  const held = lease.indices.filter((task) => holds(lease, task));
  return `${lease.copy ? "copy" : "lease"} ${lease.id} (${taskRuns(held)})`;
}
