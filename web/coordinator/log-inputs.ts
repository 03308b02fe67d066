import type { InputSource } from "../core/job/inputs.ts";
import type { LogBook } from "../ui/log-book.ts";
import type { Workload } from "../workloads/workload.ts";

/** Inputs that the log names one by one when a job starts. */
const inputsLogged = 100;

export function logInputs(log: LogBook, workload: Workload, inputs: InputSource): void {
  const { total } = inputs;
  for (let task = 0; task < Math.min(total, inputsLogged); task += 1) {
    log.write("task", `Put task ${workload.describeInput(inputs.at(task))}...`);
  }
  if (total > inputsLogged) log.write("task", `Put ${total - inputsLogged} further tasks...`);
}
