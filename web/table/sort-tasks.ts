import { inputInWords, rowsAStep, textsAStep, type Queryable } from "./queryable.ts";
import { orderSteps } from "./order-by-keys.ts";
import { SortKeys, sortKeyOf, type SortKey } from "./sort-keys.ts";
import { shownStates } from "./table-query.ts";
import type { SortedOrder } from "./tasks-in-order.ts";

const collator = new Intl.Collator(undefined, { numeric: true });

/** Share of the way that reading the keys is; sorting by them is the rest. */
const readingShare = 0.5;

/**
 * The tasks, given by index, in the wanted order. Equal ones stay as they were, and those that have nothing to be sorted by
 * yet come last in both directions. Yields the share that is done.
 */
export function* sortSteps(
  rows: Queryable,
  tasks: Uint32Array,
  order: SortedOrder,
): Generator<number | Promise<unknown>, Uint32Array> {
  const count = tasks.length;
  const ranks = order.column === "volunteer" ? yield* nameRanks(rows, tasks) : new Map<number, number>();
  const keyOf = keyReader(rows, order.column, ranks);
  const keysAStep = order.column === "input" || order.column === "result" ? textsAStep : rowsAStep;
  const keys = new SortKeys(count, order.direction === "descending");
  const sorted = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    if (at % keysAStep === 0) yield (readingShare * at) / count;
    const brought = order.column === "input" ? rows.bringInput(tasks[at] ?? 0) : null;
    if (brought !== null) yield brought;
    keys.add(keyOf(tasks[at] ?? 0));
    sorted[at] = at;
  }
  for (const done of orderSteps(keys, sorted)) yield readingShare + ((1 - readingShare) * done) / count;
  for (let at = 0; at < count; at += 1) {
    if (at % rowsAStep === 0) yield 1;
    sorted[at] = tasks[sorted[at] ?? 0] ?? 0;
  }
  return sorted;
}

/** Reads what a task is sorted by in a column. */
function keyReader(
  rows: Queryable,
  column: SortedOrder["column"],
  ranks: ReadonlyMap<number, number>,
): (task: number) => SortKey {
  switch (column) {
    case "attempts":
      return (task) => rows.attempts(task);
    case "state":
      return (task) => shownStates.indexOf(rows.state(task));
    case "runtime":
      return (task) => (rows.isSettled(task) ? rows.runtimeMs(task) : null);
    case "volunteer":
      return (task) => ranks.get(rows.volunteer(task)) ?? null;
    case "input":
      return (task) => sortKeyOf(inputInWords(rows.inputText(task)));
    case "result":
      return (task) => sortKeyOf(rows.resultText(task));
  }
}

/** The place of each volunteer's name among all names; the same for the same name. */
function* nameRanks(rows: Queryable, tasks: Uint32Array): Generator<number, Map<number, number>> {
  const names = new Map<number, string>();
  for (let at = 0; at < tasks.length; at += 1) {
    const volunteer = rows.volunteer(tasks[at] ?? 0);
    if (volunteer !== 0 && !names.has(volunteer)) names.set(volunteer, rows.nameOf(volunteer));
    if (at % rowsAStep === 0) yield 0;
  }
  const sorted = [...new Set(names.values())].toSorted((a, b) => collator.compare(a, b));
  const places = new Map(sorted.map((name, place) => [name, place]));
  return new Map([...names].map(([volunteer, name]) => [volunteer, places.get(name) ?? 0]));
}
