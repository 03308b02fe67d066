import { fromRepeated, isRepeated, toRepeated } from "./repeated.ts";
import { fromShaped, toShaped } from "./shaped.ts";
import { packedOf, type ValueColumn } from "./value-column.ts";
import { VarintReader, varintRoom, writeVarint } from "./whole-numbers.ts";

/**
 * A column as it travels: the values' lengths and their bytes; or no lengths, and a shorter form of the bytes: a template
 * with numbers, or a few different values.
 */
export function toTravelling(column: ValueColumn): readonly [lengths: Uint8Array, bytes: Uint8Array] {
  const values = packedOf(column);
  const short = toShaped(values) ?? toRepeated(values);
  return short === null ? [toLengths(values.ends), values.bytes] : [new Uint8Array(), short];
}

/**
 * The column again; `undefined` if the bytes, which may come from a stranger, are no column. At most `most` values are read
 * if they have lengths; without lengths they are `count`, and those that come but once have at most `mostAhead` bytes before the last one.
 */
export function fromTravelling(
  lengths: Uint8Array<ArrayBuffer> | undefined,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  count: number,
  most: number,
  mostAhead?: number,
): ValueColumn | undefined {
  if (lengths === undefined || bytes === undefined) return undefined;
  if (lengths.length === 0 && count > 0)
    return isRepeated(bytes) ? fromRepeated(bytes, count, mostAhead) : fromShaped(bytes, count);
  const ends = fromLengths(lengths, most);
  return ends === undefined ? undefined : { ends, bytes };
}

/** Ends as the lengths between them: most values are short. */
function toLengths(ends: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(varintRoom(ends.length));
  let size = 0;
  let start = 0;
  for (let at = 0; at < ends.length; at += 1) {
    const end = ends[at] ?? 0;
    size = writeVarint(end - start, lengths, size);
    start = end;
  }
  return lengths.subarray(0, size);
}

function fromLengths(lengths: Uint8Array, most: number): Uint32Array | undefined {
  const ends = new Uint32Array(Math.min(lengths.length, most));
  const reader = new VarintReader(lengths);
  let count = 0;
  for (let end = 0; !reader.isAtEnd; count += 1) {
    const length = reader.next();
    end += length;
    if (length === -1 || end > 0xffff_ffff || count === ends.length) return undefined;
    ends[count] = end;
  }
  return ends.slice(0, count);
}
