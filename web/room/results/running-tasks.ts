import type { VolunteerId } from "../../core/ids.ts";

/** What is known of the tasks that are being computed. */
export interface RunningTasks {
  /** The volunteer that a leased task is with; null where it is with none. */
  readonly holderOf: (task: number) => VolunteerId | null;
  /** How much of a leased task is done, from 0 to 1; null where that is not known. */
  readonly partOf: (task: number) => number | null;
}

/** Of a job that no volunteer computes. */
export const nothingRuns: RunningTasks = { holderOf: () => null, partOf: () => null };
