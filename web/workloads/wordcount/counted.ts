import { isFields } from "../../core/fields.ts";

/** Words, one a line, and how often each occurs, in the same order. */
export interface Counted {
  readonly words: string;
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** A passage to count, or a part of all words to add up, as its task gets it. */
export type WordTask =
  | {
      readonly step: "map";
      /** In words, for the log: `passage 3`. Of large inputs the beginning is read for that, so that it is there. */
      readonly what: string;
      /** Of the job. */
      readonly passages: number;
      readonly parts: number;
      /** Counted from 0. */
      readonly passage: number;
      readonly text: string;
    }
  | {
      readonly step: "reduce";
      readonly what: string;
      readonly parts: number;
      readonly part: number;
      /** Of each passage what it has of this part. */
      readonly lists: readonly Counted[];
    };

/** What the words of one part come to. */
export interface PartCounts {
  readonly part: number;
  readonly words: number;
  readonly different: number;
  /** The most frequent first. */
  readonly top: readonly (readonly [word: string, count: number])[];
}

export const limits = { passages: 20_000, parts: 64 };

/** UTF-16 code units of a word, as the task cuts them: a stranger's might have millions. */
const mostWordLength = 100;
/** Words of a part that are told. */
const mostTold = 20;

function isWhole(found: unknown, least: number, most: number): found is number {
  return typeof found === "number" && Number.isInteger(found) && found >= least && found <= most;
}

/** What the plan has to know of an input; null for one that is none of this kind. */
export function stepIn(
  input: unknown,
): { readonly passages: number; readonly parts: number } | { readonly part: number } | null {
  if (!isFields(input)) return null;
  const { step, passages, parts, part } = input;
  if (step === "map" && isWhole(passages, 1, limits.passages) && isWhole(parts, 1, limits.parts))
    return { passages, parts };
  return step === "reduce" && isWhole(part, 0, limits.parts - 1) ? { part } : null;
}

/** What a passage has come to, a list for each part; null for what is none. */
export function listsIn(value: unknown, parts: number): readonly Counted[] | null {
  const lists = isFields(value) ? value["lists"] : null;
  if (!Array.isArray(lists) || lists.length !== parts) return null;
  const found = lists.flatMap((list: unknown) => countedIn(list) ?? []);
  return found.length === parts ? found : null;
}

function countedIn(list: unknown): Counted | null {
  if (!isFields(list)) return null;
  const { words, counts } = list;
  if (typeof words !== "string" || !(counts instanceof Uint32Array)) return null;
  const lines = words === "" ? 0 : words.split("\n").length;
  return lines === counts.length ? { words, counts: counts.slice() } : null;
}

/** null for what is none. */
export function partCountsIn(value: unknown): PartCounts | null {
  if (!isFields(value) || !Array.isArray(value["top"])) return null;
  const { part, words, different } = value;
  if (!isWhole(part, 0, limits.parts - 1) || !isCount(words) || !isCount(different)) return null;
  const all: readonly unknown[] = value["top"];
  const top = all.flatMap((one) => {
    const [word, count]: unknown[] = Array.isArray(one) ? one : [];
    return typeof word === "string" && word.length <= mostWordLength && isCount(count) ? [[word, count] as const] : [];
  });
  return top.length === all.length && top.length <= mostTold ? { part, words, different, top } : null;
}

function isCount(found: unknown): found is number {
  return isWhole(found, 0, Number.MAX_SAFE_INTEGER);
}

/** What is wrong with a value, as the end of a sentence; null where nothing is. */
export function wrongCount(value: unknown): string | null {
  const lists: unknown = isFields(value) ? value["lists"] : undefined;
  const isRight = Array.isArray(lists) ? listsIn(value, lists.length) !== null : partCountsIn(value) !== null;
  return isRight ? null : "it is no count of words";
}
