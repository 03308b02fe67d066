import type { InputStream } from "../core/job/input-stream.ts";
import { inputsOfFile } from "./inputs/file-inputs.ts";
import { readHead } from "./inputs/head-of-file.ts";
import { chained, type Stage } from "./inputs/stage.ts";
import { TextLines } from "./inputs/text-lines.ts";
import type { FileField, FieldValues, PickedFile, TextField } from "./field.ts";
import { fileIn } from "./field-values.ts";

const mostTypedCharacters = 1_000_000;

/** Lines that are typed, or come from a file instead. */
export function lineFields(fields: {
  readonly typed: Pick<TextField, "name" | "label" | "preset"> & Partial<TextField>;
  readonly file: Pick<FileField, "name" | "label"> & Partial<FileField>;
}): readonly [TextField, FileField] {
  return [
    { kind: "text", fewest: 0, most: mostTypedCharacters, hasLines: true, ...fields.typed },
    { kind: "file", accept: ".txt,.csv,.jsonl,.ndjson,.json,.md,text/*", ...fields.file },
  ];
}

/** The field that lines come from: what is wrong with them is said there. */
export function linesOrigin(values: FieldValues, typed: string, file: string): string {
  return fileIn(values, file) === null ? typed : file;
}

/** What comes of the lines of a file. */
export type OpenLines = () => Stage<string, unknown>;

export function streamLines(file: PickedFile | null, open: OpenLines): InputStream | null {
  return file === null ? null : inputsOfFile(file, () => chained(new TextLines(), open()));
}

/** What is wrong with a file's beginning, in a sentence; null if nothing is. */
export function fileProblem(file: PickedFile, open: OpenLines, noInput: string): string | null {
  const { isEmpty, problem } = readHead(file, chained(new TextLines(), open()));
  if (problem !== null) return `${file.name} cannot be used: ${problem}.`;
  return isEmpty ? noInput : null;
}
