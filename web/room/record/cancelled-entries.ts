import type { JobId } from "../../core/ids.ts";
import type { JournalEntry } from "../../journal/journal.ts";

/** Parts what waits to be written: that of each cancelled job, from its creation or its first inputs on, and all else. */
export function partCancelled<Waiting extends { readonly entry: JournalEntry }>(
  waiting: readonly Waiting[],
): readonly [ofCancelled: readonly Waiting[], others: Waiting[]] {
  const cancelled = new Set<JobId>();
  for (const { entry } of waiting) {
    if (entry.type === "job-changed" && entry.phase === "cancelled") cancelled.add(entry.job);
  }
  const begun = new Set<JobId>();
  const ofCancelled: Waiting[] = [];
  const others: Waiting[] = [];
  for (const one of waiting) {
    const { entry } = one;
    const job = "job" in entry && cancelled.has(entry.job) ? entry.job : null;
    if (job !== null && (entry.type === "job-created" || entry.type === "tasks-added")) begun.add(job);
    (job !== null && begun.has(job) ? ofCancelled : others).push(one);
  }
  return [ofCancelled, others];
}
