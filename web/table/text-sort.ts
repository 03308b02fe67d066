import { RowIds } from "./row-ids.ts";
import { mergeSortSteps } from "./merge-sort.ts";
import { radixSortSteps } from "./radix-sort.ts";
import { rowsAStep, textsAStep } from "./queryable.ts";
import { TextKeys } from "./text-keys.ts";

/** Sorts tasks by their texts, as `TextKeys` has it; those without one come last. Yields the share that is done. */
export function* textSortSteps(
  tasks: Uint32Array,
  textOf: (task: number) => string,
  isDescending: boolean,
): Generator<number, Uint32Array> {
  const keys = new TextKeys(tasks.length, isDescending);
  const line = new RowIds(tasks);
  for (let at = 0; at < tasks.length; at += 1) {
    const text = textOf(tasks[at] ?? 0);
    if (text === "") {
      line.putLast(at);
    } else {
      line.put(at);
      keys.set(at, text);
    }
    if (at % textsAStep === 0) yield (0.7 * at) / tasks.length;
  }
  let order = line.present;
  for (const words of [keys.low, keys.high]) {
    const sorting = radixSortSteps(words, order);
    let step = sorting.next();
    for (; step.done !== true; step = sorting.next()) yield (words === keys.low ? 0.7 : 0.8) + 0.1 * step.value;
    order = step.value;
  }
  yield* tieSteps(keys, order);
  const arranging = line.tasksOf(order);
  let last = arranging.next();
  for (; last.done !== true; last = arranging.next()) yield 1;
  return last.value;
}

/** Sorts those whose first eight bytes are the same by what follows. */
function* tieSteps(keys: TextKeys, order: Uint32Array): Generator<number, void> {
  const { high, low } = keys;
  const compare = (a: number, b: number): number => keys.compareRests(a, b);
  let start = 0;
  for (let at = 1; at <= order.length; at += 1) {
    if (at % rowsAStep === 0) yield 0.9 + (0.1 * at) / order.length;
    const first = order[start] ?? 0;
    const next = order[at];
    if (next !== undefined && high[next] === high[first] && low[next] === low[first]) continue;
    if (at - start > 1) {
      for (const _ of mergeSortSteps(order.subarray(start, at), compare)) yield 0.9 + (0.1 * start) / order.length;
    }
    start = at;
  }
}
