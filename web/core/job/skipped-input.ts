import { isFields } from "../fields.ts";

/**
 * In place of an input that a source gives: a row that is none, and is not to stop the job. It takes the place of a task that is
 * never computed, and stands on record in place of its input.
 */
export class SkippedInput {
  /** Where it stands in its source, such as `line 7`. */
  readonly place: string;
  /** What is wrong with it, as the rest of a sentence: `has 3 cells instead of 2`. */
  readonly wrong: string;
  /** The row itself. */
  readonly text: string;

  constructor(place: string, wrong: string, text: string) {
    this.place = place;
    this.wrong = wrong;
    this.text = text;
  }
}

/** What a skipped input says, as it is read from the record: there it is a plain object. */
export interface SkippedWords {
  readonly text: string;
  /** `line 7 has 3 cells instead of 2` */
  readonly reason: string;
}

export function skippedWords(input: unknown): SkippedWords {
  if (!isFields(input)) return { text: "", reason: "" };
  const { place, wrong, text } = input;
  if (typeof place !== "string" || typeof wrong !== "string") return { text: "", reason: "" };
  return { text: typeof text === "string" ? text : "", reason: `${place} ${wrong}` };
}
