import type { Packed } from "./format.ts";
import { inOwnMemory } from "./own-memory.ts";
import { ShapedValues } from "./shaped-values.ts";
import { fromShaped } from "./shaped.ts";
import type { ValueColumn } from "./value-column.ts";

/** A column as plain data in buffers of its own, for a database. Old databases hold both forms, so neither may change. */
export type StoredColumn = Packed | { readonly shaped: Uint8Array; readonly count: number };

export function storedColumn(column: ValueColumn): StoredColumn {
  if (column instanceof ShapedValues) return { shaped: inOwnMemory(column.travelled), count: column.count };
  return { ends: inOwnMemory(column.ends), bytes: inOwnMemory(column.bytes) };
}

/** Bytes that the stored column takes, the ends of its values included. */
export function storedBytesOf(column: ValueColumn): number {
  if (column instanceof ShapedValues) return column.travelled.byteLength;
  return column.ends.byteLength + column.bytes.byteLength;
}

/** @throws Error if the bytes are not what was stored. */
export function revivedColumn(stored: StoredColumn): ValueColumn {
  if ("ends" in stored) return stored;
  const column = fromShaped(stored.shaped, stored.count);
  if (column === undefined) throw new Error("a record in the journal cannot be read");
  return column;
}
