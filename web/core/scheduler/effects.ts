import type { JobId, LeaseId, ParcelId, VolunteerId } from "../ids.ts";
import type { ResultBlock, TaskError } from "../job/job.ts";
import type { Explanation } from "./explanation.ts";

/** Names one commit from its order to its answer; counts up from 1. */
export type CommitId = number;

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

/** An order. The shell carries it out and takes no decision of its own. */
export type SchedulerEffect =
  /** Before the first batch of a job for that volunteer. */
  | { readonly type: "send-job"; readonly volunteer: VolunteerId; readonly job: JobId }
  /** Answered by `batch-sent`, or by `volunteer-left`. */
  | {
      readonly type: "send-batch";
      readonly volunteer: VolunteerId;
      readonly job: JobId;
      readonly lease: LeaseId;
      readonly indices: Uint32Array;
    }
  /** Take back up to `count` tasks of the lease that have not been started; answered by `tasks-returned`, if at all. */
  | { readonly type: "send-recall"; readonly volunteer: VolunteerId; readonly lease: LeaseId; readonly count: number }
  | { readonly type: "send-close-job"; readonly volunteer: VolunteerId; readonly job: JobId }
  /**
   * Put on record; answered by `results-committed`. `positions` are those of the block that are accepted, all of them
   * values; null means every one.
   */
  | {
      readonly type: "commit-results";
      readonly commit: CommitId;
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly block: ResultBlock;
      readonly positions: Uint32Array | null;
      readonly failures: readonly TaskFailure[];
    }
  /** The volunteer may forget these parcels. */
  | { readonly type: "acknowledge"; readonly volunteer: VolunteerId; readonly parcels: readonly ParcelId[] }
  /** One alarm at a time: replaces the one before; null takes it away. */
  | { readonly type: "set-alarm"; readonly at: number | null }
  /** The volunteer broke the protocol: close its link. Answered by `volunteer-left`. */
  | { readonly type: "dismiss"; readonly volunteer: VolunteerId; readonly reason: string }
  /** The volunteer shows no sign of life: close its link without a word. One that lives after all comes by another link. */
  | { readonly type: "give-up-link"; readonly volunteer: VolunteerId; readonly silentMs: number }
  /** Every task is done or failed. */
  | { readonly type: "job-ended"; readonly job: JobId }
  /** Its program loads nowhere; `error` is the last reason, a `ThrownError` as MessagePack. Tasks that are open stay so. */
  | { readonly type: "job-stopped"; readonly job: JobId; readonly error: Uint8Array }
  /** For the log: what was decided about tasks, and why. */
  | { readonly type: "explain"; readonly explanation: Explanation };
