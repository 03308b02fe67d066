import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Queryable } from "./queryable.ts";
import { sortSteps } from "./sort-tasks.ts";
import type { SortedOrder } from "./tasks-in-order.ts";
import { arrivalsOf } from "./testing/arrivals-of.ts";
import { atOnce } from "../core/time-slices.ts";

function unread(): never {
  return expect.unreachable("this column is not sorted by");
}

/** Tasks of which only results and volunteers' names are known. */
function rowsOf(results: readonly string[], nameOf: (volunteer: number) => string = unread): Queryable {
  return {
    total: results.length,
    arrivals: arrivalsOf(results.length, []),
    state: unread,
    isSettled: unread,
    volunteer: (task) => task % 5,
    nameOf,
    partDone: unread,
    runtimeMs: unread,
    attempts: unread,
    inputText: unread,
    bringInput: unread,
    resultText: (task) => results[task] ?? "",
  };
}

function sorted(
  rows: Queryable,
  column: SortedOrder["column"],
  direction: SortedOrder["direction"],
): readonly number[] {
  const tasks = Uint32Array.from({ length: rows.total }, (_, task) => task);
  return Array.from(atOnce(sortSteps(rows, tasks, { column, direction })));
}

function sortedResults(results: readonly string[], direction: SortedOrder["direction"]): readonly string[] {
  return sorted(rowsOf(results), "result", direction).map((task) => results[task] ?? "");
}

test("plain numbers come by value and before other texts, no text last in both directions", () => {
  const results = ["apples", "", "12", "3 apples", "-3", "", "0.25", "1e21", "0.5", "-20"];
  const up = ["-20", "-3", "0.25", "0.5", "12", "1e21", "3 apples", "apples"];
  expect(sortedResults(results, "ascending")).toEqual([...up, "", ""]);
  expect(sortedResults(results, "descending")).toEqual([...up.toReversed(), "", ""]);
});

test("volunteers come by name, those of one name together, tasks of none last", () => {
  const names = ["", "Zoe 10", "Zoe 9", "ada", "Zoe 10"];
  const rows = rowsOf(
    Array.from({ length: 10 }, () => ""),
    (volunteer) => names[volunteer] ?? "",
  );
  expect(sorted(rows, "volunteer", "ascending")).toEqual([3, 8, 2, 7, 1, 4, 6, 9, 0, 5]);
  expect(sorted(rows, "volunteer", "descending")).toEqual([1, 4, 6, 9, 2, 7, 3, 8, 0, 5]);
});

/** 0 for a plain number, 1 for another text, 2 for none. */
function rank(result: string): number {
  return result === "" ? 2 : Number(Number.isNaN(Number(result)));
}

test("any rows come in the order of their keys, equal ones by index, those without one last", () => {
  const text = fc.oneof(
    fc.constant(""),
    fc.nat(20).map(String),
    fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3_000, size: "max" }), fc.boolean(), (results, isDescending) => {
      const compare = (a: string, b: string): number => {
        const [one, other] = [rank(a), rank(b)];
        if (one === 2 || other === 2) return one - other;
        const up = one - other || (one === 0 ? Number(a) - Number(b) : a < b ? -1 : Number(a > b));
        return isDescending ? -up : up;
      };
      const expected = Array.from(results.keys()).toSorted((a, b) => compare(results[a] ?? "", results[b] ?? ""));
      expect(sorted(rowsOf(results), "result", isDescending ? "descending" : "ascending")).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test("a selection of tasks is sorted among itself", () => {
  const rows = rowsOf(["d", "c", "b", "a", ""]);
  const order = { column: "result", direction: "ascending" } as const;
  expect(Array.from(atOnce(sortSteps(rows, Uint32Array.of(0, 2, 4), order)))).toEqual([2, 0, 4]);
});
