import { textIn, numberIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { ByteParts } from "./byte-parts.ts";
import { CsvReading } from "./csv-reading.ts";
import { findHeader, findSeparator, separators } from "./csv-guess.ts";
import { CsvInputs, type RowShape } from "./csv-inputs.ts";
import { JsonArray } from "./json-array.ts";
import { JsonLines } from "./json-lines.ts";
import { LineParts } from "./line-parts.ts";
import { LineSplitting } from "../../text/line-splitting.ts";
import { chained, type Stage } from "../../text/stage.ts";
import { TextDecoding } from "../../text/text-decoding.ts";
import { TextParts } from "./text-parts.ts";
import { SkipWrongRows } from "./wrong-row.ts";

export const bytesInKilobyte = 1_000;

/** How a text or a file becomes inputs. `skips`: whether a malformed row of a file is skipped, or stops the job. */
export type InputFormat =
  | { readonly type: "lines" }
  | { readonly type: "jsonl" | "json"; readonly skips: boolean }
  | { readonly type: "csv"; readonly shape: RowShape; readonly skips: boolean }
  | { readonly type: "text"; readonly most: number; readonly measure: "lines" | "bytes" }
  | { readonly type: "bytes"; readonly size: number };

/** `beginning` of the text: what the form leaves to it is found there. @throws RangeError where the fields are not of `inputFields`. */
export function formatOf(values: FieldValues, beginning: string): InputFormat {
  const type = textIn(values, "format");
  switch (type) {
    case "lines":
      return { type };
    case "jsonl":
    case "json":
      return { type, skips: skipsRows(values) };
    case "csv":
      return { type, shape: shapeOf(values, beginning), skips: skipsRows(values) };
    case "text": {
      const part = numberIn(values, "part");
      return textIn(values, "measure") === "lines"
        ? { type, most: part, measure: "lines" }
        : { type, most: part * bytesInKilobyte, measure: "bytes" };
    }
    case "bytes":
      return { type, size: numberIn(values, "part") * bytesInKilobyte };
    default:
      throw new RangeError(`there is no format ${type}`);
  }
}

function skipsRows(values: FieldValues): boolean {
  return textIn(values, "malformed") === "skip";
}

function shapeOf(values: FieldValues, beginning: string): RowShape {
  const named = Object.entries(separators).find(([id]) => id === textIn(values, "separator"));
  const separator = named?.[1] ?? findSeparator(beginning);
  const header = textIn(values, "header");
  return {
    separator,
    hasHeader: header === "auto" ? findHeader(beginning, separator) : header === "yes",
    rowIs: textIn(values, "row") === "list" ? "list" : "object",
    cellsAre: textIn(values, "cells") === "texts" ? "texts" : "numbers",
  };
}

/** Gives an input, or a `WrongRow`. */
export function openText(format: Exclude<InputFormat, { type: "bytes" }>): Stage<string, unknown> {
  switch (format.type) {
    case "lines":
      return new LineSplitting();
    case "jsonl":
      return chained(new LineSplitting(), new JsonLines());
    case "json":
      return new JsonArray();
    case "csv":
      return chained(new CsvReading(format.shape.separator), new CsvInputs(format.shape));
    case "text":
      return format.measure === "lines"
        ? new LineParts(format.most)
        : chained(new LineSplitting(), new TextParts(format.most));
  }
}

/** Gives an input, or a `WrongRow`. */
export function openBytes(format: InputFormat): Stage<Uint8Array, unknown> {
  return format.type === "bytes" ? new ByteParts(format.size) : chained(new TextDecoding(), openText(format));
}

/** Of a file: gives an input, or a `SkippedInput` where malformed rows are skipped, and a `WrongRow` where they are not. */
export function openRows(format: InputFormat): Stage<Uint8Array, unknown> {
  const skips = "skips" in format && format.skips;
  return skips ? chained(openBytes(format), new SkipWrongRows()) : openBytes(format);
}
