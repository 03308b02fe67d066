import type { InputFile } from "../../core/job/input-file.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { saySentence } from "../../words/say.ts";
import {
  isUrlField,
  presetsOf,
  readField,
  type FieldValue,
  type FieldValues,
  type PickedFile,
  type UrlField,
} from "../field.ts";
import { separators } from "./csv-guess.ts";
import { inputsOfFile } from "./file-inputs.ts";
import { inputFields } from "./input-fields.ts";
import { bytesInKilobyte, formatOf, openRows, type InputFormat } from "./input-formats.ts";
import { chained } from "../../text/stage.ts";
import { StopAtWrongRow } from "./wrong-row.ts";

/** How a file's bytes become inputs, in the texts that the form's fields would have. Nothing is left to be found. */
export type FileReading = InputFile["reading"];

/** What a definition says of the picked file. */
export function inputFileOf({ name, size, modifiedAt }: PickedFile, format: InputFormat): InputFile {
  return { name, bytes: size, modifiedAt, reading: readingOf(format) };
}

function readingOf(format: InputFormat): FileReading {
  switch (format.type) {
    case "lines":
      return { format: "lines" };
    case "jsonl":
    case "json":
      return { format: format.type, ...malformedOf(format) };
    case "csv": {
      const { separator, hasHeader, rowIs, cellsAre } = format.shape;
      const named = Object.entries(separators).find(([, one]) => one === separator)?.[0] ?? "auto";
      return {
        format: "csv",
        separator: named,
        header: hasHeader ? "yes" : "no",
        row: rowIs,
        cells: cellsAre,
        ...malformedOf(format),
      };
    }
    case "text": {
      const [size, measure] = format.measure === "lines" ? [1, "lines"] : [bytesInKilobyte, "kilobytes"];
      return { format: "text", part: String(format.most / size), measure };
    }
    case "bytes":
      return { format: "bytes", part: String(format.size / bytesInKilobyte) };
  }
}

/** Named only where rows are skipped, which pages of earlier versions cannot do. */
function malformedOf({ skips }: { readonly skips: boolean }): FileReading {
  return skips ? { malformed: "skip" } : {};
}

/** The form's fields that say how a file becomes inputs: no other name of a `FileReading` has a meaning. */
export const readingFields: readonly UrlField[] = inputFields({ list: "" })
  .filter(isUrlField)
  .filter(({ name, shownWith = {} }) => name === "format" || "format" in shownWith);

/** The problem is a sentence: what was read from elsewhere may name a format that this page does not have. */
export function formatOfReading(reading: FileReading): Result<InputFormat> {
  const values = valuesOfReading(reading);
  return values.type === "problem" ? values : value(formatOf(values.value, ""));
}

/** As a form would have them, for the fields that say how a file is read. */
export function valuesOfReading(reading: FileReading): Result<FieldValues> {
  const values: Record<string, FieldValue> = { ...presetsOf(readingFields) };
  for (const [name, text] of Object.entries(reading)) {
    const field = readingFields.find((one) => one.name === name);
    if (field === undefined) return problem(`This page has no way of reading a file that is called ${name}.`);
    const read = readField(field, text);
    if (read.type === "problem") return problem(`How the file is read, ${name}: ${saySentence(read.problem)}`);
    values[name] = read.value;
  }
  return value(values);
}

/** The inputs that the format makes of the file. A malformed row ends them, unless the format skips it. */
export function openFile(file: PickedFile, format: InputFormat): InputStream {
  return inputsOfFile(file, () => chained(openRows(format), new StopAtWrongRow()));
}
