import type { Result } from "../../../room/results/result.ts";
import { listsIn, partCountsIn } from "../../../workloads/wordcount/counted.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import type { Refusal } from "./refusal-words.ts";

/** Results that are read in one frame: some milliseconds of work. */
const resultsAFrame = 200;

/** Bars that are drawn. */
const mostBars = 20;

/** What has been read so far. */
export interface WordsSoFar {
  /** Tasks that have counted a passage. */
  readonly passages: number;
  /** Parts of the words that are added up. */
  readonly parts: number;
  /** In these parts. */
  readonly words: number;
  readonly different: number;
  /** In these parts, the most frequent first. */
  readonly top: readonly (readonly [word: string, count: number])[];
  readonly failed: number;
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
}

export const noWords: WordsSoFar = {
  passages: 0,
  parts: 0,
  words: 0,
  different: 0,
  top: [],
  failed: 0,
  refused: 0,
  firstRefusal: null,
};

/** What is asked of a job's results. */
interface WordSource {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): Pick<Result, "outcome" | "volunteer"> | null;
}

/** Reads the parts of a job's words, each once, and keeps the most frequent of all. Volunteers may return anything. */
export class WordReader implements FrameReader {
  readonly #results: WordSource;
  readonly #cursor: { next(): number | null };
  /** As the job's inputs say. */
  readonly #parts: number;
  #soFar = noWords;

  constructor(results: WordSource, parts: number) {
    this.#results = results;
    this.#cursor = results.cursor("completed");
    this.#parts = parts;
  }

  get soFar(): WordsSoFar {
    return this.#soFar;
  }

  get resultsRead(): number {
    const { passages, parts, failed, refused } = this.#soFar;
    return passages + parts + failed + refused;
  }

  readSome(): boolean {
    for (let left = resultsAFrame; left > 0; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      this.#read(task);
    }
    return true;
  }

  #read(task: number): void {
    const result = this.#results.at(task);
    if (result === null) return;
    const { outcome, volunteer } = result;
    const before = this.#soFar;
    if (outcome.type === "failed") {
      this.#soFar = { ...before, failed: before.failed + 1 };
      return;
    }
    const value = outcome.type === "value" ? outcome.value : null;
    const found = partCountsIn(value);
    if (found !== null) {
      const top = [...before.top, ...found.top].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
      this.#soFar = {
        ...before,
        parts: before.parts + 1,
        words: before.words + found.words,
        different: before.different + found.different,
        top: top.slice(0, mostBars),
      };
      return;
    }
    if (listsIn(value, this.#parts) !== null) {
      this.#soFar = { ...before, passages: before.passages + 1 };
      return;
    }
    const reason = outcome.type === "unreadable" ? outcome.reason : "it is no count of words";
    const firstRefusal = before.firstRefusal ?? { task, volunteer, reason };
    this.#soFar = { ...before, refused: before.refused + 1, firstRefusal };
  }
}
