import type { InputRecipe } from "../../core/job/input-recipe.ts";
import { openInputs } from "../../core/job/inputs.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { cutWords } from "../../core/values/shown-value.ts";
import { toJson } from "../../core/values/json-writer.ts";
import { formatBytes, formatCount } from "../../words/format.ts";
import { oneLine } from "../../core/clean-words.ts";
import { inputOf, presetsOf, type FieldInput } from "../field.ts";
import { readingFields, type FileReading } from "../inputs/file-reading.ts";
import { mostTypedCharacters } from "../inputs/input-fields.ts";
import { own } from "./own.ts";

/** Inputs that are looked at, to be written as a list. */
const mostInputs = 200_000;

/** What a form of one's own function holds of a job that was made elsewhere. */
export interface FilledForm {
  readonly inputs: Readonly<Record<string, FieldInput>>;
  /** What the form cannot hold, in sentences. */
  readonly leftOut: readonly string[];
}

/** The form that makes this job, as far as a form can. What is beyond a field's limits stands in it, and the field says so. */
export function fillForm({ title, unit, program, inputs, view }: JobDefinition): FilledForm {
  const found = inputsIn(inputs);
  const picture = own.fields.find(({ name }) => name === "picture");
  const hasPicture = picture?.kind === "choice" && picture.choices.some(({ id }) => id === view.type);
  const presets = Object.entries(presetsOf(own.fields)).map(([name, preset]) => [name, inputOf(preset)] as const);
  const texts = { code: program.source, title, unit, task: view.task ?? "", picture: hasPicture ? view.type : "table" };
  return { inputs: { ...Object.fromEntries(presets), ...found.inputs, ...texts }, leftOut: found.leftOut };
}

function inputsIn(recipe: InputRecipe): FilledForm {
  switch (recipe.type) {
    case "range": {
      const { start, step, count } = recipe;
      if (count < 1 || step < 1) return listed(recipe);
      const to = start + (count - 1) * step;
      return { inputs: { given: "range", from: String(start), to: String(to), step: String(step) }, leftOut: [] };
    }
    case "random": {
      const [column, another] = recipe.columns;
      if (column === undefined || another !== undefined) return listed(recipe);
      const { smallest, largest } = column;
      const numbers = { draws: recipe.count, smallest, largest, seed: recipe.seed };
      const texts = Object.entries(numbers).map(([name, number]) => [name, String(number)] as const);
      return { inputs: { given: "random", ...Object.fromEntries(texts) }, leftOut: [] };
    }
    case "stream": {
      const { file } = recipe;
      if (file === undefined) return nothing("Its inputs come from a program that is not here.");
      const unusable = `Pick ${file.name} (${formatBytes(file.bytes)}), from which the job reads its inputs, or another file.`;
      return {
        inputs: { ...knownIn(file.reading), given: "file", file: { unusable } },
        leftOut: unknownIn(file.reading),
      };
    }
    case "open":
      return { inputs: { given: "list", list: "", open: "on" }, leftOut: [] };
    case "list":
    case "packed":
    case "lines":
      return listed(recipe);
  }
}

/** Whoever has made the job may have named any field, the program's among them. */
function knownIn(reading: FileReading): FileReading {
  return Object.fromEntries(
    readingFields.flatMap(({ name }) => {
      const text = reading[name];
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function unknownIn(reading: FileReading): readonly string[] {
  const unknown = Object.keys(reading).filter((name) => !readingFields.some((field) => field.name === name));
  if (unknown.length === 0) return [];
  const names = cutWords(oneLine(unknown.join(", ")));
  return [`This page knows no such part of how a file is read: ${names}. It is left out.`];
}

/** One JSON value on each line. */
function listed(recipe: InputRecipe): FilledForm {
  const source = openInputs(recipe);
  const { total } = source;
  if (total > mostInputs) return nothing(`Its ${formatCount(total)} inputs are more than the form’s list takes.`);
  let list = "";
  for (let index = 0; index < total; index += 1) {
    const line = toJson(source.at(index));
    if (hasKinds(line))
      return nothing(`Its input ${index} is of a kind that no JSON has, so that the form cannot hold it.`);
    list += `${line}\n`;
    if (list.length > mostTypedCharacters) {
      return nothing(
        `Its inputs have more than the ${formatCount(mostTypedCharacters)} characters that the form’s list takes.`,
      );
    }
  }
  return { inputs: { given: "list", format: "jsonl", list }, leftOut: [] };
}

/** Whether the line has a value that JSON has no word for. */
function hasKinds(line: string): boolean {
  if (!line.includes('"$"')) return false;
  let found = false;
  JSON.parse(line, (key, part: unknown) => {
    found ||= key === "$";
    return part;
  });
  return found;
}

function nothing(why: string): FilledForm {
  return {
    inputs: { given: "list", list: "" },
    leftOut: [`${why} Give others, or run the job again as it is.`],
  };
}
