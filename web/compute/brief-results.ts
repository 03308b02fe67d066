import { fromRepeated, toRepeated } from "../core/values/repeated.ts";
import type { RunResults } from "./compute.ts";
import type { SlotWord } from "./protocol.ts";

/**
 * The word with few different values told once: it goes through three threads and two processes, and a megabyte of errors
 * that read the same costs them more than the tasks.
 */
export function inBrief(word: SlotWord): SlotWord {
  if (word.type !== "results") return word;
  const { values, ...columns } = word.results;
  const brief = toRepeated(values);
  return brief === null ? word : { type: "brief-results", columns, values: brief };
}

/** null where the values are not to be believed. */
export function inFull({ columns, values }: Extract<SlotWord, { type: "brief-results" }>): RunResults | null {
  const full = fromRepeated(values, columns.outcomes.length);
  return full === undefined ? null : { ...columns, values: full };
}
