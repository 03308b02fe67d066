import { rowsAStep } from "./queryable.ts";

/** Sorts numbers, of which none is NaN, and overwrites what is given: the platform sorts runs of them, which are merged. */
export function* mergeSortSteps(numbers: Float64Array): Generator<void, Float64Array> {
  const count = numbers.length;
  for (let start = 0; start < count; start += rowsAStep) {
    numbers.subarray(start, start + rowsAStep).sort();
    yield;
  }
  let from = numbers;
  let to: Float64Array = new Float64Array(count > rowsAStep ? count : 0);
  for (let width = rowsAStep; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) yield* mergeSteps(from, to, start, width);
    [from, to] = [to, from];
  }
  return from;
}

/** Merges two neighbouring runs of `from` into `to`: of `width` numbers each, fewer at the end. */
function* mergeSteps(from: Float64Array, to: Float64Array, start: number, width: number): Generator<void, void> {
  const middle = Math.min(from.length, start + width);
  const end = Math.min(from.length, middle + width);
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const number = from[left] ?? 0;
    const other = from[right] ?? 0;
    const isLeft = right >= end || (left < middle && number <= other);
    to[at] = isLeft ? number : other;
    if (isLeft) left += 1;
    else right += 1;
    if (at % rowsAStep === 0) yield;
  }
}
