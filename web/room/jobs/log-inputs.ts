import type { InputSource } from "../../core/job/inputs.ts";
import type { Describer } from "../../core/job/describer.ts";
import type { LogBook } from "../../words/log-book.ts";

/** Inputs that the log names one by one when a job starts. */
const inputsLogged = 100;

/** `job`: the number of the job, where several are open. */
export function logInputs(log: LogBook, describer: Describer, inputs: InputSource, job: number | null): void {
  const { total } = inputs;
  for (let task = 0; task < Math.min(total, inputsLogged); task += 1) {
    log.write("task", { key: "task-put", job, input: describer.describeInput(inputs.look(task)) });
  }
  if (total > inputsLogged) log.write("task", { key: "tasks-put", job, count: total - inputsLogged });
}
