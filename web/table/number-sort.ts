import { RowIds } from "./row-ids.ts";
import { radixSortSteps } from "./radix-sort.ts";
import { rowsAStep } from "./queryable.ts";

/** The key of what is not there yet. */
export const absent = -1;

/** Sorts tasks by whole numbers from 0 to 2^32 - 1; those without one come last. Yields the share that is done. */
export function* numberSortSteps(
  tasks: Uint32Array,
  keyOf: (task: number) => number,
  isDescending: boolean,
): Generator<number, Uint32Array> {
  const keys = new Uint32Array(tasks.length);
  const line = new RowIds(tasks);
  for (let at = 0; at < tasks.length; at += 1) {
    const key = keyOf(tasks[at] ?? 0);
    if (key === absent) line.putLast(at);
    else line.put(at);
    keys[at] = isDescending ? ~key : key;
    if (at % rowsAStep === 0) yield (0.3 * at) / tasks.length;
  }
  const sorting = radixSortSteps(keys, line.present);
  let step = sorting.next();
  for (; step.done !== true; step = sorting.next()) yield 0.3 + 0.6 * step.value;
  const arranging = line.tasksOf(step.value);
  let last = arranging.next();
  for (; last.done !== true; last = arranging.next()) yield 0.9;
  return last.value;
}
