import { formatCount } from "../../words/format.ts";

interface Tally {
  readonly done: number;
  readonly failed: number;
}

/** `12 done`, `7 done, 5 failed`, `12 failed`: a job with failures is never called done. */
export function tallyInWords({ done, failed }: Tally): string {
  if (failed === 0) return `${formatCount(done)} done`;
  const failures = `${formatCount(failed)} failed`;
  return done === 0 ? failures : `${formatCount(done)} done, ${failures}`;
}

/** `5,000`; of a job that grows `at least 5,000`. */
export function totalInWords({ total, isSealed }: { readonly total: number; readonly isSealed: boolean }): string {
  return isSealed ? formatCount(total) : `at least ${formatCount(total)}`;
}

/** The colour of the words for a job that has ended: `outcome-good`, `outcome-mixed` or `outcome-bad`; "" for one that has not. */
export function outcomeClass({ phase, done, failed }: Tally & { readonly phase: string }): string {
  if (phase === "stopped") return "outcome-bad";
  if (phase !== "done" && phase !== "ended-early") return "";
  if (failed === 0) return "outcome-good";
  return done === 0 ? "outcome-bad" : "outcome-mixed";
}
