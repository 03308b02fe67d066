import { FactQueue, type Unstamped } from "../../core/fact-queue.ts";
import { epoch, jobId, parcelId, volunteerId, type LeaseId, type VolunteerId } from "../../core/ids.ts";
import { defaultJobOptions, type ResultBlock } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { MinHeap } from "../../core/min-heap.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings, type SchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler, type Scheduler } from "../../core/scheduler/state.ts";
import type { Crowd, Helper } from "./crowd.ts";

interface HeldBatch {
  readonly lease: LeaseId;
  readonly indices: Uint32Array;
  next: number;
  end: number;
  /** Whether a slot computes it. */
  isTaken: boolean;
  unsaid: { task: number; runtimeMs: number }[];
  flushedAt: number;
}

/** A volunteer: its slots compute batches in order, flush, and give back what they have not started. */
interface Worker {
  readonly id: VolunteerId;
  readonly helper: Helper;
  readonly batches: HeldBatch[];
  running: number;
  isGone: boolean;
}

const flushMs = 200;
const one = jobId(1);
const epochOne = epoch(1);
const firstParcel = parcelId(1);

export interface Run {
  readonly makespanMs: number;
  readonly events: number;
  readonly batches: number;
  readonly copies: number;
}

function blockOf(answers: HeldBatch["unsaid"]): ResultBlock {
  return {
    indices: Uint32Array.from(answers, (answer) => answer.task),
    outcomes: new Uint8Array(answers.length),
    runtimesMs: Float32Array.from(answers, (answer) => answer.runtimeMs),
    values: { ends: Uint32Array.from(answers, (_, at) => at + 1), bytes: new Uint8Array(answers.length) },
  };
}

/** The scheduler as it is, with volunteers that are honest and a network that takes `latencyMs` each way. */
export class OwnRun {
  readonly #scheduler: Scheduler;
  readonly #happenings = new MinHeap<() => void>();
  readonly #workers = new Map<VolunteerId, Worker>();
  readonly #crowd: Crowd;
  readonly #latencyMs: number;
  readonly #note: (event: SchedulerEvent) => void;
  readonly #facts = new FactQueue<Unstamped<SchedulerEvent>>((fact) => this.#deal(fact));
  #now = 0;
  #events = 0;
  #batches = 0;
  #copies = 0;
  #endedAt: number | null = null;
  #alarm = 0;

  /** `note` sees each event before the scheduler does. */
  constructor(
    crowd: Crowd,
    latencyMs: number,
    note: (event: SchedulerEvent) => void = () => {},
    settings: SchedulerSettings = defaultSchedulerSettings,
  ) {
    this.#scheduler = createScheduler(epochOne, settings);
    this.#crowd = crowd;
    this.#latencyMs = latencyMs;
    this.#note = note;
  }

  run(): Run {
    this.#facts.submitFact({
      type: "job-submitted",
      job: one,
      total: this.#crowd.workMs.length,
      options: defaultJobOptions,
      isSealed: true,
    });
    this.#crowd.helpers.forEach((helper, at) => {
      const id = volunteerId(at + 1);
      this.#happenings.push(helper.from, () => this.#come(id, helper));
      this.#happenings.push(helper.until, () => this.#leave(id));
    });
    for (
      let next = this.#happenings.pop();
      next !== undefined && this.#endedAt === null;
      next = this.#happenings.pop()
    ) {
      this.#now = next.key;
      next.value();
    }
    const makespanMs = this.#endedAt ?? Number.NaN;
    return { makespanMs, events: this.#events, batches: this.#batches, copies: this.#copies };
  }

  #after(ms: number, act: () => void): void {
    this.#happenings.push(this.#now + ms, act);
  }

  #come(id: VolunteerId, helper: Helper): void {
    const worker: Worker = { id, helper, batches: [], running: 0, isGone: false };
    this.#workers.set(id, worker);
    this.#facts.submitFact({ type: "volunteer-joined", volunteer: id, slots: helper.slots });
    this.#beat(worker);
  }

  #beat(worker: Worker): void {
    this.#after(defaultSchedulerSettings.heartbeatMs, () => {
      if (worker.isGone) return;
      const leases = worker.batches.map(({ lease }) => ({ epoch: epochOne, lease }));
      this.#facts.submitFact({ type: "heartbeat-arrived", volunteer: worker.id, leases });
      this.#beat(worker);
    });
  }

  #leave(id: VolunteerId): void {
    const worker = this.#workers.get(id);
    if (worker === undefined) return;
    worker.isGone = true;
    this.#workers.delete(id);
    this.#after(this.#latencyMs, () =>
      this.#facts.submitFact({ type: "volunteer-left", volunteer: id, departure: "goodbye" }),
    );
  }

  /** Gives free slots the next batches. */
  #compute(worker: Worker): void {
    for (const batch of worker.batches) {
      if (worker.running === worker.helper.slots || worker.isGone) return;
      if (batch.isTaken) continue;
      batch.isTaken = true;
      worker.running += 1;
      this.#computeBatch(worker, batch);
    }
  }

  #computeBatch(worker: Worker, batch: HeldBatch): void {
    if (batch.next >= batch.end) {
      worker.batches.splice(worker.batches.indexOf(batch), 1);
      worker.running -= 1;
      this.#compute(worker);
      return;
    }
    const task = batch.indices[batch.next] ?? 0;
    batch.next += 1;
    const runtimeMs = (this.#crowd.workMs[task] ?? 0) / worker.helper.speed;
    this.#after(runtimeMs, () => {
      if (worker.isGone) return;
      batch.unsaid.push({ task, runtimeMs });
      if (batch.next >= batch.end || this.#now - batch.flushedAt >= flushMs) this.#flush(worker, batch);
      this.#computeBatch(worker, batch);
    });
  }

  #flush(worker: Worker, batch: HeldBatch): void {
    const answers = batch.unsaid;
    batch.unsaid = [];
    batch.flushedAt = this.#now;
    let busyMs = 0;
    for (const { runtimeMs } of answers) busyMs += runtimeMs;
    const name = { volunteer: worker.id, job: one, epoch: epochOne, lease: batch.lease, parcel: firstParcel };
    this.#after(this.#latencyMs, () =>
      this.#facts.submitFact({
        type: "results-arrived",
        ...name,
        offered: false,
        busyMs,
        slot: 0,
        beganMsAgo: busyMs + this.#latencyMs,
        block: blockOf(answers),
      }),
    );
  }

  #deal(fact: Unstamped<SchedulerEvent>): void {
    this.#events += 1;
    const event = { ...fact, now: this.#now };
    this.#note(event);
    for (const effect of handle(this.#scheduler, event)) this.#carryOut(effect);
  }

  #carryOut(effect: SchedulerEffect): void {
    switch (effect.type) {
      case "load-inputs": {
        const { load, indices } = effect;
        this.#facts.submitFact({ type: "inputs-ready", load, count: indices.length, bytes: 8 * indices.length });
        return;
      }
      case "send-batch": {
        this.#batches += 1;
        const { lease, indices } = effect;
        const worker = this.#workers.get(effect.volunteer);
        this.#after(this.#latencyMs, () => {
          if (worker === undefined || worker.isGone) return;
          const held = { isTaken: false, unsaid: [], flushedAt: this.#now };
          worker.batches.push({ lease, indices, next: 0, end: indices.length, ...held });
          this.#compute(worker);
        });
        return;
      }
      case "send-recall":
        this.#after(this.#latencyMs, () => this.#giveBack(effect.volunteer, effect.lease, effect.count));
        return;
      case "commit-results":
        this.#facts.submitFact({ type: "results-committed", commit: effect.commit });
        return;
      case "set-alarm":
        this.#setAlarm(effect.at);
        return;
      case "job-ended":
      case "job-ended-early":
      case "job-stopped":
        this.#endedAt = this.#now;
        return;
      case "drop-inputs":
      case "want-tasks":
      case "job-stuck":
      case "job-waits":
      case "job-dropped":
        return;
      case "explain":
        if (effect.explanation.type === "copied") this.#copies += 1;
        return;
      case "send-job":
      case "send-close-job":
      case "acknowledge":
      case "dismiss":
      case "give-up-link":
      case "pass-call":
      case "fence-call":
      case "end-caller":
        return;
    }
  }

  #giveBack(id: VolunteerId, lease: LeaseId, most: number): void {
    const worker = this.#workers.get(id);
    const batch = worker?.batches.find((held) => held.lease === lease);
    const from = batch === undefined ? 0 : Math.max(batch.next, batch.end - most);
    const indices = batch === undefined ? new Uint32Array() : batch.indices.slice(from, batch.end);
    if (batch !== undefined) batch.end = from;
    const name = { volunteer: id, epoch: epochOne, lease };
    for (const running of worker?.batches ?? []) {
      if (worker !== undefined && running.unsaid.length > 0) this.#flush(worker, running);
    }
    this.#after(this.#latencyMs, () => this.#facts.submitFact({ type: "tasks-returned", ...name, indices }));
  }

  #setAlarm(at: number | null): void {
    this.#alarm += 1;
    const mine = this.#alarm;
    if (at === null) return;
    this.#happenings.push(Math.max(this.#now, at), () => {
      if (this.#alarm === mine) this.#facts.submitFact({ type: "alarm-rang" });
    });
  }
}
