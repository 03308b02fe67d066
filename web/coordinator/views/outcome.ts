import { formatCount } from "../../words/format.ts";

interface Tally {
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Tasks that nothing more will become of. */
export function settledOf({ done, failed, skipped }: Tally): number {
  return done + failed + skipped;
}

/** Whether each task is done. */
export function isFlawless({ failed, skipped }: Tally): boolean {
  return failed + skipped === 0;
}

/** `12 done`, `7 done, 5 failed, 1 skipped`, `12 failed`: a job with failures is never called done. */
export function tallyInWords({ done, failed, skipped }: Tally): string {
  const others = [
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(skipped === 0 ? [] : [`${formatCount(skipped)} skipped`]),
  ];
  const isNamed = done > 0 || others.length === 0;
  return [...(isNamed ? [`${formatCount(done)} done`] : []), ...others].join(", ");
}

/** `5,000`; of a job that grows `at least 5,000`. */
export function totalInWords({ total, isSealed }: { readonly total: number; readonly isSealed: boolean }): string {
  return isSealed ? formatCount(total) : `at least ${formatCount(total)}`;
}

/** The colour of the words for a job that has ended: `outcome-good`, `outcome-mixed` or `outcome-bad`; "" for one that has not. */
export function outcomeClass({ phase, done, failed, skipped }: Tally & { readonly phase: string }): string {
  if (phase === "stopped") return "outcome-bad";
  if (phase !== "done" && phase !== "ended-early") return "";
  if (failed + skipped === 0) return "outcome-good";
  return done === 0 ? "outcome-bad" : "outcome-mixed";
}
