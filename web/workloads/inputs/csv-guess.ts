import { CsvRecords, type CsvRecord } from "./csv-records.ts";
import { numberOrText } from "./csv-rows.ts";

/** Separators by what they are called in a form. */
export const separators = { comma: ",", semicolon: ";", tab: "\t", bar: "|" } as const;

/**
 * The separator that is most often in the first row, outside of quotation marks; a comma where there is none. Among equals a comma
 * comes last, since it also stands in numbers (`a;1,5`).
 */
export function findSeparator(text: string): string {
  let best: string = separators.comma;
  let most = 2;
  for (const separator of Object.values(separators)) {
    const count = firstRecord(text, separator)?.cells.length ?? 0;
    if (count >= most) [best, most] = [separator, count];
  }
  return best;
}

/** Whether the first row looks like names of columns: all there, all distinct, and none a number. */
export function findHeader(text: string, separator: string): boolean {
  const cells = firstRecord(text, separator)?.cells ?? [];
  return (
    new Set(cells).size === cells.length && cells.every((cell) => cell !== "" && typeof numberOrText(cell) === "string")
  );
}

export function firstRecord(text: string, separator: string): CsvRecord | null {
  const records = new CsvRecords(separator);
  for (const row of records.take(text)) return "cells" in row ? row : null;
  for (const row of records.end()) return "cells" in row ? row : null;
  return null;
}
