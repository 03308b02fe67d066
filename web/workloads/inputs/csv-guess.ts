import { cleanLabel } from "../../core/clean-words.ts";
import { CsvReading, type CsvRow } from "./csv-reading.ts";
import { numberOrText } from "./csv-inputs.ts";

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
    const count = firstRow(text, separator)?.cells.length ?? 0;
    if (count >= most) [best, most] = [separator, count];
  }
  return best;
}

/** Whether the first row looks like names of columns: all there, all distinct, and none a number. */
export function findHeader(text: string, separator: string): boolean {
  const cells = (firstRow(text, separator)?.cells ?? []).map(cleanLabel);
  return (
    new Set(cells).size === cells.length && cells.every((cell) => cell !== "" && typeof numberOrText(cell) === "string")
  );
}

export function firstRow(text: string, separator: string): CsvRow | null {
  const reading = new CsvReading(separator);
  for (const row of reading.take(text)) return "cells" in row ? row : null;
  for (const row of reading.end()) return "cells" in row ? row : null;
  return null;
}
