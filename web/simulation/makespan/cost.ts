import { epoch, jobId, parcelId, volunteerId } from "../../core/ids.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
import type { SchedulerEvent } from "../../core/scheduler/events.ts";
import { handle } from "../../core/scheduler/scheduler.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler, type Scheduler } from "../../core/scheduler/state.ts";

interface Cost {
  readonly events: number;
  readonly ms: number;
  /** Held while measured, so that its memory can be read. */
  readonly scheduler: Scheduler;
}

type Batch = Extract<SchedulerEffect, { type: "send-batch" }>;

const slotsEach = 4;
const batchTasks = 100;

/**
 * A whole job of tasks of 1 ms, event by event: every slot answers a batch every 100 ms, all in turn, and keeps what it is
 * asked for.
 */
export function measureCost(tasks: number, volunteers: number, clock: () => number): Cost {
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const job = jobId(1);
  const options = { ...defaultJobOptions, batchSize: batchTasks };
  const batches: Batch[] = [];
  let read = 0;
  let events = 0;
  let now = 0;
  const stepMs = batchTasks / (slotsEach * volunteers);
  const facts: SchedulerEvent[] = [];
  const carryOut = (effect: SchedulerEffect): void => {
    if (effect.type === "send-batch") batches.push(effect);
    else if (effect.type === "load-inputs") {
      const { length: count } = effect.indices;
      facts.push({ type: "inputs-ready", load: effect.load, count, bytes: count, now });
    } else if (effect.type === "commit-results") {
      facts.push({ type: "results-committed", commit: effect.commit, now });
    } else if (effect.type === "send-recall") {
      const name = { volunteer: effect.volunteer, epoch: epoch(1), lease: effect.lease };
      facts.push({ type: "tasks-returned", ...name, indices: new Uint32Array(), now });
    }
  };
  const tell = (event: SchedulerEvent): void => {
    facts.push(event);
    for (let next = facts.shift(); next !== undefined; next = facts.shift()) {
      events += 1;
      handle(scheduler, next).forEach(carryOut);
    }
  };
  const from = clock();
  tell({ type: "job-submitted", job, total: tasks, options, isSealed: true, now });
  for (let id = 1; id <= volunteers; id += 1) {
    tell({ type: "volunteer-joined", volunteer: volunteerId(id), slots: slotsEach, now });
  }
  for (let batch = batches[read]; batch !== undefined; batch = batches[read]) {
    read += 1;
    if (read > 10_000) {
      batches.splice(0, read);
      read = 0;
    }
    now += stepMs;
    const { length } = batch.indices;
    const values = { ends: Uint32Array.from({ length }, (_, at) => at + 1), bytes: new Uint8Array(length) };
    const block = {
      indices: batch.indices,
      outcomes: new Uint8Array(length),
      runtimesMs: new Float32Array(length).fill(1),
      values,
    };
    const name = { volunteer: batch.volunteer, job, epoch: epoch(1), lease: batch.lease, parcel: parcelId(1) };
    tell({ type: "results-arrived", ...name, offered: false, busyMs: length, slot: 0, beganMsAgo: length, block, now });
  }
  return { events, ms: clock() - from, scheduler };
}
