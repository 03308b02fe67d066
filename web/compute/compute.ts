import type { ComputeTrouble } from "../core/compute-trouble.ts";
import type { JobData } from "../core/blobs/job-blobs.ts";
import type { JobId } from "../core/ids.ts";
import type { Feature } from "../core/job/features.ts";
import type { Code, Outcome } from "../core/job/job.ts";
import type { Packed } from "../core/values/format.ts";
import type { ConsoleLevel } from "../core/job/console-level.ts";

/** Names one hand-over of tasks to a slot. Counts up from 1 within a page. */
export type RunId = number;

/**
 * Tasks of one job for one slot, computed one after the other. Position `i` is input `i`; columns are equally long. Runs of
 * several jobs may alternate.
 */
export interface SlotRun {
  readonly run: RunId;
  readonly job: JobId;
  readonly inputs: Packed;
  /** The tasks' indices in their job. */
  readonly indices: Uint32Array;
  /** Executions begun of each task, this one included. */
  readonly attempts: Uint8Array;
}

/** What slots need to know of a job. Its tasks read `shared` as `task.shared`, and `files` by `task.file`. */
export interface OpenedJob extends JobData {
  readonly program: Code;
  readonly timeLimitMs: number;
  /** 32 bits, of the random numbers that tasks draw. */
  readonly seed: number;
  /** Whether no task of it is ever begun a second time, in a new Worker neither; missing where it may be. */
  readonly atMostOnce?: boolean;
}

/** A line that task code has written to its console. */
export interface ConsoleLine {
  readonly level: ConsoleLevel;
  /** Empty if nothing but dropped lines is told of. */
  readonly text: string;
  /** Lines that were left out before this one, since a slot passes on a bounded number. */
  readonly dropped: number;
}

/** A call of a shared object by the task at a position of a run. */
export interface TaskCall {
  readonly run: RunId;
  readonly position: number;
  /** Counts the calls of the task at this position, from 1. */
  readonly call: number;
  /** How many answers the task has been given before. */
  readonly received: number;
  /** Encoded values: the object, the method, then the arguments. */
  readonly request: Packed;
}

/** Names the call that it answers. `answer`, encoded: `"value"` and the value, or `"error"`, a name and a message. */
export interface CallAnswer extends Pick<TaskCall, "run" | "position" | "call"> {
  readonly answer: Packed;
}

/** Results of positions `first … first + n - 1` of a run; every column has length `n`. */
export interface RunResults {
  readonly run: RunId;
  readonly first: number;
  readonly outcomes: Uint8Array;
  readonly runtimesMs: Float32Array;
  readonly values: Packed;
  /** Milliseconds the slot spent on these positions, its own overhead included. */
  readonly busyMs: number;
}

export type ComputeEvent =
  /** The slot has a Worker and takes runs. Emitted once for each slot after `open` or after `resize` adds it. */
  | { readonly type: "slot-ready"; readonly slot: number }
  /**
   * The position that the slot computes now, for display. At most about ten a second for each slot, older ones dropped.
   * Among tasks that take less than 50 ms it may be a few positions behind.
   */
  | { readonly type: "task-started"; readonly slot: number; readonly run: RunId; readonly position: number }
  /** What the task at the position has written; null while the program was loaded. Comes before the results of the position. */
  | ({
      readonly type: "task-said";
      readonly slot: number;
      readonly run: RunId;
      readonly position: number | null;
    } & ConsoleLine)
  /** How much of the task at the position is done by its own word, from 0 to 1. At most two a second for each slot. */
  | {
      readonly type: "task-progressed";
      readonly slot: number;
      readonly run: RunId;
      readonly position: number;
      readonly part: number;
    }
  /**
   * The task at the position calls a shared object, and may wait for `answerCall`. All positions before it have been reported, and it
   * will not be computed a second time: if its slot dies, it has crashed.
   */
  | ({ readonly type: "task-called"; readonly slot: number } & TaskCall)
  /** Results in order, without gaps or repeats, also if the Worker or the frame is replaced in between. */
  | { readonly type: "results"; readonly slot: number; readonly results: RunResults }
  /** All positions of the run have been reported, or the run was aborted. The slot takes another run. */
  | { readonly type: "run-ended"; readonly slot: number; readonly run: RunId }
  /**
   * A Worker or the frame was replaced; for the log. The task that it died under has been reported before as timed out or
   * crashed. `aborted` is in the order of things: its job was closed, or the next run is of another program.
   */
  | {
      readonly type: "slot-replaced";
      readonly slot: number;
      readonly cause: Outcome;
      readonly trouble: ComputeTrouble;
    }
  | { readonly type: "slot-replaced"; readonly slot: number; readonly cause: "aborted" }
  /** The sandbox cannot be restored. Last event; nothing more is computed. */
  | { readonly type: "failed"; readonly trouble: ComputeTrouble };

export type ComputeStart =
  /** `features`: what tasks find in the slots beyond the ordinary. */
  | { readonly type: "ready"; readonly features: readonly Feature[] }
  /** Names of the ways out of the sandbox that were open. The volunteer must not compute here. */
  | { readonly type: "leaky"; readonly escapes: readonly string[] }
  | { readonly type: "failed"; readonly trouble: ComputeTrouble };

/**
 * A pool of slots that run the programs of jobs: in a page the sandbox frame with its Web Workers, in Node threads. Every event goes
 * to the one listener, and none is emitted once `close` has returned.
 */
export interface Compute {
  /** Sets the listener; a later call replaces it. Call before `open`, since events without a listener are dropped. */
  listen(listener: (event: ComputeEvent) => void): void;
  /**
   * Makes the frame, tries the ways out of a sandbox, then starts `slots` Workers. Resolves before the slots are ready, and never
   * rejects. Unless it resolves to `ready`, the pool is closed.
   */
  open(slots: number): Promise<ComputeStart>;
  /** Changes the number of slots. Slots from the new number on are ended, and their runs end without results. */
  resize(slots: number): void;
  /**
   * Registers the job. Call before its first run. The bytes must stay as they are until `closeJob`. Any number of jobs may be
   * open. What task code has changed in its Worker (prototypes, globals) and left in it (timers) is met by jobs of the same
   * program only: a Worker serves one program, and a run of another one gets a new Worker.
   */
  openJob(job: JobId, opened: OpenedJob): void;
  /**
   * Aborts the runs of the job and forgets its program; runs of other jobs lose no result. The ends of the runs are told at
   * once. Running tasks have a short grace to learn of it (see `Task.signal`), beside whatever the slot computes next, as long
   * as few have it at a time. Slots that have seen its code get new Workers as soon as no run of another job is in the way, so
   * that its timers do not go on; threads of a process are kept until they are needed for another program.
   */
  closeJob(job: JobId): void;
  /**
   * Hands a run to a slot. A slot takes at most two at a time. A second one of the same program waits in the Worker, so
   * that it starts without a gap; one of another program waits in the page until the Worker has ended its run and is
   * replaced, which takes some tens of milliseconds and the loading of the program. Throws a RangeError for a third run, a run without inputs, a slot that does not exist and a job that is not
   * open. A closed pool ignores it.
   */
  start(slot: number, run: SlotRun): void;
  /** Answers `task-called`. What its task has not waited for, or cannot any more, is dropped. */
  answerCall(answer: CallAnswer): void;
  /** Removes the frame and everything in it. Open runs end without results. */
  close(): void;
}
