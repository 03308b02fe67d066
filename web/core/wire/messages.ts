import type { Ticket } from "../lease-ticket.ts";
import type { BlobHash, BlobName } from "../blobs/blob-name.ts";
import type { Epoch, JobId, LeaseId, ParcelId, TabId, VolunteerId } from "../ids.ts";
import type { ConsoleLevel } from "../job/console-level.ts";
import type { Feature } from "../job/features.ts";
import type { CloseReason, Language, ResultBlock } from "../job/job.ts";
import type { PartKind } from "../job/part-kind.ts";
import type { Template } from "../job/template.ts";
import type { Packed } from "../values/format.ts";
import type { DownFarewell, UpFarewell } from "./farewells.ts";

/** Raised with every change of a message, of a frame or of a link's channels; `version.test.ts` holds it to the schema's hash. */
export const wireVersion = 12;

/** Control goes ahead of bulk on every link; within one lane order is kept. */
export type Lane = "control" | "bulk";

/** A lease as both sides name it: an answer that names another epoch or an ended lease changes nothing. */
export interface LeaseName {
  readonly epoch: Epoch;
  readonly lease: LeaseId;
}

/** An input that travels beside its batch: the volunteer asks for it piece by piece. */
export interface LargeInput extends BlobName {
  /** Its place in the batch. */
  readonly at: number;
}

/** Names a call of a shared object: the attempt's `call`-th one, counted from 1. */
export interface CallName extends LeaseName {
  readonly job: JobId;
  readonly task: number;
  readonly call: number;
}

/** How much of a running task is done, by its own word. */
export interface TaskProgress {
  readonly job: JobId;
  readonly task: number;
  /** From 0 to 1. */
  readonly part: number;
}

/** What a volunteer says once the handshake is done. */
export type UpMessage =
  /** The first message: the volunteer's tab and its slots. */
  | {
      readonly type: "join";
      readonly tab: TabId;
      /** What people read in the table; 1 to 40 characters. */
      readonly name: string;
      /** Browser and system in a few words; at most 80 characters. */
      readonly device: string;
      /** How many tasks it computes at a time; 1 to 256. */
      readonly slots: number;
      /** What it offers beyond the ordinary, such as `wasm-simd`: jobs may need some of it. */
      readonly features: readonly Feature[];
    }
  /** The volunteer's own limits changed; obeyed at once. */
  | { readonly type: "limits"; readonly slots: number; readonly paused: boolean }
  /** Says that the volunteer is there and works on these leases. Renews exactly those. */
  | { readonly type: "heartbeat"; readonly leases: readonly LeaseName[] }
  /** Finished attempts, kept by the volunteer until `committed` names the parcel. */
  | ({
      readonly type: "results";
      readonly job: JobId;
      readonly parcel: ParcelId;
      /** The lease's ticket where the link over which it came is gone: counts for tasks that still have no result. Else null. */
      readonly offered: Ticket | null;
      /** All tasks of the lease, as they came, where the results are offered. Else none. */
      readonly granted: Uint32Array;
      /** Milliseconds the slot spent on this block, its own overhead included. */
      readonly busyMs: number;
      /** The slot that computed the block, from 0. */
      readonly slot: number;
      /** Milliseconds since the first task of the block began, measured when the message is sent: anew for an offer. */
      readonly beganMsAgo: number;
      readonly block: ResultBlock;
    } & LeaseName)
  /** A line that a task has written to its console. */
  | {
      readonly type: "console";
      readonly job: JobId;
      /** Null while the program was loaded. */
      readonly task: number | null;
      readonly level: ConsoleLevel;
      /** Empty where nothing but lines left out is told of. */
      readonly text: string;
      /** Lines that the volunteer has left out before this one. */
      readonly dropped: number;
    }
  /** The running tasks that have told how far they are, in place of what the message before said. */
  | { readonly type: "progress"; readonly running: readonly TaskProgress[] }
  /** A task calls a shared object: `answer` answers, however long that takes. Never sent again: with its link an attempt is fenced. */
  | ({
      readonly type: "call";
      /** How many answers the attempt has been given before. */
      readonly received: number;
      /** Encoded values: the object, the method, then the arguments. */
      readonly request: Packed;
    } & CallName)
  /** Tasks of a lease that were not started and will not be; none if a recall found nothing. */
  | ({ readonly type: "returned"; readonly indices: Uint32Array } & LeaseName)
  /** Asks for the piece of a blob, or of a large input, that begins at `from`. At most four requests are open at a time. */
  | { readonly type: "blob-wanted"; readonly hash: BlobHash; readonly from: number }
  /**
   * The volunteer holds all blobs that the job names, verified: it takes batches of the job from now on. Also said after a
   * welcome, of each job that it computes since an earlier link, with or without blobs: answered by `close-job` if that is over.
   */
  | { readonly type: "equipped"; readonly job: JobId }
  /** The blobs of the job cannot be had: the volunteer takes no batch of it, until it is told the job once more. */
  | { readonly type: "unequipped"; readonly job: JobId; readonly reason: string }
  /** The volunteer leaves on purpose; all its leases are free. `detail`: at most 200 characters. */
  | { readonly type: "goodbye"; readonly reason: UpFarewell; readonly detail: string };

/** What the coordinator says once the handshake is done. */
export type DownMessage =
  /** The answer to `join`. */
  | {
      readonly type: "welcome";
      readonly epoch: Epoch;
      readonly volunteer: VolunteerId;
      /** Milliseconds between the volunteer's heartbeats. */
      readonly heartbeatMs: number;
    }
  /** A job the volunteer will get batches of. */
  | {
      readonly type: "job";
      readonly job: JobId;
      /** What people call the job; 1 to 80 characters. */
      readonly title: string;
      /** What it computes, in a sentence; may be empty. */
      readonly about: string;
      /** What rates are told in, in the plural: `pixels`, of which a task has `workOfTask` on average. */
      readonly workUnit: string;
      readonly workOfTask: number;
      /** How one result is drawn by itself; null where it is not. */
      readonly part: PartKind | null;
      /** Puts a task in words by its input; null: the input itself. */
      readonly taskTemplate: Template | null;
      readonly language: Language;
      readonly source: string;
      readonly timeLimitMs: number;
      /** 32 bits, of the random numbers that tasks draw. */
      readonly seed: number;
      /** Whether each of its tasks is executed at most once: it has a slot to itself, and ends with the link over which it came. */
      readonly atMostOnce: boolean;
      /** Encoded as values are; null where the job has no shared value. */
      readonly shared: BlobName | null;
      /** Bytes that the program reads by these names. Where there are blobs, `equipped` or `unequipped` answers the message. */
      readonly files: Readonly<Record<string, BlobName>>;
    }
  /** The piece of a blob, or of a large input, that begins at `offset`; answers `blob-wanted`. */
  | { readonly type: "blob"; readonly hash: BlobHash; readonly offset: number; readonly bytes: Uint8Array }
  /** Tasks to compute, under a lease. */
  | ({
      readonly type: "batch";
      readonly job: JobId;
      readonly indices: Uint32Array;
      /** Executions begun of each task, this one included. */
      readonly attempts: Uint8Array;
      readonly inputs: Packed;
      /** Comes back with results that are offered. */
      readonly ticket: Ticket;
      /** In their order. In their places `inputs` has null. */
      readonly large: readonly LargeInput[];
    } & LeaseName)
  /** Answers `call`. Encoded values: `"value"` and the value, or `"error"`, a name and a message. */
  | ({ readonly type: "answer"; readonly answer: Packed } & CallName)
  /** The coordinator keeps so many bytes of requests of calls no longer, or never had to: the volunteer may send as many more. */
  | { readonly type: "call-credit"; readonly bytes: number }
  /** Give back up to `count` tasks of the lease that no slot has started. */
  | ({ readonly type: "recall"; readonly count: number } & LeaseName)
  /** These parcels are on record; the volunteer forgets them. */
  | { readonly type: "committed"; readonly parcels: readonly ParcelId[] }
  /** The job is over: running attempts are ended, everything of it is dropped. `why` is for people. */
  | { readonly type: "close-job"; readonly job: JobId; readonly why: CloseReason }
  /** The coordinator is still there; answers `heartbeat`. */
  | { readonly type: "heartbeat" }
  /** The coordinator closes the link on purpose. */
  | { readonly type: "goodbye"; readonly reason: DownFarewell; readonly detail: string };

/** Which lane each message takes. What may be long is bulk. */
export const lanes = {
  join: "control",
  // Behind it comes what the volunteer gives back for it: ahead of it that would seem unasked.
  limits: "bulk",
  heartbeat: "control",
  results: "bulk",
  console: "control",
  progress: "control",
  // The calls of a task come before its result.
  call: "bulk",
  returned: "bulk",
  "blob-wanted": "control",
  equipped: "control",
  unequipped: "control",
  goodbye: "control",
  welcome: "control",
  job: "bulk",
  blob: "bulk",
  batch: "bulk",
  answer: "bulk",
  "call-credit": "control",
  recall: "control",
  committed: "control",
  "close-job": "control",
} as const satisfies Record<UpMessage["type"] | DownMessage["type"], Lane>;
