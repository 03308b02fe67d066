/** Rows that the platform sorts in one step; more are merged from such runs, of which a step merges as many. */
const rowsARun = 1024;

/** Rows, and beside each the key that it is sorted by: side by side, since keys far apart in memory take most of the time. */
export interface KeyedRows {
  readonly rows: Uint32Array;
  readonly keys: Float64Array;
}

export type Compare = (row: number, other: number) => number;

/**
 * Sorts rows by their keys, and those with the same key as `compareEqual` says; equal ones keep their order. What is given
 * is overwritten. Yields the share that is done.
 */
export function* mergeSortSteps(given: KeyedRows, compareEqual: Compare): Generator<number, Uint32Array> {
  const count = given.rows.length;
  const passes = 1 + Math.max(0, Math.ceil(Math.log2(count / rowsARun)));
  let from = given;
  let to: KeyedRows = { rows: new Uint32Array(count), keys: new Float64Array(count) };
  for (let start = 0; start < count; start += rowsARun) {
    sortRun(from, to, { start, end: Math.min(count, start + rowsARun) }, compareEqual);
    yield start / count / passes;
  }
  for (let pass = 1; pass < passes; pass += 1) {
    [from, to] = [to, from];
    const width = rowsARun * 2 ** (pass - 1);
    for (let start = 0; start < count; start += 2 * width) {
      const runs = { start, middle: Math.min(count, start + width), end: Math.min(count, start + 2 * width) };
      for (const at of mergeSteps(from, to, runs, compareEqual)) yield (pass + at / count) / passes;
    }
  }
  return to.rows;
}

/** Neighbouring rows: from `start` up to `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** Sorts a run of `from` into `to`. */
function sortRun({ rows, keys }: KeyedRows, to: KeyedRows, { start, end }: Run, compareEqual: Compare): void {
  const places = Uint32Array.from({ length: end - start }, (_, at) => start + at);
  places.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareEqual(rows[a] ?? 0, rows[b] ?? 0));
  for (const [at, place] of places.entries()) {
    to.rows[start + at] = rows[place] ?? 0;
    to.keys[start + at] = keys[place] ?? 0;
  }
}

/** Two sorted runs side by side: from `start` up to `middle`, and from there up to `end`. */
interface Runs extends Run {
  readonly middle: number;
}

/** Merges two runs of `from` into `to`. Yields the place that is reached. */
function* mergeSteps(
  from: KeyedRows,
  to: KeyedRows,
  { start, middle, end }: Runs,
  compareEqual: Compare,
): Generator<number, void> {
  const { rows, keys } = from;
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const key = keys[left] ?? 0;
    const otherKey = keys[right] ?? 0;
    const takesLeft =
      right >= end ||
      (left < middle && (key < otherKey || (key === otherKey && compareEqual(rows[left] ?? 0, rows[right] ?? 0) <= 0)));
    const taken = takesLeft ? left : right;
    to.rows[at] = rows[taken] ?? 0;
    to.keys[at] = keys[taken] ?? 0;
    if (takesLeft) left += 1;
    else right += 1;
    if (at % rowsARun === 0) yield at;
  }
}
