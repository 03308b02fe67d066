import { mergeSortSteps } from "./merge-sort.ts";
import { rowsAStep } from "./queryable.ts";
import type { SortKeys } from "./sort-keys.ts";

/** Rows with the same number that are compared text by text, in one step; more are sorted by their next number. */
const mostCompared = 1_024;

/** Puts rows in the order of their keys; equal ones keep their order. Yields how many of the first are in their place. */
export function* orderSteps(keys: SortKeys, rows: Uint32Array, firstLevel = 0): Generator<number, void> {
  const count = rows.length;
  const numbers = new Float64Array(count);
  let level = firstLevel;
  while ((yield* readNumbers(keys, rows, level, numbers)) && keys.hasMore(level)) level += 1;
  const sorting = mergeSortSteps(numbers.slice());
  let step = sorting.next();
  for (; step.done !== true; step = sorting.next()) yield 0;
  const sorted = step.value;
  const given = rows.slice();
  /** By the first place of a number: how many rows have it. */
  const counts = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) {
    if (at % rowsAStep === 0) yield 0;
    const place = firstPlaceOf(numbers[at] ?? 0, sorted);
    const before = counts[place] ?? 0;
    rows[place + before] = given[at] ?? 0;
    counts[place] = before + 1;
  }
  if (!keys.hasMore(level)) return;
  for (let start = 0; start < count;) {
    const end = start + (counts[start] ?? 0);
    if (end - start > mostCompared) {
      for (const done of orderSteps(keys, rows.subarray(start, end), level + 1)) yield start + done;
    } else if (end - start > 1) {
      rows.subarray(start, end).sort((row, other) => keys.compareTexts(row, other));
    }
    if (Math.floor(end / mostCompared) > Math.floor(start / mostCompared)) yield end;
    start = end;
  }
}

/** Reads the rows' numbers into `numbers`. Returns whether all are the same. */
function* readNumbers(
  keys: SortKeys,
  rows: Uint32Array,
  level: number,
  numbers: Float64Array,
): Generator<number, boolean> {
  let areSame = true;
  for (let at = 0; at < rows.length; at += 1) {
    if (at % rowsAStep === 0) yield 0;
    const number = keys.numberOf(rows[at] ?? 0, level);
    numbers[at] = number;
    areSame &&= number === numbers[0];
  }
  return areSame;
}

/** Position of the first number in `sorted` that is not less. */
function firstPlaceOf(number: number, sorted: Float64Array): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < number) from = middle + 1;
    else to = middle;
  }
  return from;
}
