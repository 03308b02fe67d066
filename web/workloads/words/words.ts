import type { InputRecipe } from "../../core/job/input-recipe.ts";
import { maxTitleLength } from "../../core/wire/limits.ts";
import { box } from "../card-paths.ts";
import { fileIn, numberIn, textIn, truthIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { readHead, readText } from "../inputs/beginning.ts";
import { inputFileOf, openFile } from "../inputs/file-reading.ts";
import { mostTypedCharacters } from "../inputs/input-fields.ts";
import { openBytes, type InputFormat } from "../inputs/input-formats.ts";
import { LineParts } from "../inputs/line-parts.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
// oxlint-disable-next-line import/default -- the text of the file; each job adds its default export
import source from "./words.task.js?raw";

const sample = `It was the best of times, it was the worst of times,
it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity,
it was the season of Light, it was the season of Darkness.
`;

/** Most lines of one task: so many that a whole file may be one task. */
const mostLinesATask = 1_000_000;

/** Whether a task's value is one number, and not a list of words or letters. */
function isNumber(counted: string): boolean {
  return counted === "words" || counted === "different";
}

function formatIn(values: FieldValues): InputFormat {
  return { type: "text", most: numberIn(values, "lines"), measure: "lines" };
}

function inputsOf(values: FieldValues): InputRecipe {
  const file = fileIn(values, "file");
  if (file !== null) return { type: "stream", file: inputFileOf(file, formatIn(values)) };
  const text = textIn(values, "text");
  if (numberIn(values, "lines") === 1) return { type: "lines", text };
  return { type: "list", values: readText(text, new LineParts(numberIn(values, "lines"))).inputs };
}

/** Lines of a text, with some words marked. */
function drawLines(): readonly CardShape[] {
  const lengths = [
    [18, 34, 12, 40],
    [30, 12, 26, 22],
    [12, 44, 20, 14],
    [26, 18, 12, 30],
    [20, 12, 28],
  ];
  const shapes: CardShape[] = [];
  for (const [row, words] of lengths.entries()) {
    let left = 16;
    for (const [at, length] of words.entries()) {
      const tone = length === 12 ? "strong" : (row + at) % 3 === 0 ? "middle" : "soft";
      shapes.push({ tone, path: box(left, 15 + 13 * row, length, 7) });
      left += length + 5;
    }
  }
  return shapes;
}

const nothing = "There is nothing to count.";

/** Counts words or letters in the lines of a text. */
export const words: Workload = {
  id: "words",
  title: "Words",
  explanation: "Counts words or letters in the lines of a text.",
  card: {
    lesson: "A file of any size is cut into tasks and read only as fast as the room computes.",
    effort: "moments, or as long as your file",
    picture: drawLines,
  },
  presets: [{ title: "The opening of a novel", values: { text: sample, counted: "words", lines: 1 } }],
  fields: [
    { kind: "text", name: "text", label: "Text", fewest: 0, most: mostTypedCharacters, hasLines: true, preset: sample },
    {
      kind: "file",
      name: "file",
      label: "Or a file",
      hint: "Its text is counted instead of the one above. Read while the job runs.",
      accept: ".txt,.csv,.jsonl,.ndjson,.json,.md,text/*",
    },
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
  originsOf: (values) => ({ inputs: fileIn(values, "file") === null ? "text" : "file" }),
  check(values): FieldProblems {
    const file = fileIn(values, "file");
    if (file === null) return textIn(values, "text") === "" ? { text: nothing } : {};
    const { inputs, wrong, isWhole } = readHead(file, openBytes(formatIn(values)));
    if (wrong.length > 0) return { file: `${wrong.join("; ")}.` };
    return isWhole && inputs.length === 0 ? { file: nothing } : {};
  },
  createJob(values, chosen) {
    const settings = { counted: textIn(values, "counted"), tellsCase: truthIn(values, "case") };
    const linesATask = numberIn(values, "lines");
    const file = fileIn(values, "file");
    return {
      title: (file === null ? words.title : `Words of ${file.name}`).slice(0, maxTitleLength),
      unit: linesATask === 1 ? "line" : "passage",
      about: words.explanation,
      work: { unit: "lines", ofTask: linesATask },
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
  openSource(values) {
    const file = fileIn(values, "file");
    return file === null ? null : openFile(file, formatIn(values));
  },
};
