import type { QuerySteps, TaskOrder, TaskQuery } from "./table-query.ts";
import { sortSteps } from "./sort-tasks.ts";
import { rowsAStep, textsAStep, type Queryable } from "./queryable.ts";
import { isKnownOrder, isSortedOrder, tasksInOrder } from "./tasks-in-order.ts";
import type { TextSearch } from "./text-search.ts";

/** Share of the way that a search for text is; sorting what it has found is the rest. */
const searchShare = 0.9;

/** Share of the way that choosing by state and volunteer is. */
const choiceShare = 0.2;

/** The order in which tasks are chosen that are sorted afterwards: equal ones stay in it. */
const byIndex = { column: "index", direction: "ascending" } as const satisfies TaskOrder;

/** Finds the tasks of a query and sorts them. `search` looks for the query's text; null where it has none. */
export function* querySteps(rows: Queryable, query: TaskQuery, search: TextSearch | null): QuerySteps {
  const { order } = query;
  const choosing = search === null ? "sorting" : "searching";
  const choiceTo = isKnownOrder(order) ? 1 : search === null ? choiceShare : searchShare;
  const choice = chooseSteps(rows, query, search);
  let found = choice.next();
  for (; found.done !== true; found = choice.next()) {
    const { value } = found;
    yield value instanceof Promise ? value : { doing: choosing, share: choiceTo * value };
  }
  let tasks = found.value;
  if (isSortedOrder(order)) {
    const sorting = sortSteps(rows, tasks, order);
    let sorted = sorting.next();
    for (; sorted.done !== true; sorted = sorting.next()) {
      const { value } = sorted;
      yield value instanceof Promise ? value : { doing: "sorting", share: choiceTo + (1 - choiceTo) * value };
    }
    tasks = sorted.value;
  }
  return { length: tasks.length, at: (position) => tasks[position] ?? 0 };
}

/** The tasks that the query asks for: in its order where that is known without sorting, else by index. */
function* chooseSteps(
  rows: Queryable,
  { order, state, volunteer }: TaskQuery,
  search: TextSearch | null,
): Generator<number | Promise<unknown>, Uint32Array> {
  const chosen = new Uint32Array(rows.total);
  const { places, walk } = tasksInOrder(isKnownOrder(order) ? order : byIndex, rows.arrivals);
  let [count, passed, texts] = [0, 0, 0];
  for (const task of walk) {
    if (passed % rowsAStep === 0) yield passed / places;
    passed += 1;
    if (task === null) continue;
    if (state !== null && rows.state(task) !== state) continue;
    if (volunteer !== null && rows.volunteer(task) !== volunteer) continue;
    if (search !== null) {
      if (!search.isKnown(task)) {
        texts += 1;
        const brought = rows.bringInput(task);
        if (brought !== null) yield brought;
      }
      const isMatch = search.matches(task);
      if (texts === textsAStep) {
        texts = 0;
        yield passed / places;
      }
      if (!isMatch) continue;
    }
    chosen[count] = task;
    count += 1;
  }
  return count === chosen.length ? chosen : chosen.slice(0, count);
}
