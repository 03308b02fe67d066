import type { JobId } from "../../core/ids.ts";
import type { JournalEntry } from "../../journal/journal.ts";

/** What of a cancelled job did not get on record. */
export interface NotKept {
  /** Whether nothing of it did. */
  readonly isWhole: boolean;
  /** Inputs that were added to it. */
  readonly inputs: number;
  readonly results: number;
}

/** For each cancelled job whose creation, or further inputs, wait to be written, the first of these. In their order. */
export function growingEntries<Waiting extends { readonly entry: JournalEntry }>(
  waiting: readonly Waiting[],
): ReadonlyMap<JobId, Waiting> {
  const cancelled = new Set<JobId>();
  for (const { entry } of waiting) {
    if (entry.type === "job-changed" && entry.phase === "cancelled") cancelled.add(entry.job);
  }
  const found = new Map<JobId, Waiting>();
  if (cancelled.size === 0) return found;
  for (const one of waiting) {
    const { entry } = one;
    if (entry.type !== "job-created" && entry.type !== "tasks-added") continue;
    if (cancelled.has(entry.job) && !found.has(entry.job)) found.set(entry.job, one);
  }
  return found;
}

/** `entries`: those of one job that are given up. */
export function notKeptOf(entries: readonly JournalEntry[]): NotKept {
  let isWhole = false;
  let inputs = 0;
  let results = 0;
  for (const entry of entries) {
    if (entry.type === "job-created") isWhole = true;
    if (entry.type === "tasks-added") inputs += entry.inputs.ends.length;
    if (entry.type !== "results-accepted") continue;
    const { block, positions } = entry.results;
    results += positions?.length ?? block.indices.length;
  }
  return { isWhole, inputs, results };
}
