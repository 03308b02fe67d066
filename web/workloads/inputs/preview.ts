import type { SkippedInput } from "../../core/job/skipped-input.ts";
import { shownValue } from "../../core/values/shown-value.ts";
import { formatBytes, formatPlural } from "../../words/format.ts";
import { textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { chosenFile, chosenText, readBeginning, readFormat } from "./beginning.ts";
import { firstRow, separators } from "./csv-guess.ts";
import type { InputFormat } from "./input-formats.ts";
import { encodingOf } from "../../text/text-decoding.ts";

/** Rows that are shown. */
const mostRows = 5;

/** Inputs whose types are told: all of a small file. */
const mostTyped = 1_000;

/** The first inputs, as they are read. */
export interface InputPreview {
  /** The name of the field that they come from. */
  readonly field: string;
  /** How they are read, in sentences. */
  readonly about: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Cells in words, as many in each row as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/** null where there is nothing to show: numbers of a range, and inputs that are wrong. */
export function previewOf(values: FieldValues): InputPreview | null {
  const given = textIn(values, "given");
  if (given !== "list" && chosenFile(values) === null) return null;
  const format = readFormat(values);
  const { inputs, wrong, skipped, isWhole } = readBeginning(values, format);
  if (wrong.length > 0 || inputs.length === 0) return null;
  const names = columnNames(format, values);
  const cellsOf = (input: unknown): readonly unknown[] => cellsIn(format, names, input);
  const typed = inputs.slice(0, mostTyped).map(cellsOf);
  return {
    field: given,
    about: [amountInWords(values, inputs.length, isWhole), ...skippedInWords(skipped), readingInWords(format)].join(
      " ",
    ),
    columns: names.map((name, at) => ({ name, type: typesInWords(typed.map((cells) => cells[at])) })),
    rows: inputs.slice(0, mostRows).map((input) => cellsOf(input).map(shownValue)),
  };
}

function columnNames(format: InputFormat, values: FieldValues): readonly string[] {
  if (format.type !== "csv") return ["input"];
  const cells = firstRow(chosenText(values), format.shape.separator)?.cells ?? [];
  return format.shape.hasHeader ? cells : cells.map((_, at) => String(at + 1));
}

function cellsIn(format: InputFormat, names: readonly string[], input: unknown): readonly unknown[] {
  if (format.type !== "csv" || typeof input !== "object" || input === null) return [input];
  return Array.isArray(input) ? input : names.map((name): unknown => Reflect.get(input, name));
}

function amountInWords(values: FieldValues, count: number, isWhole: boolean): string {
  if (isWhole) return `${formatPlural(count, "input")}.`;
  return `The first inputs of ${formatBytes(chosenFile(values)?.size ?? 0)} in ${encodingOf(chosenFile(values)?.head ?? new Uint8Array())}.`;
}

/** Of the rows that will be skipped the first, and how many. */
function skippedInWords(skipped: readonly SkippedInput[]): readonly string[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const many = formatPlural(skipped.length, "malformed row", "malformed rows");
  return [`${many} skipped, the first since ${first.place} ${first.wrong}.`];
}

function readingInWords(format: InputFormat): string {
  switch (format.type) {
    case "lines":
      return "Each line is a text, with its spaces; blank lines are inputs, too.";
    case "jsonl":
      return "Blank lines are left out.";
    case "json":
      return "Each element of the array is an input.";
    case "csv": {
      const { separator, hasHeader, rowIs } = format.shape;
      const name = Object.entries(separators).find(([, one]) => one === separator)?.[0] ?? separator;
      return `Separated by ${name}; the first row is ${hasHeader ? "a header" : "an input"}; each row is ${rowIs === "list" ? "a list" : "an object"}; blank lines are left out.`;
    }
    case "text":
      return "Each part is a text.";
    case "bytes":
      return "Each part is a Uint8Array.";
  }
}

/** `number or text` */
function typesInWords(found: readonly unknown[]): string {
  return [...new Set(found.map(typeOf))].toSorted().join(" or ");
}

function typeOf(found: unknown): string {
  if (found === null) return "null";
  if (Array.isArray(found)) return "list";
  if (found instanceof Uint8Array) return "bytes";
  return typeof found === "string" ? "text" : typeof found;
}
