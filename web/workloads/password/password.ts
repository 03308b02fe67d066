import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { box } from "../card-paths.ts";
import { numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import { segmentsOf, segmentsProblem } from "../segments.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import { mostWordsOfTask, wordsUpTo } from "./guesses.ts";
// oxlint-disable-next-line import/default -- the text of the file; each job adds its default export
import source from "./password.task.js?raw";

const digits = "0123456789";
const small = "abcdefghijklmnopqrstuvwxyz";
const capitals = small.toUpperCase();

const alphabets: ReadonlyMap<string, { readonly label: string; readonly letters: string }> = new Map([
  ["digits", { label: "digits", letters: digits }],
  ["small", { label: "small letters", letters: small }],
  ["both", { label: "small letters and digits", letters: small + digits }],
  ["all", { label: "small letters, capitals and digits", letters: small + capitals + digits }],
]);

/** Of all letters and digits there are 2 · 10¹⁴ words as long: tasks number them exactly. */
const longestWord = 8;

function alphabetIn(values: FieldValues): { readonly label: string; readonly letters: string } {
  return alphabets.get(textIn(values, "alphabet")) ?? { label: "", letters: "" };
}

/** Milliseconds of a word at a tenth of a laptop's speed. */
const wordMs = 0.003;

/** How the words become more with each letter: why long passwords hold. */
function drawCurve(): readonly CardShape[] {
  const heights = [1, 2, 5, 11, 23, 47, 68];
  const bars = heights.map((height, at) => box(17 + 18 * at, 78 - height, 14, height));
  return [
    { tone: "soft", path: box(12, 78, 136, 2) },
    { tone: "middle", path: bars.slice(0, -2).join("") },
    { tone: "strong", path: bars.slice(-2, -1).join("") },
    { tone: "warm", path: bars.slice(-1).join("") },
  ];
}

/** Each task hashes a part of all words, until one has the hash of the word that was typed. */
export const password: Workload = {
  id: "password",
  title: "Crack the password",
  explanation: "Hashes word after word until one has the hash of the word that was typed.",
  card: {
    lesson: "Nobody knows where the word lies, and the first to find it sends everybody home.",
    effort: "seconds; each letter more, 26 times as long",
    picture: drawCurve,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { word: "fishes", alphabet: "small", longest: 6, words: 1_000_000 } },
    {
      title: "A minute with five phones",
      values: { word: "giraffe", alphabet: "small", longest: 7, words: 5_000_000 },
    },
    {
      title: "A class for ten minutes",
      values: { word: "umbrella", alphabet: "small", longest: 8, words: 20_000_000 },
    },
  ],
  fields: [
    {
      kind: "text",
      name: "word",
      label: "Password",
      hint: "Stays in this page: volunteers get its hash alone. Take none that you use.",
      fewest: 1,
      most: longestWord,
      preset: "tiger",
      isSecret: true,
    },
    {
      kind: "choice",
      name: "alphabet",
      label: "Made of",
      choices: Array.from(alphabets, ([id, { label }]) => ({ id, label })),
      preset: "small",
    },
    {
      kind: "number",
      name: "longest",
      label: "Longest words",
      unit: "letters",
      hint: "All shorter ones are tried first.",
      smallest: 1,
      largest: longestWord,
      preset: 5,
    },
    {
      kind: "number",
      name: "words",
      label: "Words of a task",
      smallest: 1_000,
      largest: mostWordsOfTask,
      preset: 250_000,
    },
  ],
  check(values): FieldProblems {
    const word = textIn(values, "word");
    const { label, letters } = alphabetIn(values);
    const longest = numberIn(values, "longest");
    const strange = Array.from(word).find((letter) => !letters.includes(letter));
    if (strange !== undefined) return { word: `“${strange}” is none of: ${label}.` };
    if (word.length > longest) return { longest: `The password has ${word.length} letters: it would not be found.` };
    const problem = segmentsProblem(1, wordsUpTo(longest, letters.length), numberIn(values, "words"));
    return problem === null ? {} : { words: problem };
  },
  createJob(values, chosen) {
    const { letters: alphabet } = alphabetIn(values);
    const last = wordsUpTo(numberIn(values, "longest"), alphabet.length) - 1;
    const segments = segmentsOf(0, last, numberIn(values, "words"));
    const settings = { hash: bytesToHex(sha256(utf8ToBytes(textIn(values, "word")))), alphabet };
    return {
      title: password.title,
      unit: "part of the words",
      about: password.explanation,
      work: { unit: "hashes", ofTask: (last + 1) / segments.length },
      program: {
        language: "javascript",
        source: `${source}\nexport default crackerOf(${JSON.stringify(settings)});\n`,
        files: {},
      },
      // How many letters there are, for the picture.
      inputs: { type: "list", values: segments.map(([from, to]) => [from, to, alphabet.length]) },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(wordMs * numberIn(values, "words")) }),
      needs: [],
      view: {
        type: "password",
        input: "{0} to {1}",
        task: "hashes of the words number {0} to {1}",
        reduced: "{tried} words tried; found: {word}",
      },
    };
  },
};
