import { openInputs } from "../../core/job/inputs.ts";
import { isOver } from "../../core/scheduler/state.ts";
import type { JobKey, JobSummary } from "../../journal/journal.ts";
import { findWorkload } from "../../workloads/catalogue.ts";
import type { ExportedJob } from "../results/export-lines.ts";
import type { JobRecord } from "../results/job-results.ts";
import type { JobView } from "../store.ts";
import type { TaskTable } from "../../table/table-query.ts";
import { ResultsTable } from "../../table/results-table.ts";
import { resultInWords } from "../results/result-words.ts";

/** A job that is over, or that another start of its room has left: to be looked at. */
export interface PastJob {
  readonly key: JobKey;
  readonly view: JobView;
  readonly table: TaskTable;
  readonly record: JobRecord;
}

/** @throws RangeError where its workload does not ship with this Tabpool any more, or its inputs cannot be told. */
export function openPastJob(summary: JobSummary, read: ExportedJob): PastJob {
  const { definition, record, tasks, nameOf } = read;
  const workload = findWorkload(definition.workload);
  if (workload === undefined) throw new RangeError(`workload ${definition.workload} is none that this page knows`);
  const { room, job, phase, total, elapsedMs, problem } = summary;
  const { done, failed, pending } = tasks;
  const inputs = openInputs(definition.inputs);
  return {
    key: { room, job },
    view: {
      id: job,
      workload: workload.id,
      request: definition,
      phase: isOver(summary) ? phase : "interrupted",
      problem,
      total,
      done,
      failed,
      leased: 0,
      pending,
      elapsedMs,
      remainingMs: null,
    },
    record,
    table: new ResultsTable({
      tasks,
      record,
      holderOf: () => null,
      nameOf,
      describeInput: (task) => workload.describeInput(inputs.look(task)),
      resultText: (task) => resultInWords({ workload, inputs, record }, task),
    }),
  };
}
