import { mergeSortSteps } from "./merge-sort.ts";
import { rowsAStep, textsAStep, type Queryable } from "./queryable.ts";
import { leadingNumberOf, sortKeyOf, type SortKey } from "./sort-key.ts";
import { shownStates, type TaskColumn, type TaskOrder } from "./table-query.ts";

const collator = new Intl.Collator(undefined, { numeric: true });

/** Share of the way that reading the keys is; sorting by them is the rest. */
const readingShare = 0.5;

/**
 * The tasks, given by index, in the wanted order. Equal ones stay as they were, and those that have nothing to be sorted by
 * yet come last in both directions. Yields the share that is done.
 */
export function* sortSteps(rows: Queryable, tasks: Uint32Array, order: TaskOrder): Generator<number, Uint32Array> {
  const count = tasks.length;
  const ranks = order.column === "volunteer" ? yield* nameRanks(rows, tasks) : new Map<number, number>();
  const keyOf = keyReader(rows, order.column, ranks);
  const keysAStep = order.column === "input" || order.column === "result" ? textsAStep : rowsAStep;
  const sign = order.direction === "descending" ? -1 : 1;
  // Tasks with a key from the front on, the others from the end on.
  const arranged = new Uint32Array(count);
  const places = new Uint32Array(count);
  const numbers = new Float64Array(count);
  const texts: string[] = [];
  let present = 0;
  for (let at = 0; at < count; at += 1) {
    if (at % keysAStep === 0) yield (readingShare * at) / count;
    const task = tasks[at] ?? 0;
    const key = keyOf(task);
    if (key === null) {
      arranged[count - 1 - (at - present)] = task;
      continue;
    }
    arranged[present] = task;
    places[present] = present;
    numbers[present] = sign * leadingNumberOf(key);
    if (typeof key === "string") putText(texts, present, key);
    present += 1;
  }
  arranged.subarray(present).reverse();
  const sorting = mergeSortSteps(
    { rows: places.subarray(0, present), keys: numbers.subarray(0, present) },
    (a, b) => sign * compareTexts(texts[a] ?? "", texts[b] ?? ""),
  );
  let step = sorting.next();
  for (; step.done !== true; step = sorting.next()) yield readingShare + (1 - readingShare) * step.value;
  const sorted = step.value;
  for (let at = 0; at < present; at += 1) {
    if (at % rowsAStep === 0) yield 1;
    sorted[at] = arranged[sorted[at] ?? 0] ?? 0;
  }
  arranged.set(sorted);
  return arranged;
}

/** Leaves no gap, since engines keep an array with large gaps as a map. */
function putText(texts: string[], place: number, text: string): void {
  while (texts.length < place) texts.push("");
  texts.push(text);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Reads what a task is sorted by in a column. */
function keyReader(rows: Queryable, column: TaskColumn, ranks: ReadonlyMap<number, number>): (task: number) => SortKey {
  switch (column) {
    case "index":
      return (task) => task;
    case "arrival":
      return (task) => rows.arrivals.of(task) || null;
    case "attempts":
      return (task) => rows.attempts(task);
    case "state":
      return (task) => shownStates.indexOf(rows.state(task));
    case "runtime":
      return (task) => (rows.isSettled(task) ? rows.runtimeMs(task) : null);
    case "volunteer":
      return (task) => ranks.get(rows.volunteer(task)) ?? null;
    case "input":
      return (task) => sortKeyOf(rows.inputText(task));
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
