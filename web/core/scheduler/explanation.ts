import type { JobId, VolunteerId } from "../ids.ts";
import type { TaskError } from "../job/job.ts";
import type { Departure } from "./events.ts";

/** A decision about tasks, as data. Tasks are told as the `first` one and their `count`: there may be thousands. */
export type Explanation =
  | {
      readonly type: "volunteer-gone";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly departure: Departure;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "lease-expired";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly silentMs: number;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "recalled";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly because: "others-without-work" | "job-paused" | "input-lost" | "no-slot-left";
      readonly first: number;
      readonly count: number;
    }
  | {
      /** Tasks in hand are taken back. */
      readonly type: "job-cancelled" | "job-ended-early";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly first: number;
      readonly count: number;
    }
  /** The volunteer gets nothing new until it is heard again. `tasks` is the number that it has in hand. */
  | { readonly type: "suspected"; readonly volunteer: VolunteerId; readonly silentMs: number; readonly tasks: number }
  | { readonly type: "heard-again"; readonly volunteer: VolunteerId; readonly tasks: number }
  | {
      readonly type: "rests";
      readonly volunteer: VolunteerId;
      readonly because: Setback;
      readonly forMs: number;
    }
  | {
      readonly type: "returned";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "will-retry";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly outcome: TaskError;
      readonly first: number;
      readonly count: number;
    }
  /** As many errors as are enough to give the tasks up, of which none counts: a volunteer that others have reason to believe tries them. */
  | {
      readonly type: "doubted";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly outcome: TaskError;
      readonly first: number;
      readonly count: number;
    }
  | {
      readonly type: "given-up";
      readonly job: JobId;
      readonly because: "threw-on-distinct-volunteers" | "attempts-used-up" | "poison";
      readonly first: number;
      readonly count: number;
    }
  /** The task failed: its only lease ended without a result, so that it may have been executed, and it is executed at most once. */
  | {
      readonly type: "lost-for-good";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly because: Loss;
      readonly first: number;
      readonly count: number;
    }
  /** Tasks that are executed at most once failed: an earlier start of the room may have given them out. */
  | { readonly type: "lost-in-restart"; readonly job: JobId; readonly first: number; readonly count: number }
  /** The volunteer gets no more tasks of the job, whose program loads on others. */
  | { readonly type: "cannot-load"; readonly job: JobId; readonly volunteer: VolunteerId }
  /** The volunteer gets no tasks of the job, whose blobs it cannot have. */
  | {
      readonly type: "cannot-equip";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly reason: string;
    }
  | {
      readonly type: "copied";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly task: number;
      readonly runningMs: number;
    }
  /** One of two copies was first, with `count` tasks from `first` on. */
  | {
      readonly type: "race-won";
      readonly job: JobId;
      readonly volunteer: VolunteerId;
      readonly loser: VolunteerId;
      readonly first: number;
      readonly count: number;
      readonly byCopy: boolean;
    }
  /** No further task comes: the input of this one could not be had. */
  | { readonly type: "source-failed"; readonly job: JobId; readonly task: number; readonly reason: string }
  | { readonly type: "stale"; readonly volunteer: VolunteerId; readonly what: StaleAnswer; readonly count: number };

/** How the only lease of a task ended without a result. */
export type Loss = Departure | "expired" | "returned" | "input-lost";

/** Why a volunteer gets no tasks for a while. */
export type Setback = "lease-expired" | "gave-back-unasked" | "had-no-input";

/** Why an answer changed nothing. */
export type StaleAnswer =
  | "older-epoch"
  | "ended-lease"
  | "task-already-settled"
  | "job-over"
  /** The lease never had the task, or has it no more: it was given back, or answered before. */
  | "not-in-lease"
  /** Of an earlier start, in which it was added and did not get on record. */
  | "no-such-task";
