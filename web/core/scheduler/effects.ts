import type { CommitId, Epoch, JobId, LeaseId, LoadId, ParcelId, VolunteerId } from "../ids.ts";
import type { Feature } from "../job/features.ts";
import type { CloseReason, EndRule, ResultBlock } from "../job/job.ts";
import type { Caller, CallerEnd } from "../objects/call.ts";
import type { Packed } from "../values/format.ts";
import type { CallName } from "../wire/messages.ts";
import type { Explanation } from "./explanation.ts";
import type { TaskFailure } from "./task-failure.ts";

/** Why a link is given up: its path is interrupted and silent, or a task that ends with its link alone was held for too long. */
export type GivenUp = "path" | "lease-expired";

/** An order. It holds all that carrying it out needs: the shell takes no decision and does not look into the scheduler. */
export type SchedulerEffect =
  /**
   * Before the first batch of a job for that volunteer. For a job with blobs: as soon as the volunteer may be given tasks, and
   * answered by `volunteer-equipped` or `volunteer-unequipped`, or by `volunteer-left`. No batch goes out before the former.
   */
  | { readonly type: "send-job"; readonly volunteer: VolunteerId; readonly job: JobId }
  /**
   * Have the inputs of these tasks ready to be sent. Answered by `inputs-ready` or `inputs-failed`, within the same turn where
   * the source needs no time.
   */
  | { readonly type: "load-inputs"; readonly load: LoadId; readonly job: JobId; readonly indices: Uint32Array }
  /**
   * The inputs need not be loaded or kept any longer: nobody takes them, or the lease has ended for which they were kept. Where they
   * are still on their way, `load-inputs` need not be answered.
   */
  | { readonly type: "drop-inputs"; readonly load: LoadId }
  /**
   * Ask the job's source for up to `count` further tasks. Answered by `tasks-added`, `job-sealed` or `source-failed`; not
   * given again before that.
   */
  | { readonly type: "want-tasks"; readonly job: JobId; readonly count: number }
  /** Answers `inputs-ready`. */
  | {
      readonly type: "send-batch";
      readonly volunteer: VolunteerId;
      readonly job: JobId;
      readonly epoch: Epoch;
      readonly lease: LeaseId;
      readonly indices: Uint32Array;
      /** Whose inputs these are. */
      readonly load: LoadId;
      /** Places of the tasks in the load; null: they are its first ones. */
      readonly positions: Uint32Array | null;
      /** Executions begun of each task, this one included. */
      readonly attempts: Uint8Array;
    }
  /** Take back up to `count` tasks of the lease that have not been started; answered by `tasks-returned`, if at all. */
  | {
      readonly type: "send-recall";
      readonly volunteer: VolunteerId;
      readonly epoch: Epoch;
      readonly lease: LeaseId;
      readonly count: number;
    }
  | { readonly type: "send-close-job"; readonly volunteer: VolunteerId; readonly job: JobId; readonly why: CloseReason }
  /** The attempt's next call, for whoever has the room's objects. Answered by nothing: each answer goes to the volunteer. */
  | ({
      readonly type: "pass-call";
      readonly volunteer: VolunteerId;
      readonly received: number;
      readonly request: Packed;
    } & CallName)
  /** Tell the attempt that it counts no more. */
  | ({ readonly type: "fence-call"; readonly volunteer: VolunteerId } & CallName)
  /** An attempt of which calls were passed on has ended. Given once for each of them; none of its calls is passed on from then on. */
  | ({ readonly type: "end-caller"; readonly job: JobId; readonly how: CallerEnd } & Caller)
  /** Put on record; answered by `results-committed`. */
  | {
      readonly type: "commit-results";
      readonly commit: CommitId;
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      /** The slot that computed the block; null where no answer brought the failures. */
      readonly slot: number | null;
      /** Milliseconds since the first task of the block began. */
      readonly beganMsAgo: number;
      /** Without its values where no position is accepted. */
      readonly block: ResultBlock;
      /** Positions in the block that are accepted, all of them values; null means every one. */
      readonly positions: Uint32Array | null;
      readonly failures: readonly TaskFailure[];
      /** The tasks that the commit settles: those of the accepted positions in their order, then those of the failures. */
      readonly settled: Uint32Array;
      /** Executions begun of each task in `settled`. */
      readonly attempts: Uint8Array;
      /** True if the job can end once this is on record: no task of it is left to be computed and none will be added, or one of the results ends it. */
      readonly isLast: boolean;
    }
  /** The volunteer may forget these parcels. */
  | { readonly type: "acknowledge"; readonly volunteer: VolunteerId; readonly parcels: readonly ParcelId[] }
  /** One alarm at a time: replaces the one before; null takes it away. */
  | { readonly type: "set-alarm"; readonly at: number | null }
  /** The volunteer broke the protocol: close its link. Answered by `volunteer-left`. */
  | { readonly type: "dismiss"; readonly volunteer: VolunteerId; readonly reason: string }
  /** The volunteer is taken for gone: close its link without a word. One that lives comes by another link. */
  | {
      readonly type: "give-up-link";
      readonly volunteer: VolunteerId;
      readonly because: GivenUp;
      /** Since it was heard last. */
      readonly silentMs: number;
    }
  /**
   * Whether the job runs while no volunteer computes it or could be given its tasks: given at each change, false before the
   * first. Its clock stands meanwhile, or the time it took would say nothing of the job. `lacks`: the features that it needs
   * and nobody who computes offers; given anew when they change.
   */
  | {
      readonly type: "job-waits";
      readonly job: JobId;
      readonly isWaiting: boolean;
      readonly lacks: readonly Feature[];
    }
  /** Inputs cannot be had, from that task on: the job is paused, until a person has it go on. */
  | { readonly type: "job-stuck"; readonly job: JobId; readonly task: number; readonly reason: string }
  /** The job is sealed, and every task is done, failed or skipped. */
  | {
      readonly type: "job-ended";
      readonly job: JobId;
      readonly done: number;
      readonly failed: number;
      readonly skipped: number;
    }
  /**
   * The task's result has ended the job, and is on record: `notNeeded` tasks have none, and further ones would not be needed.
   * `rule`: the one that it satisfies; null where the task itself said so.
   */
  | {
      readonly type: "job-ended-early";
      readonly job: JobId;
      readonly task: number;
      readonly rule: EndRule | null;
      readonly notNeeded: number;
    }
  /** The program loads nowhere. `error` is the last reason, a `ThrownError` as MessagePack. Open tasks stay open. */
  | { readonly type: "job-stopped"; readonly job: JobId; readonly error: Uint8Array }
  /** Answers `job-forgotten`, once nothing of the job is on its way to the record: no further order names the job. */
  | { readonly type: "job-dropped"; readonly job: JobId }
  /** For the log: what was decided about tasks, and why. */
  | { readonly type: "explain"; readonly explanation: Explanation };
