import type { Packed } from "./format.ts";
import { maxColumnBytes } from "./limits.ts";
import { VarintReader, writeVarint } from "./whole-numbers.ts";

/** The first byte; values of one shape begin with other ones. */
const mark = 0xff;

/** Values with more different ones among them stay as they are: each is compared with all different ones. */
const mostDifferent = 16;

/** Fewer values gain nothing. */
const fewestValues = 16;

/**
 * Few different values as those and a place for each: the errors of a program that always fails, or yes and no. The first
 * byte is the mark, the second how many there are; then their lengths, their bytes, and the places unless all are the same.
 * null where there are more, or it would not pay.
 */
export function toRepeated({ ends, bytes }: Packed): Uint8Array | null {
  const count = ends.length;
  if (count < fewestValues || ends[count - 1] !== bytes.length) return null;
  const different: Uint8Array[] = [];
  const places = new Uint8Array(count);
  let start = 0;
  for (let row = 0; row < count; row += 1) {
    const end = ends[row] ?? 0;
    const place = placeOf(different, bytes, start, end);
    if (place === mostDifferent) return null;
    if (place === different.length) different.push(bytes.subarray(start, end));
    places[row] = place;
    start = end;
  }
  const head = new Uint8Array(2 + 5 * different.length);
  head.set([mark, different.length]);
  let at = 2;
  for (const { length } of different) at = writeVarint(length, head, at);
  const chosen = different.length === 1 ? [] : [places];
  const parts = [head.subarray(0, at), ...different, ...chosen];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return length < count + bytes.length ? joined(parts, length) : null;
}

function placeOf(different: readonly Uint8Array[], bytes: Uint8Array, start: number, end: number): number {
  for (let place = 0; place < different.length; place += 1) {
    const value = different[place];
    if (value?.length !== end - start) continue;
    let same = 0;
    while (same < value.length && value[same] === bytes[start + same]) same += 1;
    if (same === value.length) return place;
  }
  return different.length;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function isRepeated(bytes: Uint8Array): boolean {
  return bytes[0] === mark;
}

/**
 * The values again; `undefined` if the bytes, which may come from a stranger, are no such values, or if those before the last one have
 * more than `mostAhead` bytes.
 */
export function fromRepeated(repeated: Uint8Array, count: number, mostAhead = maxColumnBytes): Packed | undefined {
  const size = repeated[1] ?? 0;
  const placesFrom = repeated.length - (size === 1 ? 0 : count);
  if (size === 0 || size > mostDifferent || placesFrom < 2) return undefined;
  const different = readDifferent(repeated.subarray(2, placesFrom), size);
  if (different === undefined) return undefined;
  const values: Uint8Array[] = [];
  const ends = new Uint32Array(count);
  let end = 0;
  for (let row = 0; row < count; row += 1) {
    const value = different[size === 1 ? 0 : (repeated[placesFrom + row] ?? 0)];
    // A few bytes may claim to be many.
    if (value === undefined || end > mostAhead || end + value.length > maxColumnBytes) return undefined;
    values.push(value);
    end += value.length;
    ends[row] = end;
  }
  return { ends, bytes: joined(values, end) };
}

/** Lengths and then bytes, which must fill what there is. */
function readDifferent(bytes: Uint8Array, size: number): readonly Uint8Array[] | undefined {
  const reader = new VarintReader(bytes);
  const lengths = Array.from({ length: size }, () => reader.next());
  let at = reader.at;
  const different = lengths.map((length) => bytes.subarray(at, (at += Math.max(0, length))));
  return lengths.includes(-1) || at !== bytes.length ? undefined : different;
}
