import { openInputs } from "../../core/job/inputs.ts";
import { describerOf } from "../../core/job/describer.ts";
import { isOver } from "../../core/scheduler/state.ts";
import type { JobKey, JobSummary } from "../../journal/journal.ts";
import type { TaskTable } from "../../table/table-query.ts";
import type { ReadableJob } from "../results/results.ts";
import { tableOf } from "../results/job-table.ts";
import type { JobView } from "../store.ts";

/** A job that is over, or that another start of its room has left: to be looked at. */
export interface PastJob extends ReadableJob {
  readonly key: JobKey;
  readonly view: JobView;
  readonly table: TaskTable;
}

/** @throws RangeError where its inputs cannot be told. */
export function openPastJob(summary: JobSummary, read: ReadableJob): PastJob {
  const { definition, results } = read;
  const describer = describerOf(definition.view);
  const { room, job, phase, total, elapsedMs, problem } = summary;
  const { done, failed, pending } = results.tasks;
  const inputs = openInputs(definition.inputs);
  return {
    ...read,
    key: { room, job },
    view: {
      id: job,
      key: { room, job },
      title: definition.title,
      request: definition,
      phase: isOver(summary) ? phase : "interrupted",
      problem,
      total,
      done,
      failed,
      leased: 0,
      pending,
      priority: definition.options.priority,
      elapsedMs,
      remainingMs: null,
    },
    table: tableOf({ describer, inputs, results }, () => null),
  };
}
