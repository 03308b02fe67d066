import type { JobId } from "../core/ids.ts";
import type { JobOptions } from "../core/job/job.ts";
import type { SchedulerEffect } from "../core/scheduler/effects.ts";
import type { JobRecords } from "../core/scheduler/events.ts";
import type { FailedAttempt } from "../core/scheduler/task-failure.ts";
import { encodedAt } from "../core/values/value-column.ts";

export type CommitOrder = Extract<SchedulerEffect, { type: "commit-results" }>;

/** What is on record of one task. */
export type Entry =
  | {
      readonly type: "done";
      readonly task: number;
      readonly volunteer: number;
      readonly runtimeMs: number;
      readonly value: Uint8Array;
      /** Executions begun. */
      readonly attempts: number;
    }
  | {
      readonly type: "failed";
      readonly task: number;
      readonly volunteer: number;
      readonly history: readonly FailedAttempt[];
      readonly attempts: number;
    };

export interface JournaledJob {
  readonly id: JobId;
  readonly total: number;
  readonly options: JobOptions;
  isPaused: boolean;
  isCancelled: boolean;
  isStopped: boolean;
  /** In the order of their arrival. */
  readonly entries: Entry[];
  readonly byTask: Map<number, Entry>;
}

/** What survives a coordinator: one database for all that ever start. Whoever has not the newest epoch is refused. */
export class Journal {
  epoch = 0;
  readonly jobs = new Map<JobId, JournaledJob>();
  /** Tasks that were recorded a second time: a broken promise. */
  readonly twice: { job: number; task: number }[] = [];

  begin(): number {
    this.epoch += 1;
    return this.epoch;
  }

  /** Tells whether the job's stop is on record; false for a writer that has been superseded. */
  stop(epoch: number, job: JobId): boolean {
    const journaled = this.jobs.get(job);
    if (epoch !== this.epoch || journaled === undefined) return false;
    journaled.isStopped = true;
    return true;
  }

  /** Tells whether it is on record; false for a writer that has been superseded. */
  write(epoch: number, job: JobId, entries: readonly Entry[]): boolean {
    if (epoch !== this.epoch) return false;
    const journaled = this.jobs.get(job);
    if (journaled === undefined) throw new Error(`job ${job} is not in the journal`);
    for (const entry of entries) {
      if (journaled.byTask.has(entry.task)) this.twice.push({ job, task: entry.task });
      journaled.entries.push(entry);
      journaled.byTask.set(entry.task, entry);
    }
    return true;
  }
}

/** What a commit puts on record, when it is ordered. */
export function entriesOf({ volunteer, block, positions, failures, attempts }: CommitOrder): Entry[] {
  const entries: Entry[] = [];
  for (const at of positions ?? block.indices.keys()) {
    const [task = 0, runtimeMs = 0] = [block.indices[at], block.runtimesMs[at]];
    const value = encodedAt(block.values, at);
    entries.push({ type: "done", task, volunteer, runtimeMs, value, attempts: attempts[entries.length] ?? 0 });
  }
  for (const { task, history } of failures) {
    const begun = attempts[entries.length] ?? 0;
    entries.push({ type: "failed", task, volunteer, history: [...history], attempts: begun });
  }
  return entries;
}

/** What is on record of a job, as the next start of a coordinator reads it. */
export function recordsOf({ entries }: JournaledJob): JobRecords {
  return {
    indices: Uint32Array.from(entries, (entry) => entry.task),
    volunteers: Uint32Array.from(entries, (entry) => entry.volunteer),
    runtimesMs: Float32Array.from(entries, (entry) => (entry.type === "done" ? entry.runtimeMs : 0)),
    attempts: Uint8Array.from(entries, (entry) => entry.attempts),
    failed: Uint8Array.from(entries, (entry) => Number(entry.type === "failed")),
  };
}
