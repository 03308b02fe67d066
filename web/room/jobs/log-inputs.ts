import type { InputSource } from "../../core/job/inputs.ts";
import type { Describer } from "../../core/job/describer.ts";
import type { LogBook } from "../../words/log-book.ts";

/** Inputs that the log names one by one when a job starts. */
const inputsLogged = 100;

export function logInputs(log: LogBook, describer: Describer, inputs: InputSource): void {
  const { total } = inputs;
  for (let task = 0; task < Math.min(total, inputsLogged); task += 1) {
    log.write("task", { key: "task-put", input: describer.describeInput(inputs.look(task)) });
  }
  if (total > inputsLogged) log.write("task", { key: "tasks-put", count: total - inputsLogged });
}
