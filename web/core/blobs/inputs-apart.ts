import type { Packed } from "../values/format.ts";
import { nil } from "../values/tags.ts";
import { bytesAt, encodedAt } from "../values/value-column.ts";
import type { Blob } from "./blob.ts";
import { largeInputBytes } from "./pieces.ts";

/** An encoded input, and its place among others. */
export interface PlacedBytes {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** A large input with its name, and its place among others. Several places may share one blob. */
export interface PlacedBlob {
  readonly at: number;
  readonly blob: Blob;
}

const encodedNull = Uint8Array.of(nil);

/** Whether any of the inputs is large. */
export function hasLarge({ ends, bytes }: Packed): boolean {
  if (bytes.length <= largeInputBytes) return false;
  let start = 0;
  for (const end of ends) {
    if (end - start > largeInputBytes) return true;
    start = end;
  }
  return false;
}

/** The large inputs, which are views, apart from a copy of the others, which have null in their places. */
export function takeLarge(inputs: Packed): { readonly rest: Packed; readonly large: readonly PlacedBytes[] } {
  const large: PlacedBytes[] = [];
  const { ends } = inputs;
  for (let at = 0; at < ends.length; at += 1) {
    if (bytesAt(inputs, at) > largeInputBytes) large.push({ at, bytes: encodedAt(inputs, at) });
  }
  return {
    rest: replaced(
      inputs,
      large.map(({ at }) => ({ at, bytes: encodedNull })),
    ),
    large,
  };
}

/** What `takeLarge` has taken apart, put together again. @throws RangeError where that is more than one array holds. */
export function putLarge(rest: Packed, large: readonly PlacedBytes[]): Packed {
  return large.length === 0 ? rest : replaced(rest, large);
}

/** A copy with these values in their places, which ascend. What is between them is copied in one go: there may be millions. */
function replaced(values: Packed, by: readonly PlacedBytes[]): Packed {
  const { ends, bytes } = values;
  const added = by.reduce((sum, { at, bytes: { length } }) => sum + length - bytesAt(values, at), 0);
  const result = { ends: ends.slice(), bytes: new Uint8Array(bytes.length + added) };
  let [from, shift] = [0, 0];
  const copyUpTo = (to: number): void => {
    const start = ends[from - 1] ?? 0;
    result.bytes.set(bytes.subarray(start, ends[to - 1] ?? 0), start + shift);
    for (let at = from; at < to; at += 1) result.ends[at] = (ends[at] ?? 0) + shift;
    from = to;
  };
  for (const { at, bytes: value } of by) {
    copyUpTo(at);
    result.bytes.set(value, (ends[at - 1] ?? 0) + shift);
    shift += value.length - bytesAt(values, at);
    result.ends[at] = (ends[at] ?? 0) + shift;
    from = at + 1;
  }
  copyUpTo(ends.length);
  return result;
}
