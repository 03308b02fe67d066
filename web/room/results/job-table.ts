import type { VolunteerId } from "../../core/ids.ts";
import { ResultsTable } from "../../table/results-table.ts";
import type { TaskTable } from "../../table/table-query.ts";
import { resultInWords, type DescribedJob } from "./result-words.ts";

/** The job's tasks as rows for people. `holderOf`: the volunteer that a leased task is with; null where it is with none. */
export function tableOf(job: DescribedJob, holderOf: (task: number) => VolunteerId | null): TaskTable {
  const { describer, inputs, results } = job;
  return new ResultsTable({
    tasks: results.tasks,
    record: results.settlements,
    holderOf,
    nameOf: (volunteer) => results.nameOf(volunteer),
    describeInput: (task) => describer.describeInput(inputs.look(task)),
    resultText: (task) => resultInWords(job, task),
  });
}
