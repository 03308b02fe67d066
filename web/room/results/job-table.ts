import { ResultsTable } from "../../table/results-table.ts";
import type { TaskTable } from "../../table/table-query.ts";
import type { ReadableJob } from "./readable-job.ts";
import { resultInWords } from "./result-words.ts";

/** The job's tasks as rows for people. */
export function tableOf(job: ReadableJob): TaskTable {
  const { describer, inputs, results } = job;
  return new ResultsTable(results, {
    inputText: (task) => describer.describeInput(inputs.look(task)),
    resultText: (task) => resultInWords(job, task),
  });
}
