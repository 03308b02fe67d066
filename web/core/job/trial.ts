import type { Abortable } from "../abortable.ts";
import type { Seen } from "../seen.ts";
import type { ConsoleLevel } from "./console-level.ts";

/** One call of a program in this page, beside all rooms and jobs. */
export interface Trial {
  /** JavaScript, as a job's program. */
  readonly source: string;
  readonly input: unknown;
  /** Milliseconds; then the call is ended. */
  readonly timeLimitMs: number;
  /** Of a large value only the beginning is wanted, to be put in words. */
  readonly isGlanced?: boolean;
  /** What the program reads as `task.shared`, encoded as values are. */
  readonly shared?: Uint8Array | null;
  /** What it reads by `task.file`. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  /** Calls it off: a call that waits is not made, one that runs is ended at once, and its end is `unavailable`. */
  readonly signal?: Abortable;
}

/** What the program has written to its console. */
export interface TrialLine {
  readonly level: ConsoleLevel;
  /** Empty if nothing but dropped lines is told of. */
  readonly text: string;
  /** Lines before this one that were left out, since a slot passes on a bounded number. */
  readonly dropped: number;
}

export type TrialEnd =
  | {
      readonly type: "value";
      readonly value: unknown;
      readonly runtimeMs: number;
      /** Whether the job would be over with it. */
      readonly endsJob?: boolean;
    }
  /** The input cannot travel: the program has not been called. */
  | { readonly type: "unsent"; readonly thrown: unknown }
  /** The program threw, returned what cannot travel, took too long or could not be loaded. */
  | { readonly type: "failed"; readonly thrown: unknown; readonly runtimeMs: number }
  /** There is no sandbox in this page to run it in. */
  | { readonly type: "unavailable"; readonly seen: Seen };

export interface TrialReport {
  readonly end: TrialEnd;
  readonly lines: readonly TrialLine[];
}

/** Runs programs in the page's own sandbox, one after the other, each in a new Worker. Never rejects. */
export type RunTrial = (trial: Trial) => Promise<TrialReport>;
