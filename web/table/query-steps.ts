import type { QuerySteps, TaskQuery } from "./table-query.ts";
import { sortSteps } from "./sort-tasks.ts";
import { rowsAStep, textsAStep, type Queryable } from "./queryable.ts";
import type { TextSearch } from "./text-search.ts";

/** Share of the way that a search for text is; sorting what it has found is the rest. */
const searchShare = 0.9;

/** Share of the way that choosing by state and volunteer is. */
const choiceShare = 0.2;

/** Finds the tasks of a query and sorts them. `search` looks for the query's text; null where it has none. */
export function* querySteps(rows: Queryable, query: TaskQuery, search: TextSearch | null): QuerySteps {
  const searchTo = search === null ? choiceShare : searchShare;
  const searching = chooseSteps(rows, query, search);
  let found = searching.next();
  for (; found.done !== true; found = searching.next()) {
    yield { doing: search === null ? "sorting" : "searching", share: searchTo * found.value };
  }
  const sorting = sortSteps(rows, found.value, query.order);
  let sorted = sorting.next();
  for (; sorted.done !== true; sorted = sorting.next()) {
    yield { doing: "sorting", share: searchTo + (1 - searchTo) * sorted.value };
  }
  const tasks = sorted.value;
  return { length: tasks.length, at: (position) => tasks[position] ?? 0 };
}

/** The tasks that the query asks for, by index. */
function* chooseSteps(
  rows: Queryable,
  { state, volunteer }: TaskQuery,
  search: TextSearch | null,
): Generator<number, Uint32Array> {
  const { total } = rows;
  const chosen = new Uint32Array(total);
  let count = 0;
  for (let task = 0; task < total; task += 1) {
    if (task % rowsAStep === 0) yield task / total;
    if (state !== null && rows.state(task) !== state) continue;
    if (volunteer !== null && rows.volunteer(task) !== volunteer) continue;
    if (search !== null) {
      const isRead = !search.isKnown(task);
      const isMatch = search.matches(task);
      if (isRead && task % textsAStep === 0) yield task / total;
      if (!isMatch) continue;
    }
    chosen[count] = task;
    count += 1;
  }
  return count === total ? chosen : chosen.slice(0, count);
}
