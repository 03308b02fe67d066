import { maxTasks, type InputRecipe } from "../../core/job/input-recipe.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import { formatCount } from "../../words/format.ts";
import { fileIn, numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import type { FieldProblems } from "../workload.ts";
import { chosenFile, chosenText, readBeginning, readFormat, type Beginning } from "./beginning.ts";
import { firstRow } from "./csv-guess.ts";
import type { RowShape } from "./csv-inputs.ts";
import { inputFileOf, openFile } from "./file-reading.ts";
import { mostKilobytes } from "./input-fields.ts";
import type { InputFormat } from "./input-formats.ts";

/** The field that inputs come from: what is wrong with them is said there. */
export function inputsOrigin(values: FieldValues): string {
  const origins: Readonly<Record<string, string>> = { range: "to", random: "draws", file: "file" };
  return origins[textIn(values, "given")] ?? "list";
}

/** What is wrong with the chosen inputs, as far as it can be told before the start. */
export function inputProblems(values: FieldValues): FieldProblems {
  switch (textIn(values, "given")) {
    case "range":
      return rangeProblems(values);
    case "random":
      return numberIn(values, "smallest") > numberIn(values, "largest")
        ? { largest: "The largest number must not be below the smallest." }
        : {};
    default:
      return textProblems(values);
  }
}

function rangeProblems(values: FieldValues): FieldProblems {
  if (numberIn(values, "from") > numberIn(values, "to")) return { to: "The last number must not be below the first." };
  const count = rangeCount(values);
  return count > maxTasks
    ? { to: `Would be ${formatCount(count)} inputs; at most ${formatCount(maxTasks)} are possible.` }
    : {};
}

function rangeCount(values: FieldValues): number {
  return Math.floor((numberIn(values, "to") - numberIn(values, "from")) / numberIn(values, "step")) + 1;
}

function textProblems(values: FieldValues): FieldProblems {
  const isFile = textIn(values, "given") === "file";
  const file = chosenFile(values);
  if (isFile && file === null) return { file: "Pick a file." };
  if (file?.size === 0) return { file: `${file.name} is empty: pick another file.` };
  const format = readFormat(values);
  const wrongFormat = formatProblem(format, values);
  if (wrongFormat !== null) return wrongFormat;
  const beginning = readBeginning(values, format);
  const origin = inputsOrigin(values);
  if (beginning.wrong.length > 0) return { [origin]: wrongInWords(format, beginning, isFile) };
  return beginning.isWhole && beginning.inputs.length === 0 ? { [origin]: noneInWords(format, values, beginning) } : {};
}

function formatProblem(format: InputFormat, values: FieldValues): FieldProblems | null {
  if (format.type === "bytes" && numberIn(values, "part") > mostKilobytes) {
    return { part: `Must be at most ${formatCount(mostKilobytes)} kilobytes of bytes.` };
  }
  const twice = format.type === "csv" ? doubleName(format.shape, chosenText(values)) : null;
  if (twice !== null) return { row: `The header has “${twice}” twice, and an object only once: choose a list.` };
  return null;
}

/** A name that two columns have, where rows become objects; null where there is none. */
function doubleName({ separator, hasHeader, rowIs }: RowShape, text: string): string | null {
  if (!hasHeader || rowIs === "list") return null;
  const names = firstRow(text, separator)?.cells ?? [];
  return names.find((name, at) => names.indexOf(name) < at) ?? null;
}

function noneInWords(format: InputFormat, values: FieldValues, { skipped: [first] }: Beginning): string {
  if (first !== undefined) {
    return `There is no input: each row is malformed, the first since ${first.place} ${first.wrong}.`;
  }
  const hasRow = format.type === "csv" && chosenText(values).trim() !== "";
  return hasRow && format.shape.hasHeader ? "There is no input: no row follows the header." : "There is no input.";
}

function wrongInWords(format: InputFormat, { wrong, isBroken }: Beginning, isFile: boolean): string {
  const rule =
    format.type === "jsonl"
      ? 'Each line must be one JSON value, such as 7, "a" or [1, 2]'
      : "Not all of it can be read";
  const canSkip = isFile && !isBroken && "skips" in format;
  const remedy = canSkip ? " Mend the file and pick it again, or have malformed rows skipped." : "";
  return `${rule}: ${wrong.join("; ")}.${remedy}`;
}

/** @throws RangeError where the fields are not of `inputFields`. */
export function recipeOf(values: FieldValues): InputRecipe {
  switch (textIn(values, "given")) {
    case "range":
      return {
        type: "range",
        start: numberIn(values, "from"),
        step: numberIn(values, "step"),
        count: rangeCount(values),
      };
    case "random": {
      const columns = [{ smallest: numberIn(values, "smallest"), largest: numberIn(values, "largest") }];
      return { type: "random", seed: numberIn(values, "seed"), count: numberIn(values, "draws"), columns };
    }
    case "file": {
      const file = fileIn(values, "file");
      return file === null ? { type: "stream" } : { type: "stream", file: inputFileOf(file, readFormat(values)) };
    }
    default:
      return { type: "list", values: readBeginning(values, readFormat(values)).inputs };
  }
}

/** The inputs of a picked file; null where they do not come from one. */
export function sourceOf(values: FieldValues): InputStream | null {
  const file = textIn(values, "given") === "file" ? fileIn(values, "file") : null;
  return file === null ? null : openFile(file, readFormat(values));
}
