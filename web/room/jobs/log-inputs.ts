import type { InputSource } from "../../core/job/input-source.ts";
import { skippedWords } from "../../core/job/skipped-input.ts";
import type { Describer } from "../../core/job/describer.ts";
import type { LogBook } from "../../words/log-book.ts";

/** The first inputs of a job, which the log names one by one. */
const inputsLogged = 100;

/** Names the inputs from `from` on, as far as they are among the first, and counts the others. `job`: its number, where several are open. */
export function logInputs(
  log: LogBook,
  describer: Describer,
  inputs: InputSource,
  { job, from, skipped }: { readonly job: number | null; readonly from: number; readonly skipped: Uint32Array },
): void {
  const { total } = inputs;
  for (let task = from; task < Math.min(total, inputsLogged); task += 1) {
    if (skipped.includes(task)) continue;
    log.write("task", { key: "task-put", job, input: inputInWords(describer, inputs, task) });
  }
  const [first] = skipped;
  if (first !== undefined) {
    const { reason } = skippedWords(inputs.look(first));
    log.write("trouble", { key: "inputs-skipped", job, count: skipped.length, task: first, reason });
  }
  // Of a job that grows only the beginning is told: it may grow many times a second.
  if (from === 0 && total > inputsLogged) log.write("task", { key: "tasks-put", job, count: total - inputsLogged });
}

/** By its task where it cannot be read: what is wrong with it is said where it is needed. */
function inputInWords(describer: Describer, inputs: InputSource, task: number): string {
  try {
    return describer.describeInput(inputs.look(task));
  } catch {
    return `task ${task}`;
  }
}
