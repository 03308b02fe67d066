import { messageOf } from "../../core/message-of.ts";
import { unread } from "../../core/values/glance.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import { ResultsTable } from "../../table/results-table.ts";
import type { TaskTable } from "../../table/table-query.ts";
import type { ReadableJob } from "./readable-job.ts";
import { resultInWords, skippedAt } from "./result-words.ts";

/** The job's tasks as rows for people. */
export function tableOf(job: ReadableJob): TaskTable {
  const { describer, inputs, results } = job;
  return new ResultsTable(results, {
    inputText: (task) => {
      if (results.state(task) === "skipped") return skippedAt(inputs, task)?.text ?? null;
      try {
        const input = inputs.look(task);
        return input === unread ? null : describer.describeInput(input);
      } catch (error) {
        return { unreadable: cutWords(`unreadable: ${messageOf(error)}`) };
      }
    },
    bringInput: (task) => inputs.bring?.(task) ?? null,
    resultText: (task) => resultInWords(job, task),
  });
}
