import { packAll } from "../packed.ts";
import { fromTravelling, toTravelling } from "../travelling-column.ts";
import type { ValueColumn } from "../value-column.ts";

/** The values as a coordinator gets them: they have been on the way, and those of one shape are not put together. */
export function arrivedColumn(values: readonly unknown[]): ValueColumn {
  const [lengths, bytes] = toTravelling(packAll(values));
  const column = fromTravelling(new Uint8Array(lengths), new Uint8Array(bytes), values.length, values.length);
  if (column === undefined) throw new Error("our own bytes are refused");
  return column;
}
