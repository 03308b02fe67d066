import * as fc from "fast-check";
import { expect, test } from "vitest";
import { atOnce } from "../core/time-slices.ts";
import { querySteps } from "./query-steps.ts";
import { rowsAStep, type Queryable } from "./queryable.ts";
import type { ShownState, TaskOrder } from "./table-query.ts";
import { arrivalsOf } from "./testing/arrivals-of.ts";

function unread(): never {
  return expect.unreachable("a query by state reads no other column");
}

/** Tasks of which those that have arrived are done, but for each third one, which has failed. */
function rowsOf(total: number, arrived: readonly number[]): Queryable {
  const arrivals = arrivalsOf(total, arrived);
  return {
    total,
    arrivals,
    state: (task) => (arrivals.of(task) === 0 ? "pending" : task % 3 === 0 ? "failed" : "done"),
    isSettled: unread,
    volunteer: unread,
    nameOf: unread,
    partDone: unread,
    runtimeMs: unread,
    attempts: unread,
    inputText: unread,
    bringInput: unread,
    resultText: unread,
  };
}

const anyOrder = fc.record<TaskOrder>({
  column: fc.constantFrom("index", "arrival"),
  direction: fc.constantFrom("ascending", "descending"),
});
const anyState = fc.constantFrom<ShownState>("pending", "done", "failed");

test("by index and by arrival any choice of tasks is in order without a look at anything to sort by", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(60).keys()]), anyOrder, anyState, (arrived, order, state) => {
      const rows = rowsOf(60, arrived);
      const sign = order.direction === "ascending" ? 1 : -1;
      const placeOf = (task: number): number => {
        if (order.column === "index") return sign * task;
        const arrival = arrived.indexOf(task);
        return arrival === -1 ? 1_000 + task : sign * arrival;
      };
      const all = Array.from({ length: rows.total }, (_, task) => task);
      const expected = all.filter((task) => rows.state(task) === state).toSorted((a, b) => placeOf(a) - placeOf(b));
      const found = atOnce(querySteps(rows, { order, state, volunteer: null, text: "" }, null));
      expect(Array.from({ length: found.length }, (_, position) => found.at(position))).toEqual(expected);
    }),
  );
});

test("a result that comes between two steps gives no task another place, and none twice", () => {
  const total = 3 * rowsAStep;
  const arrived = [total - 1];
  const rows = { ...rowsOf(total, []), state: () => "pending" as const };
  const arrivals = {
    total,
    get count() {
      return arrived.length;
    },
    of: (task: number) => arrived.indexOf(task) + 1,
    taskAt: (nth: number) => arrived[nth] ?? 0,
    waitingAt: unread,
  };
  const order = { column: "arrival", direction: "ascending" } as const;
  const steps = querySteps({ ...rows, arrivals }, { order, state: "pending", volunteer: null, text: "" }, null);
  let step = steps.next();
  for (let next = total - 2; step.done !== true; next -= 1) {
    arrived.push(next);
    step = steps.next();
  }
  const found = step.value;
  const tasks = Array.from({ length: found.length }, (_, position) => found.at(position));
  expect(tasks).toEqual([total - 1, ...Array.from({ length: total - 1 }, (_, task) => task)]);
});
