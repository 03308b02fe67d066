import type { JobDefinition } from "../../core/job/job-definition.ts";
import { maxTitleLength } from "../../core/wire/limits.ts";
import { formatBytes, formatCount } from "../../words/format.ts";
import { box } from "../card-paths.ts";
import { fileIn, numberIn, textIn } from "../field-values.ts";
import type { FieldValues, PickedFile } from "../field.ts";
import { mostTypedCharacters } from "../inputs/input-fields.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, ChosenOptions, FieldProblems, Workload } from "../workload.ts";
import { limits, wrongCount, type WordTask } from "./counted.ts";
import { madeUpBook } from "./made-up-book.ts";
import { passagesOf } from "./passages.ts";
import { Shuffle } from "./shuffle.ts";
import source from "./wordcount.task.js?raw";

const sample = `It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the epoch of
belief, it was the epoch of incredulity, it was the season of Light, it was the season of Darkness, it was the spring of hope, it was the
winter of despair, we had everything before us, we had nothing before us, we were all going direct to Heaven, we were all going direct the
other way.
`;

/** Of a file: it is in the job, and on its record, together with what is made of it. */
const mostFileBytes = 32_000_000;

const nothing = "There is no word to count.";

/** A text's words are counted passage by passage, shuffled by the words, and added up part by part. */
export const wordcount: Workload = {
  id: "wordcount",
  title: "Word count",
  explanation: "Counts how often each word occurs in a text: map, shuffle, reduce.",
  card: {
    lesson:
      "The same word goes to the same volunteer, whoever found it: so parts are added up without asking the others.",
    effort: "moments, or as long as your text",
    picture: drawBars,
  },
  presets: [
    { title: "The opening of a novel", values: { given: "text", text: sample, characters: 100, parts: 4 } },
    { title: "A made-up book of 200,000 words", values: { given: "book", words: 200, characters: 10_000, parts: 8 } },
    {
      title: "A made-up library of two million",
      values: { given: "book", words: 2_000, characters: 10_000, parts: 24 },
    },
  ],
  fields: [
    {
      kind: "choice",
      name: "given",
      label: "Text",
      choices: [
        { id: "text", label: "typed or pasted" },
        { id: "file", label: "a file" },
        { id: "book", label: "a made-up book" },
      ],
      preset: "text",
    },
    {
      kind: "text",
      name: "text",
      label: "Its words",
      fewest: 0,
      most: mostTypedCharacters,
      hasLines: true,
      preset: sample,
      shownWith: { given: ["text"] },
    },
    {
      kind: "file",
      name: "file",
      label: "File",
      hint: `A text of at most ${formatBytes(mostFileBytes)}. It goes to the volunteers of this room, in passages, and nowhere else.`,
      accept: ".txt,.md,.csv,text/*",
      shownWith: { given: ["file"] },
    },
    {
      kind: "number",
      name: "words",
      label: "Words of the book",
      unit: "thousand",
      smallest: 1,
      largest: 5_000,
      preset: 200,
      shownWith: { given: ["book"] },
    },
    {
      kind: "number",
      name: "seed",
      label: "Seed",
      smallest: 0,
      largest: 0xffff_ffff,
      preset: 1,
      shownWith: { given: ["book"] },
    },
    {
      kind: "number",
      name: "characters",
      label: "Passage",
      unit: "characters",
      hint: "Each is one task of the map, up to the end of its last word.",
      smallest: 20,
      // What the words of a passage come to is checked as a whole, and larger values are not.
      largest: 10_000,
      preset: 100,
    },
    {
      kind: "number",
      name: "parts",
      label: "Parts of the words",
      hint: "Each is one task of the reduce.",
      smallest: 1,
      largest: limits.parts,
      preset: 4,
    },
  ],
  originsOf: (values) => ({ inputs: textIn(values, "given") === "file" ? "file" : "text" }),
  check(values): FieldProblems {
    const given = textIn(values, "given");
    // A file's text is known when it has been read.
    if (given === "file") return fileIn(values, "file") === null ? { file: "Pick the file that is counted." } : {};
    if (given === "text") return passagesProblems(textIn(values, "text"), values, "text");
    // Words of the book have five characters at least on average, and are not made at each key.
    return tooManyProblems(6_000 * numberIn(values, "words"), numberIn(values, "characters"));
  },
  createJob: (values, chosen) => {
    const isBook = textIn(values, "given") === "book";
    const text = isBook
      ? madeUpBook(1_000 * numberIn(values, "words"), numberIn(values, "seed"))
      : textIn(values, "text");
    return jobOf(wordcount.title, text, values, chosen);
  },
  async prepareJob(values, chosen) {
    const file = textIn(values, "given") === "file" ? fileIn(values, "file") : null;
    if (file === null) {
      return { type: "prepared", definition: wordcount.createJob(values, chosen), source: null, blobs: [] };
    }
    if (file.size > mostFileBytes) {
      return { type: "wrong", problems: { file: `${file.name} has more than ${formatBytes(mostFileBytes)}.` } };
    }
    const text = await textOf(file);
    if (text === null) return { type: "wrong", problems: { file: `${file.name} is no text that can be read.` } };
    const problems = passagesProblems(text, values, "file");
    if (Object.keys(problems).length > 0) return { type: "wrong", problems };
    const definition = jobOf(`Word count of ${file.name}`, text, values, chosen);
    return { type: "prepared", definition, source: null, blobs: [] };
  },
  following: { view: "wordcount", startPlan: () => new Shuffle(), findWrong: (_, value) => wrongCount(value) },
};

/** null for bytes that are no text in UTF-8, and for a file that is gone. */
async function textOf(file: PickedFile): Promise<string | null> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await new Response(file.stream()).arrayBuffer());
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function passagesProblems(text: string, values: FieldValues, field: "text" | "file"): FieldProblems {
  if (!/[\p{L}\p{N}]/u.test(text)) return { [field]: nothing };
  return tooManyProblems(text.length, numberIn(values, "characters"));
}

function tooManyProblems(length: number, characters: number): FieldProblems {
  if (length / characters <= limits.passages) return {};
  const least = formatCount(Math.ceil(length / limits.passages));
  return { characters: `Makes more than ${formatCount(limits.passages)} tasks: must be at least ${least}.` };
}

function jobOf(title: string, text: string, values: FieldValues, chosen: ChosenOptions): JobDefinition {
  const texts = passagesOf(text, numberIn(values, "characters"));
  const parts = numberIn(values, "parts");
  const inputs = texts.map((passage, at): WordTask => ({
    step: "map",
    what: `passage ${at + 1}`,
    passages: texts.length,
    parts,
    passage: at,
    text: passage,
  }));
  return {
    title: title.slice(0, maxTitleLength),
    unit: "task",
    about: wordcount.explanation,
    work: { unit: "characters", ofTask: text.length / (texts.length + parts) },
    program: { language: "javascript", source, files: {} },
    inputs: { type: "list", values: inputs },
    shared: null,
    options: optionsOf(chosen),
    needs: [],
    view: {
      type: "wordcount",
      input: "{what}",
      task: "{step}: {what}",
      result: "{what}: {words} words, {different} of them different",
      reduced: "{words} words, {different} of them different",
    },
  };
}

/** Bars, each shorter than the one before. */
function drawBars(): readonly CardShape[] {
  const lengths = [104, 70, 56, 40, 32, 24];
  const shapes: CardShape[] = [];
  for (const [at, length] of lengths.entries()) {
    shapes.push({ tone: "soft", path: box(14, 10 + 12.5 * at, 20 - (at % 3) * 5, 7) });
    shapes.push({ tone: at === 0 ? "strong" : "middle", path: box(40, 9 + 12.5 * at, length, 9) });
  }
  return shapes;
}
