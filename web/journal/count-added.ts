import type { JobHistory } from "./journal.ts";

/** What is known of inputs that were added together without reading them. */
interface Addition {
  readonly count: number;
  /** Places among them. */
  readonly skipped: Uint32Array;
}

/** A job's additions, in their order, as its history tells them. */
export function countAdded(additions: readonly Addition[]): Pick<JobHistory, "inputCounts" | "skipped"> {
  const skipped = new Uint32Array(additions.reduce((sum, one) => sum + one.skipped.length, 0));
  let [tasks, at] = [0, 0];
  for (const { count, skipped: places } of additions) {
    for (const place of places) {
      skipped[at] = tasks + place;
      at += 1;
    }
    tasks += count;
  }
  return { inputCounts: additions.map(({ count }) => count), skipped };
}
