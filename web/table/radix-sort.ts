import { rowsAStep } from "./queryable.ts";

const digitBits = 11;
const digits = 1 << digitBits;
const shifts = [0, digitBits, 2 * digitBits];

/**
 * Sorts `order`, positions in `keys`, by their keys: least significant digit first, and stable. Gives back `order` or
 * the array that it made beside it; yields the share that is done.
 */
export function* radixSortSteps(keys: Uint32Array, order: Uint32Array): Generator<number, Uint32Array> {
  const count = order.length;
  let from = order;
  let to: Uint32Array = new Uint32Array(count);
  for (const [pass, shift] of shifts.entries()) {
    const places = new Uint32Array(digits);
    for (let start = 0; start < count; start += rowsAStep) {
      const end = Math.min(count, start + rowsAStep);
      for (let i = start; i < end; i += 1) {
        const digit = ((keys[from[i] ?? 0] ?? 0) >>> shift) & (digits - 1);
        places[digit] = (places[digit] ?? 0) + 1;
      }
      yield (pass + (0.5 * start) / count) / shifts.length;
    }
    if (!placesFromCounts(places, count)) continue;
    for (let start = 0; start < count; start += rowsAStep) {
      const end = Math.min(count, start + rowsAStep);
      for (let i = start; i < end; i += 1) {
        const position = from[i] ?? 0;
        const digit = ((keys[position] ?? 0) >>> shift) & (digits - 1);
        const place = places[digit] ?? 0;
        to[place] = position;
        places[digit] = place + 1;
      }
      yield (pass + 0.5 + (0.5 * start) / count) / shifts.length;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Turns counts into the place of each digit's first; false where all have the same digit, so that nothing would move. */
function placesFromCounts(counts: Uint32Array, total: number): boolean {
  let place = 0;
  for (let digit = 0; digit < counts.length; digit += 1) {
    const count = counts[digit] ?? 0;
    if (count === total) return false;
    counts[digit] = place;
    place += count;
  }
  return true;
}
