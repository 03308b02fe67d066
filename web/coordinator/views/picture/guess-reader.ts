import { guessesIn } from "../../../workloads/password/guesses.ts";
import { nothingRead, ResultReader, type ReadSoFar, type ResultSource } from "./result-reader.ts";

/** What has been read so far of a job that looks for a password. */
export interface GuessesSoFar extends ReadSoFar {
  /** Words that were tried. */
  readonly tried: number;
  /** By the names of volunteers, in the order of their first results. */
  readonly triedBy: ReadonlyMap<string, number>;
  /** When the last of these results came, in milliseconds since the job's start. */
  readonly lastMs: number;
  readonly found: { readonly word: string; readonly volunteer: string } | null;
}

const noGuesses: GuessesSoFar = { ...nothingRead, tried: 0, triedBy: new Map(), lastMs: 0, found: null };

/** Adds up the words that a job's tasks have tried. */
export function openGuessReader(results: ResultSource): ResultReader<GuessesSoFar> {
  return new ResultReader(results, noGuesses, (before, value, { startedMs, runtimeMs, volunteer }) => {
    const guesses = guessesIn(value);
    if (guesses.type === "problem") return guesses.problem;
    const { tried, word } = guesses.value;
    return {
      ...before,
      tried: before.tried + tried,
      triedBy: new Map([...before.triedBy, [volunteer, (before.triedBy.get(volunteer) ?? 0) + tried]]),
      lastMs: Math.max(before.lastMs, startedMs + runtimeMs),
      found: before.found ?? (word === null ? null : { word, volunteer }),
    };
  });
}
