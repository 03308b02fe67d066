import { epoch, jobId, parcelId, volunteerId } from "../../core/ids.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import type { SchedulerEffect } from "../../core/scheduler/effects.ts";
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

/** A whole job, event by event, with volunteers that answer at once in the order of their batches. */
export function measureCost(tasks: number, volunteers: number, clock: () => number): Cost {
  const scheduler = createScheduler(epoch(1), defaultSchedulerSettings);
  const job = jobId(1);
  const options = { ...defaultJobOptions, batchSize: 100 };
  const batches: Batch[] = [];
  let read = 0;
  let events = 0;
  let now = 0;
  const tell = (event: Parameters<typeof handle>[1]): void => {
    events += 1;
    for (const effect of handle(scheduler, event)) {
      if (effect.type === "send-batch") batches.push(effect);
      else if (effect.type === "commit-results") tell({ type: "results-committed", commit: effect.commit, now });
    }
  };
  const from = clock();
  tell({ type: "job-submitted", job, total: tasks, options, now });
  for (let id = 1; id <= volunteers; id += 1) {
    tell({ type: "volunteer-joined", volunteer: volunteerId(id), slots: 4, now });
  }
  for (let batch = batches[read]; batch !== undefined; batch = batches[read]) {
    read += 1;
    if (read > 10_000) {
      batches.splice(0, read);
      read = 0;
    }
    now += 0.1;
    const { length } = batch.indices;
    const values = { ends: Uint32Array.from({ length }, (_, at) => at + 1), bytes: new Uint8Array(length) };
    const block = {
      indices: batch.indices,
      outcomes: new Uint8Array(length),
      runtimesMs: new Float32Array(length),
      values,
    };
    const name = { volunteer: batch.volunteer, job, epoch: epoch(1), lease: batch.lease, parcel: parcelId(1) };
    tell({ type: "results-arrived", ...name, offered: false, busyMs: length, block, now });
  }
  return { events, ms: clock() - from, scheduler };
}
