import type { JobId } from "../core/ids.ts";
import { outcomes, type JobOptions } from "../core/job/job.ts";
import type { ValueColumn } from "../core/values/value-column.ts";
import type { FailedAttempt } from "../core/scheduler/task-failure.ts";
import { isOver, type JobPhase } from "../core/scheduler/state.ts";
import type { AcceptedResults, JournalEntry } from "../journal/journal.ts";

/** What is on record of one task. */
export type TaskEntry =
  | {
      readonly type: "done";
      readonly task: number;
      readonly values: ValueColumn;
      /** Where its value is among them. */
      readonly at: number;
      /** Executions begun. */
      readonly attempts: number;
      /** Whether the job is over with it. */
      readonly endsJob: boolean;
    }
  | {
      readonly type: "failed";
      readonly task: number;
      readonly history: readonly FailedAttempt[];
      readonly attempts: number;
    };

/** What is on record of one job, as read from the entries themselves and not by the room that wrote them. */
export interface RecordedJob {
  readonly id: JobId;
  total: number;
  isSealed: boolean;
  readonly options: JobOptions;
  /** The job's program: says which of the planned jobs it is. */
  readonly source: string;
  phase: JobPhase;
  /** The first task on record whose result ends the job; null where none does. */
  endedBy: number | null;
  readonly byTask: Map<number, TaskEntry>;
}

/** All that the journal has taken, in the order of its being taken. */
export class RecordBook {
  readonly jobs = new Map<JobId, RecordedJob>();
  /** Tasks that were recorded a second time. */
  readonly twice: { readonly job: number; readonly task: number }[] = [];

  /** Notes the entry and returns what it says of tasks. */
  note(entry: JournalEntry): readonly TaskEntry[] {
    switch (entry.type) {
      case "job-created": {
        const { job, total, isSealed, definition } = entry;
        const { options, program } = definition;
        const { source } = program;
        const fresh = { phase: "running", endedBy: null, byTask: new Map() } as const;
        this.jobs.set(job, { id: job, total, isSealed, options, source, ...fresh });
        return [];
      }
      case "job-changed": {
        const job = this.jobs.get(entry.job);
        if (job !== undefined) job.phase = entry.phase;
        return [];
      }
      case "tasks-added": {
        const job = this.jobs.get(entry.job);
        if (job !== undefined) job.total += entry.inputs.ends.length;
        return [];
      }
      case "job-sealed": {
        const job = this.jobs.get(entry.job);
        if (job !== undefined) job.isSealed = true;
        return [];
      }
      case "results-accepted":
        return this.#noteResults(entry.job, entry.results);
      case "room-changed":
      case "volunteer-known":
        return [];
    }
  }

  jobOfProgram(source: string): RecordedJob | null {
    for (const job of this.jobs.values()) if (job.source === source) return job;
    return null;
  }

  /** Whether everything of the job is on record that will ever be. */
  isWhole(source: string): boolean {
    const job = this.jobOfProgram(source);
    if (job === null) return false;
    const { phase, total, isSealed, byTask } = job;
    return (isOver({ phase }) && phase !== "done") || (isSealed && byTask.size >= total);
  }

  #noteResults(id: JobId, results: AcceptedResults): readonly TaskEntry[] {
    const job = this.jobs.get(id);
    if (job === undefined) throw new Error(`results of job ${id} are on record, and the job is not`);
    const entries = entriesOf(results);
    for (const entry of entries) {
      if (job.byTask.has(entry.task)) this.twice.push({ job: id, task: entry.task });
      job.byTask.set(entry.task, entry);
      if (entry.type === "done" && entry.endsJob) job.endedBy ??= entry.task;
    }
    return entries;
  }
}

function entriesOf({ block, positions, failures, attempts }: AcceptedResults): readonly TaskEntry[] {
  const entries: TaskEntry[] = [];
  for (const at of positions ?? block.indices.keys()) {
    const task = block.indices[at] ?? 0;
    const endsJob = block.outcomes[at] === outcomes.endsJob;
    entries.push({ type: "done", task, values: block.values, at, attempts: attempts[entries.length] ?? 0, endsJob });
  }
  for (const { task, history } of failures) {
    entries.push({ type: "failed", task, history: [...history], attempts: attempts[entries.length] ?? 0 });
  }
  return entries;
}
