import type { Packed } from "./format.ts";
import { inOwnMemory } from "./own-memory.ts";
import { ShapedValues } from "./shaped-values.ts";

/**
 * The values of a block of results, in their order. Opaque: they may have arrived as a template and numbers, and stay so
 * until their bytes are needed. Everything outside this folder reads them through functions; `Packed` values are a column as
 * they are.
 */
export type ValueColumn = Packed | ShapedValues;

export function countOf(column: ValueColumn): number {
  return column instanceof ShapedValues ? column.count : column.ends.length;
}

/** Bytes that the values took on the way, their lengths not counted. */
export function byteLengthOf(column: ValueColumn): number {
  return column instanceof ShapedValues ? column.travelled.length : column.bytes.length;
}

/** Bytes of value `i`; 0 if there is none, and for values of one shape, all of which are short. */
export function bytesAt(column: ValueColumn, i: number): number {
  if (column instanceof ShapedValues) return 0;
  return (column.ends[i] ?? 0) - (column.ends[i - 1] ?? 0);
}

/** The bytes of value `i`, which are part of a larger buffer; none if there is no such value. */
export function encodedAt(column: ValueColumn, i: number): Uint8Array {
  const { ends, bytes } = packedOf(column);
  const end = ends[i];
  return end === undefined ? bytes.subarray(0, 0) : bytes.subarray(ends[i - 1] ?? 0, end);
}

/** A column of the one value that the bytes are. */
export function columnOf(bytes: Uint8Array): Packed {
  return { ends: Uint32Array.of(bytes.length), bytes };
}

/** The column with its bytes: values of one shape are put together, once for each column. */
export function packedOf(column: ValueColumn): Packed {
  return column instanceof ShapedValues ? column.packed : column;
}

/** The column for keeping in memory: no part of it holds a larger buffer alive. */
export function keptColumn(column: ValueColumn): ValueColumn {
  if (column instanceof ShapedValues) return column.alone();
  const { ends, bytes } = column;
  return { ends: inOwnMemory(ends), bytes: inOwnMemory(bytes) };
}

/** Why this is no column of `count` values whose ends fill its bytes; null if it is one. */
export function wrongColumn(column: unknown, count: number): string | null {
  // Values of one shape were checked when they were read: looking at their bytes would put all of them together.
  if (column instanceof ShapedValues)
    return column.count === count ? null : `${column.count} values for ${count} tasks`;
  if (!isPacked(column)) return "values are missing";
  const { ends, bytes } = column;
  if (ends.length !== count) return `${ends.length} values for ${count} tasks`;
  // They ascend: what travels are the lengths between them.
  const last = ends.at(-1) ?? 0;
  return last === bytes.length ? null : `the last value ends at ${last} of ${bytes.length} bytes`;
}

export function isPacked(value: unknown): value is Packed {
  return (
    typeof value === "object" &&
    value !== null &&
    "ends" in value &&
    value.ends instanceof Uint32Array &&
    "bytes" in value &&
    value.bytes instanceof Uint8Array
  );
}
