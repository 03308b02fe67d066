import type { InputRecipe } from "../../core/job/input-recipe.ts";
import { maxTitleLength } from "../../core/wire/limits.ts";
import { fileIn, numberIn, textIn, truthIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { splitLines } from "../inputs/line-splitting.ts";
import { Passages } from "../inputs/passages.ts";
import { optionsOf } from "../job-options.ts";
import { fileProblem, lineFields, linesOrigin, streamLines, type OpenLines } from "../text-lines.ts";
import type { FieldProblems, Workload } from "../workload.ts";
// oxlint-disable-next-line import/default -- the text of the file; each job adds its default export
import source from "./words.task.js?raw";

const sample = `It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness.
`;

/** A whole file may be one task. */
const mostLinesATask = 1_000_000;

/** Whether a task's value is one number, and not a list of words or letters. */
function isNumber(counted: string): boolean {
  return counted === "words" || counted === "different";
}

/** A task for each line, or for some lines that follow each other. */
function inputsOf(values: FieldValues): InputRecipe {
  if (fileIn(values, "file") !== null) return { type: "stream" };
  const text = textIn(values, "text");
  const linesATask = numberIn(values, "lines");
  if (linesATask === 1) return { type: "lines", text };
  const lines = splitLines(text);
  const passages: string[] = [];
  for (let at = 0; at < lines.length; at += linesATask) passages.push(lines.slice(at, at + linesATask).join("\n"));
  return { type: "list", values: passages };
}

function openLines(values: FieldValues): OpenLines {
  return () => new Passages(numberIn(values, "lines"));
}

const nothing = "There is nothing to count.";

/** Counts words or letters in the lines of a text. */
export const words: Workload = {
  id: "words",
  title: "Words",
  explanation: "Counts words or letters in the lines of a text.",
  fields: [
    ...lineFields({
      typed: { name: "text", label: "Text", preset: sample },
      file: {
        name: "file",
        label: "Or a file",
        hint: "Its text is counted instead of the one above. Read while the job runs.",
      },
    }),
    {
      kind: "choice",
      name: "counted",
      label: "Count",
      choices: [
        { id: "words", label: "words" },
        { id: "different", label: "different words" },
        { id: "frequent", label: "the ten most frequent words" },
        { id: "letters", label: "each letter" },
      ],
      preset: "words",
    },
    { kind: "number", name: "lines", label: "Lines of a task", smallest: 1, largest: mostLinesATask, preset: 1 },
    { kind: "switch", name: "case", label: "Upper and lower case differ", preset: false },
  ],
  originsOf: (values) => ({ inputs: linesOrigin(values, "text", "file") }),
  check(values): FieldProblems {
    const file = fileIn(values, "file");
    if (file === null) return textIn(values, "text") === "" ? { text: nothing } : {};
    const found = fileProblem(file, openLines(values), nothing);
    return found === null ? {} : { file: found };
  },
  createJob(values, chosen) {
    const settings = { counted: textIn(values, "counted"), tellsCase: truthIn(values, "case") };
    const linesATask = numberIn(values, "lines");
    const file = fileIn(values, "file");
    return {
      title: (file === null ? words.title : `Words of ${file.name}`).slice(0, maxTitleLength),
      unit: linesATask === 1 ? "line" : "passage",
      program: {
        language: "javascript",
        source: `${source}\nexport default counterOf(${JSON.stringify(settings)});\n`,
        files: {},
      },
      inputs: inputsOf(values),
      shared: null,
      options: optionsOf(chosen),
      needs: [],
      view: { type: isNumber(settings.counted) ? "histogram" : "table", input: "{}", task: "{}" },
    };
  },
  openSource: (values) => streamLines(fileIn(values, "file"), openLines(values)),
};
