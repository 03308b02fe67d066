import type { Unstamped } from "../../fact-queue.ts";
import { epoch, jobId, leaseId, parcelId, volunteerId } from "../../ids.ts";
import { defaultJobOptions, outcomes, type JobOptions, type Outcome, type ResultBlock } from "../../job/job.ts";
import { packAll } from "../../values/packed.ts";
import type { SchedulerEffect } from "../effects.ts";
import { isEquipped } from "../equipment.ts";
import type { SchedulerEvent } from "../events.ts";
import { handle } from "../scheduler.ts";
import { defaultSchedulerSettings, type SchedulerSettings } from "../settings.ts";
import { createScheduler, type Job, type Lease, type Scheduler, type Session } from "../state.ts";
import { violations } from "./invariants.ts";

/** An event as tests write it: the room knows what time it is. */
export type Fact = Unstamped<SchedulerEvent>;

type EffectOf<Type extends SchedulerEffect["type"]> = Extract<SchedulerEffect, { type: Type }>;

/** What one attempt brought, for a block. */
export interface Answer {
  readonly task: number;
  readonly outcome?: Outcome;
  readonly runtimeMs?: number;
}

function blockOf(answers: readonly Answer[]): ResultBlock {
  return {
    indices: Uint32Array.from(answers, (answer) => answer.task),
    outcomes: Uint8Array.from(answers, (answer) => answer.outcome ?? outcomes.value),
    runtimesMs: Float32Array.from(answers, (answer) => answer.runtimeMs ?? 10),
    values: { ends: Uint32Array.from(answers, (_, at) => at + 1), bytes: new Uint8Array(answers.length).fill(0xc0) },
  };
}

/** A scheduler with a clock, for tests: each fact is followed by a check of all invariants while jobs are small. */
export class Room {
  readonly scheduler: Scheduler;
  now = 1_000;
  /** Orders of the last fact. */
  effects: readonly SchedulerEffect[] = [];
  /** Orders of all facts. */
  readonly story: SchedulerEffect[] = [];
  /** Whether a test answers `load-inputs` itself. Else each is answered at once, as by a source that needs no time. */
  hasSlowInputs = false;
  /** Bytes of each input. */
  inputBytes = 0;
  #parcels = 0;

  constructor(settings: Partial<SchedulerSettings> = {}, startEpoch = 1) {
    this.scheduler = createScheduler(epoch(startEpoch), { ...defaultSchedulerSettings, ...settings });
  }

  tell(fact: Fact): readonly SchedulerEffect[] {
    this.effects = this.#withAnswers(this.#handle(fact));
    this.story.push(...this.effects);
    return this.effects;
  }

  #handle(fact: Fact): readonly SchedulerEffect[] {
    const effects = handle(this.scheduler, { ...fact, now: this.now });
    const broken = this.#isSmall() ? violations(this.scheduler) : [];
    for (const effect of effects) {
      if (effect.type !== "send-batch") continue;
      const granted = this.scheduler.leases.get(effect.lease);
      if (granted === undefined || isEquipped(granted.job, granted.session)) continue;
      broken.push(`[I14] lease ${effect.lease} went to a volunteer without what job ${granted.job.id} needs`);
    }
    if (broken.length > 0) throw new Error(`after ${fact.type}: ${broken.join("; ")}`);
    return effects;
  }

  /** The orders with those that follow from inputs that are there at once, in the order in which a shell carries them out. */
  #withAnswers(effects: readonly SchedulerEffect[]): readonly SchedulerEffect[] {
    if (this.hasSlowInputs) return effects;
    const carriedOut: SchedulerEffect[] = [];
    const waiting = [...effects];
    const loads: Extract<SchedulerEffect, { type: "load-inputs" }>[] = [];
    while (waiting.length > 0 || loads.length > 0) {
      for (const effect of waiting.splice(0)) {
        if (effect.type === "load-inputs") loads.push(effect);
        else carriedOut.push(effect);
      }
      const load = loads.shift();
      if (load === undefined) continue;
      const { length } = load.indices;
      waiting.push(
        ...this.#handle({ type: "inputs-ready", load: load.load, count: length, bytes: length * this.inputBytes }),
      );
    }
    return carriedOut;
  }

  /** The check goes through all tasks. */
  #isSmall(): boolean {
    return [...this.scheduler.jobs.values()].every((job) => job.tasks.total <= 1_000);
  }

  submit(
    id: number,
    total: number,
    options: Partial<JobOptions> = {},
    hasBlobs = false,
    needs: readonly string[] = [],
  ): readonly SchedulerEffect[] {
    return this.#submit(id, total, options, { hasBlobs, needs, isSealed: true });
  }

  /** A job to which tasks may be added. */
  submitGrowing(
    id: number,
    total: number,
    options: Partial<JobOptions> = {},
    hasBlobs = false,
  ): readonly SchedulerEffect[] {
    return this.#submit(id, total, options, { hasBlobs, isSealed: false });
  }

  #submit(
    id: number,
    total: number,
    options: Partial<JobOptions>,
    kind: { readonly hasBlobs: boolean; readonly needs?: readonly string[]; readonly isSealed: boolean },
  ): readonly SchedulerEffect[] {
    const all = { ...defaultJobOptions, ...options };
    return this.tell({ type: "job-submitted", job: jobId(id), total, options: all, ...kind });
  }

  /** A job of an earlier epoch, with nothing of it on record but its tasks. */
  restore(id: number, total: number, options: Partial<JobOptions> = {}, isSealed = true): readonly SchedulerEffect[] {
    const records = {
      indices: new Uint32Array(),
      volunteers: new Uint32Array(),
      runtimesMs: new Float32Array(),
      attempts: new Uint8Array(),
      failed: new Uint8Array(),
      endedBy: null,
      skipped: new Uint32Array(),
    };
    const all = { ...defaultJobOptions, ...options };
    return this.tell({ type: "job-restored", job: jobId(id), total, options: all, isSealed, paused: false, records });
  }

  equipped(by: number, job = 1): readonly SchedulerEffect[] {
    return this.tell({ type: "volunteer-equipped", volunteer: volunteerId(by), job: jobId(job) });
  }

  unequipped(by: number, job = 1, reason = "no such bytes"): readonly SchedulerEffect[] {
    return this.tell({ type: "volunteer-unequipped", volunteer: volunteerId(by), job: jobId(job), reason });
  }

  join(id: number, slots = 1, features: readonly string[] = []): readonly SchedulerEffect[] {
    return this.tell({ type: "volunteer-joined", volunteer: volunteerId(id), slots, features });
  }

  leave(id: number, departure: "goodbye" | "lost" | "dismissed" | "replaced" = "lost"): readonly SchedulerEffect[] {
    return this.tell({ type: "volunteer-left", volunteer: volunteerId(id), departure });
  }

  /** Results under a lease; `answers` may be task numbers, which means values. What they say to have taken has passed by then, and no alarm has rung, unless it is a lie. */
  answer(
    by: number,
    lease: number,
    answers: readonly (Answer | number)[],
    more: { offered?: boolean; epoch?: number; job?: number; busyMs?: number; isLie?: boolean } = {},
  ): readonly SchedulerEffect[] {
    this.#parcels += 1;
    const runtimesMs = answers.map((answer) => (typeof answer === "number" ? 10 : (answer.runtimeMs ?? 10)));
    const { grantedAt } = this.scheduler.leases.get(leaseId(lease)) ?? { grantedAt: 0 };
    if (more.isLie !== true) {
      this.now = Math.max(this.now, grantedAt + Math.max(more.busyMs ?? 10 * answers.length, ...runtimesMs));
    }
    return this.tell({
      type: "results-arrived",
      volunteer: volunteerId(by),
      job: jobId(more.job ?? 1),
      epoch: epoch(more.epoch ?? this.scheduler.epoch),
      lease: leaseId(lease),
      parcel: parcelId(this.#parcels),
      offered: more.offered ?? false,
      busyMs: more.busyMs ?? 10 * answers.length,
      slot: 0,
      beganMsAgo: more.busyMs ?? 10 * answers.length,
      block: blockOf(answers.map((answer) => (typeof answer === "number" ? { task: answer } : answer))),
    });
  }

  /** The task's `number`-th call under the lease. */
  call(
    by: number,
    lease: number,
    task: number,
    number: number,
    more: { epoch?: number; job?: number } = {},
  ): readonly SchedulerEffect[] {
    return this.tell({
      type: "task-called",
      volunteer: volunteerId(by),
      job: jobId(more.job ?? 1),
      epoch: epoch(more.epoch ?? this.scheduler.epoch),
      lease: leaseId(lease),
      task,
      call: number,
      received: number - 1,
      request: packAll(["a queue", "get"]),
    });
  }

  giveBack(by: number, lease: number, tasks: readonly number[], ofEpoch = 1): readonly SchedulerEffect[] {
    return this.tell({
      type: "tasks-returned",
      volunteer: volunteerId(by),
      epoch: epoch(ofEpoch),
      lease: leaseId(lease),
      indices: Uint32Array.from(tasks),
    });
  }

  heartbeat(by: number, leases: readonly number[] = [], ofEpoch = 1): readonly SchedulerEffect[] {
    const names = leases.map((lease) => ({ epoch: epoch(ofEpoch), lease: leaseId(lease) }));
    return this.tell({ type: "heartbeat-arrived", volunteer: volunteerId(by), leases: names });
  }

  limits(by: number, slots: number, paused: boolean): readonly SchedulerEffect[] {
    return this.tell({ type: "limits-changed", volunteer: volunteerId(by), slots, paused });
  }

  /** Lets time pass; the alarm rings whenever it is due. */
  pass(ms: number): SchedulerEffect[] {
    const until = this.now + ms;
    const rung: SchedulerEffect[] = [];
    for (;;) {
      const { alarmAt } = this.scheduler;
      if (alarmAt === null || alarmAt > until) break;
      this.now = Math.max(this.now, alarmAt);
      rung.push(...this.tell({ type: "alarm-rang" }));
    }
    this.now = until;
    return rung;
  }

  /** Answers every open commit, the first order first. */
  commitAll(): SchedulerEffect[] {
    const answered: SchedulerEffect[] = [];
    while (this.scheduler.commits.size > 0) {
      for (const commit of this.scheduler.commits.keys())
        answered.push(...this.tell({ type: "results-committed", commit }));
    }
    return answered;
  }

  job(id = 1): Job {
    const job = this.scheduler.jobs.get(jobId(id));
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  }

  session(id: number): Session {
    const session = this.scheduler.sessions.get(volunteerId(id));
    if (session === undefined) throw new Error(`no volunteer ${id}`);
    return session;
  }

  /** Live leases of one volunteer, oldest first. */
  leases(id: number): Lease[] {
    return [...this.session(id).leases];
  }

  /** The only lease, or the oldest, of one volunteer. */
  lease(id: number): Lease {
    const [first] = this.leases(id);
    if (first === undefined) throw new Error(`volunteer ${id} has no lease`);
    return first;
  }

  /** Orders of that kind that the last fact led to. */
  orders<Type extends SchedulerEffect["type"]>(type: Type): EffectOf<Type>[] {
    return ordersIn(this.effects, type);
  }

  counts(id = 1): { pending: number; leased: number; done: number; failed: number } {
    const { pending, leased, done, failed } = this.job(id).tasks;
    return { pending, leased, done, failed };
  }
}

/** The whole lease answered, each task after `runtimeMs`. */
export function taking(lease: Lease, runtimeMs: number): Answer[] {
  return Array.from(lease.indices, (task) => ({ task, runtimeMs }));
}

export function ordersIn<Type extends SchedulerEffect["type"]>(
  effects: readonly SchedulerEffect[],
  type: Type,
): EffectOf<Type>[] {
  const isWanted = (effect: SchedulerEffect): effect is EffectOf<Type> => effect.type === type;
  return effects.filter(isWanted);
}
