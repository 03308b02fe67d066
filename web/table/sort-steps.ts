import { shownStates, type TaskColumn, type TaskOrder } from "./table-query.ts";
import { absent, numberSortSteps } from "./number-sort.ts";
import { rowsAStep, type Queryable } from "./queryable.ts";
import { textSortSteps } from "./text-sort.ts";

const collator = new Intl.Collator(undefined, { numeric: true });

/** The tasks, given by index, in the wanted order; equal ones stay as they were. Yields the share that is done. */
export function* sortSteps(facts: Queryable, tasks: Uint32Array, order: TaskOrder): Generator<number, Uint32Array> {
  const { column } = order;
  const isDescending = order.direction === "descending";
  if (column === "input") return yield* textSortSteps(tasks, (task) => facts.inputText(task), isDescending);
  if (column === "result") return yield* textSortSteps(tasks, (task) => facts.resultText(task), isDescending);
  const ranks = column === "volunteer" ? yield* nameRanks(facts, tasks) : new Map<number, number>();
  return yield* numberSortSteps(tasks, keyOf(facts, column, ranks), isDescending);
}

/** A whole number below 2^32 for each task, in the order of the column; or `absent`. */
function keyOf(
  facts: Queryable,
  column: Exclude<TaskColumn, "input" | "result">,
  ranks: ReadonlyMap<number, number>,
): (task: number) => number {
  switch (column) {
    case "index":
      return (task) => task;
    case "arrival":
      return (task) => facts.arrivals.of(task) || absent;
    case "attempts":
      return (task) => facts.attempts(task);
    case "state":
      return (task) => shownStates.indexOf(facts.state(task));
    case "volunteer":
      return (task) => ranks.get(facts.volunteer(task)) ?? absent;
    case "runtime":
      return (task) => (facts.isSettled(task) ? bitsOf(facts.runtimeMs(task)) : absent);
  }
}

const float = new DataView(new ArrayBuffer(4));

/** The bits of floats from 0 on sort as the floats do; -0 becomes 0. */
function bitsOf(value: number): number {
  float.setFloat32(0, value + 0);
  return float.getUint32(0);
}

/** The place of each volunteer's name among all names; the same for the same name. */
function* nameRanks(facts: Queryable, tasks: Uint32Array): Generator<number, Map<number, number>> {
  const names = new Map<number, string>();
  for (let at = 0; at < tasks.length; at += 1) {
    const volunteer = facts.volunteer(tasks[at] ?? 0);
    if (volunteer !== 0 && !names.has(volunteer)) names.set(volunteer, facts.nameOf(volunteer));
    if (at % rowsAStep === 0) yield 0;
  }
  const sorted = [...new Set(names.values())].toSorted((a, b) => collator.compare(a, b));
  const places = new Map(sorted.map((name, place) => [name, place]));
  return new Map([...names].map(([volunteer, name]) => [volunteer, places.get(name) ?? 0]));
}
