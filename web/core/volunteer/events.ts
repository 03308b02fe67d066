import type { JobData } from "../blobs/job-blobs.ts";
import type { ParcelId, TabId, VolunteerId, JobId, Epoch } from "../ids.ts";
import type { Feature } from "../job/features.ts";
import type { Code } from "../job/job.ts";
import type { Packed } from "../values/format.ts";
import type { DownMessage, UpMessage } from "../wire/messages.ts";
import type { DownFarewell } from "../wire/farewells.ts";

/** The tab as the coordinator and people know it. */
export interface Identity {
  readonly tab: TabId;
  readonly name: string;
  readonly device: string;
  /** What it offers to jobs that need it. */
  readonly features: readonly Feature[];
}

/** A fact, in the past tense. `now` is in milliseconds of any clock that does not go back. */
export type VolunteerEvent = { readonly now: number } &
  /** A link is open and the handshake is done. */
  (
    | { readonly type: "link-opened"; readonly identity: Identity }
    | { readonly type: "message-arrived"; readonly message: DownMessage }
    | { readonly type: "link-ended" }
    | { readonly type: "slot-ready"; readonly slot: number }
    /** Positions `first … first + n - 1` of the run have ended; columns of length n. */
    | {
        readonly type: "run-answered";
        readonly run: number;
        readonly first: number;
        readonly outcomes: Uint8Array;
        readonly runtimesMs: Float32Array;
        readonly values: Packed;
        readonly busyMs: number;
      }
    /** The task at the position of the run, before which all are answered, calls a shared object. */
    | {
        readonly type: "task-called";
        readonly run: number;
        readonly position: number;
        readonly call: number;
        readonly received: number;
        readonly request: Packed;
      }
    /** The slot is done with the run; positions without an answer will get none. */
    | { readonly type: "run-ended"; readonly run: number }
    | { readonly type: "slots-set"; readonly slots: number }
    | { readonly type: "paused" }
    | { readonly type: "resumed" }
    /** The person wants to leave; finished results should get on record first. */
    | { readonly type: "leave-requested" }
    /** Answers `set-alarm`; may be late by any amount. */
    | { readonly type: "alarm-rang" }
  );

/** What the coordinator has said of a job for people, as labels: nothing in it moves what stands around it. */
export type ToldJob = Pick<
  Extract<DownMessage, { type: "job" }>,
  "title" | "about" | "workUnit" | "workOfTask" | "part"
>;

/** An order. It holds all that carrying it out needs: the shell takes no decision and does not look into the machine. */
export type VolunteerEffect =
  | { readonly type: "send"; readonly message: UpMessage }
  /** Before the first run of the job, and once all its blobs are here. */
  | ({
      readonly type: "open-job";
      readonly job: JobId;
      readonly program: Code;
      readonly timeLimitMs: number;
      /** 32 bits, of the random numbers that tasks draw. */
      readonly seed: number;
      /** Whether no task of it is ever begun a second time. */
      readonly atMostOnce: boolean;
    } & ToldJob &
      JobData)
  /** Aborts the runs of the job; each is answered by `run-ended`. */
  | { readonly type: "close-job"; readonly job: JobId }
  /** Answered by `run-answered` for each position and then `run-ended`. */
  | {
      readonly type: "start-run";
      readonly slot: number;
      readonly run: number;
      readonly job: JobId;
      readonly inputs: Packed;
      readonly indices: Uint32Array;
      readonly attempts: Uint8Array;
    }
  /** Answers `task-called`. */
  | {
      readonly type: "answer-call";
      readonly run: number;
      readonly position: number;
      readonly call: number;
      readonly answer: Packed;
    }
  /** Answered by `slot-ready` for each new slot, and by `run-ended` for each run of a slot that is taken away. */
  | { readonly type: "resize"; readonly slots: number }
  /** The coordinator has let the volunteer in. */
  | { readonly type: "welcomed"; readonly volunteer: VolunteerId; readonly epoch: Epoch }
  /** The coordinator does not answer: it may be looked for by other ways, beside the present link. */
  | { readonly type: "doubt-coordinator" }
  /** The coordinator has been heard again: other ways need not be tried. */
  | { readonly type: "trust-coordinator" }
  /** After `silence` another link is looked for and this order is answered by `link-ended`; the others end the stay. */
  | {
      readonly type: "close-link";
      readonly why: "silence" | "leaving" | DownFarewell;
      readonly detail: string;
    }
  /** One alarm at a time: replaces the one before; null takes it away. */
  | { readonly type: "set-alarm"; readonly at: number | null }
  /** For the log: these parcels are on record at the coordinator. */
  | { readonly type: "forgotten"; readonly parcels: readonly ParcelId[] };
