import { isFields } from "../../core/fields.ts";
import { problem, value, type Result } from "../../core/result.ts";

/** The most words that one task may try, as the form has it. */
export const mostWordsOfTask = 10_000_000_000;

/** How many words there are of all lengths up to that one. */
export function wordsUpTo(longest: number, letters: number): number {
  let words = 0;
  for (let length = 1; length <= longest; length += 1) words += letters ** length;
  return words;
}

/** How many letters a job's words are made of, by one of its inputs; null where it says none. */
export function lettersIn(input: unknown): number | null {
  const letters: unknown = Array.isArray(input) ? input[2] : null;
  return typeof letters === "number" && Number.isInteger(letters) && letters >= 2 && letters <= 256 ? letters : null;
}

/** What a task has come to. */
export interface Guesses {
  readonly tried: number;
  /** The password, where it was among them. */
  readonly word: string | null;
}

/** What is wrong with a value that is none, as the end of a sentence. */
export function guessesIn(found: unknown): Result<Guesses> {
  if (!isFields(found)) return problem("it is no count of words that were tried");
  const { tried, word } = found;
  const isCount = typeof tried === "number" && Number.isInteger(tried) && tried >= 1 && tried <= mostWordsOfTask;
  if (!isCount) return problem("it is no count of words that were tried");
  return word === null || typeof word === "string" ? value({ tried, word }) : problem("its word is no text");
}
