import type { JobId } from "../core/ids.ts";
import type { Outcome, Program } from "../core/job/job.ts";
import type { Packed } from "../core/values/format.ts";

/** Names one hand-over of tasks to a slot; counts up from 1 within a page. */
export type RunId = number;

/** Tasks of one job for one slot, computed one after the other. Position `i` is input `i`. */
export interface SlotRun {
  readonly run: RunId;
  readonly job: JobId;
  readonly inputs: Packed;
}

/** What came of positions `first … first + n - 1` of a run; every column has length `n`. */
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
  /** The slot has a Worker and takes runs. Comes once after `open` or a growth for each slot. */
  | { readonly type: "slot-ready"; readonly slot: number }
  /**
   * For people: what the slot computes now. At most about ten a second for each slot, the latest of them. Among tasks that
   * take less than 50 ms it may be a few positions behind.
   */
  | { readonly type: "task-started"; readonly slot: number; readonly run: RunId; readonly position: number }
  /** In order, without gaps or repeats, whatever happens to Worker or frame in between. */
  | { readonly type: "results"; readonly slot: number; readonly results: RunResults }
  /** All positions of the run have been reported, or it was aborted; the slot is free for it. */
  | { readonly type: "run-ended"; readonly slot: number; readonly run: RunId }
  /** A Worker or the frame was replaced; for the log. The task it died under has been reported as timed out or crashed. */
  | {
      readonly type: "slot-replaced";
      readonly slot: number;
      readonly cause: Outcome | "aborted";
      readonly detail: string;
    }
  /** The sandbox cannot be kept up; nothing more will be computed. */
  | { readonly type: "failed"; readonly reason: string };

export type ComputeStart =
  | { readonly type: "ready" }
  /** Ways out of the sandbox that were open when tried. The volunteer must not compute here. */
  | { readonly type: "leaky"; readonly escapes: readonly string[] }
  | { readonly type: "failed"; readonly reason: string };

/** The sandbox frame and its pool of Web Workers, seen from the volunteer's page. */
export interface Compute {
  listen(listener: (event: ComputeEvent) => void): void;
  /** Makes the frame, tries the escapes, then starts `slots` Workers. */
  open(slots: number): Promise<ComputeStart>;
  /** Slots beyond the new number are ended; their runs end without results. */
  resize(slots: number): void;
  /** Before the first run of a job. */
  openJob(job: JobId, program: Program, timeLimitMs: number): void;
  /**
   * Aborts its runs and forgets the program. Slots that have seen its code get new Workers, as soon as no other job's run
   * is in the way, so that nothing of it goes on in timers.
   */
  closeJob(job: JobId): void;
  /**
   * A slot takes at most two runs at a time; the second waits in the Worker, so that it starts without a gap. Throws a
   * RangeError for a third, for one without inputs, and for a slot or a job that is not there.
   */
  start(slot: number, run: SlotRun): void;
  /** Removes the frame and everything in it. */
  close(): void;
}
