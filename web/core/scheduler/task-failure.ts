import type { VolunteerId } from "../ids.ts";
import type { TaskError } from "../job/job.ts";

/** An attempt that brought no value. */
export interface FailedAttempt {
  readonly volunteer: VolunteerId;
  /** `lost`: the volunteer died with the task in hand. */
  readonly outcome: TaskError | "lost";
  readonly runtimeMs: number;
  /** What was thrown, as an encoded value; empty for `lost`. */
  readonly error: Uint8Array;
}

/** A task that is given up, with all that happened to it. */
export interface TaskFailure {
  readonly task: number;
  readonly history: readonly FailedAttempt[];
}
