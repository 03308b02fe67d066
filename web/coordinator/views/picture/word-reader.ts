import { listsIn, partCountsIn } from "../../../workloads/wordcount/counted.ts";
import { nothingRead, ResultReader, type ReadSoFar, type ResultSource } from "./result-reader.ts";

/** Bars that are drawn. */
const mostBars = 20;

/** What has been read so far. */
export interface WordsSoFar extends ReadSoFar {
  /** Tasks that have counted a passage. */
  readonly passages: number;
  /** Parts of the words that are added up. */
  readonly parts: number;
  /** In these parts. */
  readonly words: number;
  readonly different: number;
  /** In these parts, the most frequent first. */
  readonly top: readonly (readonly [word: string, count: number])[];
}

export const noWords: WordsSoFar = { ...nothingRead, passages: 0, parts: 0, words: 0, different: 0, top: [] };

/** Reads the parts of a job's words, each once, and keeps the most frequent of all. `parts`: as the job's inputs say. */
export function openWordReader(results: ResultSource, parts: number): ResultReader<WordsSoFar> {
  return new ResultReader(results, noWords, (before, value) => {
    const found = partCountsIn(value);
    if (found !== null) {
      const top = [...before.top, ...found.top].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
      return {
        ...before,
        parts: before.parts + 1,
        words: before.words + found.words,
        different: before.different + found.different,
        top: top.slice(0, mostBars),
      };
    }
    if (listsIn(value, parts) === null) return "it is no count of words";
    return { ...before, passages: before.passages + 1 };
  });
}
