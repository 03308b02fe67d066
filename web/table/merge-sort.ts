/** Sorted in one go; longer ones are merged from such pieces. */
const itemsAPiece = 1024;

export type Compare = (a: number, b: number) => number;

/** Sorts the items in place; stable. Yields how many times an item has been put in its place, again and again. */
export function* mergeSortSteps(items: Uint32Array, compare: Compare): Generator<void, void> {
  const count = items.length;
  for (let start = 0; start < count; start += itemsAPiece) {
    items.subarray(start, start + itemsAPiece).sort(compare);
    yield;
  }
  if (count <= itemsAPiece) return;
  let from = items;
  let to: Uint32Array = new Uint32Array(count);
  for (let width = itemsAPiece; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(count, start + width);
      yield* mergeSteps(from, to, { start, middle, end: Math.min(count, start + 2 * width) }, compare);
    }
    [from, to] = [to, from];
  }
  if (from !== items) items.set(from);
}

interface Runs {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function* mergeSteps(
  from: Uint32Array,
  to: Uint32Array,
  { start, middle, end }: Runs,
  compare: Compare,
): Generator<void, void> {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const one = from[left] ?? 0;
    const other = from[right] ?? 0;
    const takesLeft = right >= end || (left < middle && compare(one, other) <= 0);
    to[at] = takesLeft ? one : other;
    if (takesLeft) left += 1;
    else right += 1;
    if (at % itemsAPiece === 0) yield;
  }
}
