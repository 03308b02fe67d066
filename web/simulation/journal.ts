import type { JobId } from "../core/ids.ts";
import type { JobOptions } from "../core/job/job.ts";
import type { FailedAttempt } from "../core/scheduler/effects.ts";

/** What is on record of one task. */
export type Entry =
  | {
      readonly type: "done";
      readonly task: number;
      readonly volunteer: number;
      readonly runtimeMs: number;
      readonly value: Uint8Array;
    }
  | {
      readonly type: "failed";
      readonly task: number;
      readonly volunteer: number;
      readonly history: readonly FailedAttempt[];
    };

export interface JournaledJob {
  readonly id: JobId;
  readonly total: number;
  readonly options: JobOptions;
  isPaused: boolean;
  isCancelled: boolean;
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
