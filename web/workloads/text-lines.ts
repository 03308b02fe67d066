import type { FileField, FieldValues, TextField } from "./field.ts";
import { fileIn, textIn } from "./field-values.ts";

/** Bytes of a file of lines: its text is kept with the job's record, and typed text is far shorter. */
const mostFileBytes = 16 * 1024 * 1024;

const mostTypedCharacters = 1_000_000;

/** Lines that are typed, or come from a file instead. */
export function lineFields(fields: {
  readonly typed: Pick<TextField, "name" | "label" | "preset"> & Partial<TextField>;
  readonly file: Pick<FileField, "name" | "label"> & Partial<FileField>;
}): readonly [TextField, FileField] {
  return [
    { kind: "text", fewest: 0, most: mostTypedCharacters, hasLines: true, ...fields.typed },
    { kind: "file", accept: ".txt,.csv,.jsonl,.ndjson,.json,.md,text/*", mostBytes: mostFileBytes, ...fields.file },
  ];
}

/** The text of the picked file; where none is picked, what was typed. */
export function linesIn(values: FieldValues, typed: string, file: string): string {
  return fileIn(values, file)?.text ?? textIn(values, typed);
}

/** The field that `linesIn` comes from: what is wrong with the lines is said there. */
export function linesOrigin(values: FieldValues, typed: string, file: string): string {
  return fileIn(values, file) === null ? typed : file;
}

/** A line end at the very end begins no further line. */
export function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
