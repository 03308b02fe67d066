import { isOver } from "../../core/scheduler/state.ts";
import type { JobKey, JobSummary } from "../../journal/journal.ts";
import type { TaskTable } from "../../table/table-query.ts";
import type { ReadableJob } from "../results/readable-job.ts";
import { tableOf } from "../results/job-table.ts";
import { meanRate, type JobView } from "../store.ts";
import { stuckIn } from "./stuck-on-record.ts";

/** A job that is over, or that another start of its room has left: to be looked at. */
export interface PastJob extends ReadableJob {
  readonly key: JobKey;
  readonly view: JobView;
  readonly table: TaskTable;
}

export function openPastJob(summary: JobSummary, read: ReadableJob): PastJob {
  const { definition, results } = read;
  const { room, job, phase, isSealed, sourceProblem, elapsedMs, problem, endedBy, endRule } = summary;
  return {
    ...read,
    key: { room, job },
    view: {
      id: job,
      key: { room, job },
      title: definition.title,
      request: definition,
      phase: isOver(summary) ? phase : "interrupted",
      lacks: [],
      problem: stuckIn(summary) === null ? problem : null,
      endedBy,
      endRule,
      ...results.counts,
      isSealed: isSealed || isOver(summary),
      takesInputs: false,
      isSealing: false,
      inputsKept: results.counts.total,
      inputsDue: results.counts.total,
      sourceProblem,
      stuck: stuckIn(summary),
      awaited: null,
      priority: definition.options.priority,
      elapsedMs,
      remainingMs: null,
      tasksPerSecond: meanRate(results.counts, elapsedMs),
    },
    table: tableOf(read),
  };
}
