import type { CommitId, JobId, LoadId, ParcelId, VolunteerId } from "../ids.ts";
import type { Feature } from "../job/features.ts";
import type { EndRule, JobOptions, ResultBlock } from "../job/job.ts";
import type { Packed } from "../values/format.ts";
import type { CallName, LeaseName } from "../wire/messages.ts";

/** Why a volunteer has left. Only `lost` counts as a death, for the tasks that it had in hand. */
export type Departure =
  /** The volunteer said goodbye. */
  | "goodbye"
  /** The link ended without a goodbye. */
  | "lost"
  /** The volunteer broke the protocol. */
  | "dismissed"
  /** The same tab came back by another link. */
  | "replaced";

/** The tasks of a job that are on record, in the order in which they got there; every column has the same length. */
export interface JobRecords {
  /** Tasks, each at most once. */
  readonly indices: Uint32Array;
  readonly volunteers: Uint32Array;
  readonly runtimesMs: Float32Array;
  /** Executions begun. */
  readonly attempts: Uint8Array;
  /** 1 for each task that failed. */
  readonly failed: Uint8Array;
  /** The first task on record whose result ends the job; null where none does. */
  readonly endedBy: number | null;
  /** Tasks without an input, which are never to be computed. In columns of their own: they have no result. */
  readonly skipped: Uint32Array;
}

/** A fact, in the past tense. `now` is in milliseconds of any clock that does not go back. */
export type SchedulerEvent = { readonly now: number } & (
  | {
      readonly type: "job-submitted";
      readonly job: JobId;
      /** Number of tasks, from 0. */
      readonly total: number;
      readonly options: JobOptions;
      /** Whether no further task will come. */
      readonly isSealed: boolean;
      /** True if volunteers need blobs before they can compute its tasks. */
      readonly hasBlobs?: boolean;
      /** Features that a volunteer must offer to be given its tasks. */
      readonly needs?: readonly Feature[];
    }
  /** Instead of `job-submitted`: the job began in an earlier epoch, and `records` is on record. */
  | {
      readonly type: "job-restored";
      readonly job: JobId;
      readonly total: number;
      readonly options: JobOptions;
      readonly isSealed: boolean;
      readonly hasBlobs?: boolean;
      readonly needs?: readonly Feature[];
      readonly paused: boolean;
      readonly records: JobRecords;
    }
  /**
   * Answers `want-tasks`, or comes unasked: so many further tasks, behind those that are there. `skipped`: those of them, by their
   * index in the job, that have no input and are never to be computed.
   */
  | { readonly type: "tasks-added"; readonly job: JobId; readonly count: number; readonly skipped?: Uint32Array }
  /** No further task will come. */
  | { readonly type: "job-sealed"; readonly job: JobId }
  /** No further task will come, since this one's input could not be had. The tasks before it stay. */
  | { readonly type: "source-failed"; readonly job: JobId; readonly task: number; readonly reason: string }
  /** Nobody asks any more for what became of the job's tasks before this one, all of which are on record. */
  | { readonly type: "tasks-let-go"; readonly job: JobId; readonly before: number }
  | { readonly type: "job-paused"; readonly job: JobId }
  | { readonly type: "job-resumed"; readonly job: JobId }
  | { readonly type: "job-cancelled"; readonly job: JobId }
  /** The task's value, which is on record, satisfies a rule that ends the job. Without effect on a job that is over. */
  | { readonly type: "job-satisfied"; readonly job: JobId; readonly task: number; readonly rule: EndRule }
  /**
   * A job that is over is not looked at any more. Answered by `job-dropped`, once its last commit is answered; what still
   * comes for the job is treated as before.
   */
  | { readonly type: "job-forgotten"; readonly job: JobId }
  /** A job of an earlier start that is not over and does not go on, perhaps until it is restored later: volunteers keep it. */
  | { readonly type: "job-set-aside"; readonly job: JobId }
  /** Such a job is no longer on record: volunteers close it. */
  | { readonly type: "set-aside-deleted"; readonly job: JobId }
  | {
      readonly type: "volunteer-joined";
      readonly volunteer: VolunteerId;
      readonly slots: number;
      /** What tasks find there. */
      readonly features?: readonly Feature[];
    }
  | {
      readonly type: "limits-changed";
      readonly volunteer: VolunteerId;
      readonly slots: number;
      readonly paused: boolean;
    }
  | { readonly type: "heartbeat-arrived"; readonly volunteer: VolunteerId; readonly leases: readonly LeaseName[] }
  | ({
      readonly type: "results-arrived";
      readonly volunteer: VolunteerId;
      readonly job: JobId;
      readonly parcel: ParcelId;
      readonly offered: boolean;
      readonly busyMs: number;
      readonly slot: number;
      /** Milliseconds since the first task of the block began. */
      readonly beganMsAgo: number;
      readonly block: ResultBlock;
    } & LeaseName)
  /** A task in the volunteer's hands calls a shared object. */
  | ({
      readonly type: "task-called";
      readonly volunteer: VolunteerId;
      readonly received: number;
      readonly request: Packed;
    } & CallName)
  | ({ readonly type: "tasks-returned"; readonly volunteer: VolunteerId; readonly indices: Uint32Array } & LeaseName)
  /**
   * Answers `send-job` for a job with blobs: the volunteer holds all of them. Also said, of any job, by a volunteer that has just
   * joined and computes the job since an earlier link.
   */
  | { readonly type: "volunteer-equipped"; readonly volunteer: VolunteerId; readonly job: JobId }
  /** Answers `send-job` for a job with blobs: the volunteer cannot have them. */
  | {
      readonly type: "volunteer-unequipped";
      readonly volunteer: VolunteerId;
      readonly job: JobId;
      readonly reason: string;
    }
  /** The volunteer was sent a piece of a blob, or of a large input of its leases, that it was not sent before over its link. */
  | { readonly type: "piece-sent"; readonly volunteer: VolunteerId }
  /** The network path to the volunteer is interrupted, or works again. */
  | { readonly type: "path-changed"; readonly volunteer: VolunteerId; readonly path: "steady" | "wavering" }
  | { readonly type: "volunteer-left"; readonly volunteer: VolunteerId; readonly departure: Departure }
  /** Answers `load-inputs`: the inputs of the first `count` tasks of the load, one or more, are there and fit one message. */
  | {
      readonly type: "inputs-ready";
      readonly load: LoadId;
      readonly count: number;
      /** Of all of them, large ones included. */
      readonly bytes: number;
      /** True if some travel beside the batch: they are kept until `drop-inputs`, since the volunteer asks for them. */
      readonly areKept?: boolean;
    }
  /** Answers `load-inputs`: not even the first input can be had. `task` is the one that it is. */
  | { readonly type: "inputs-failed"; readonly load: LoadId; readonly task: number; readonly reason: string }
  /**
   * The input of a task that is in a volunteer's hands cannot be read again, and the volunteer waits for it. `load`: the kept one of
   * its lease.
   */
  | { readonly type: "input-lost"; readonly load: LoadId; readonly task: number; readonly reason: string }
  /** Answers `commit-results`. */
  | { readonly type: "results-committed"; readonly commit: CommitId }
  /** So many milliseconds are left out of all times from now on, for the room's page stood still: what volunteers did meanwhile took them all the same. */
  | { readonly type: "time-left-out"; readonly ms: number }
  /** Answers `set-alarm`; may be late by any amount. */
  | { readonly type: "alarm-rang" }
);
