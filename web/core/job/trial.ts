import type { Abortable } from "../abortable.ts";
import type { Seen } from "../seen.ts";
import type { Packed } from "../values/format.ts";
import type { ConsoleLevel } from "./console-level.ts";
import type { Outcome } from "./job.ts";

/** A program that is called in this page, beside all rooms and jobs. */
interface TriedProgram {
  /** JavaScript, as a job's program. */
  readonly source: string;
  /** Milliseconds; then a call is ended. */
  readonly timeLimitMs: number;
  /** What the program reads as `task.shared`, encoded as values are. */
  readonly shared?: Uint8Array | null;
  /** What it reads by `task.file`. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  /** Calls it off: a call that waits is not made, one that runs is ended at once, and its end is `unavailable`. */
  readonly signal?: Abortable;
}

/** One call of a program. */
export interface Trial extends TriedProgram {
  readonly input: unknown;
  /** Of a large value only the beginning is wanted, to be put in words. */
  readonly isGlanced?: boolean;
}

/** Calls of a program, one after the other in one Worker. Inputs and values stay bytes: reading them would hold up the page. */
export interface TrialCalls extends TriedProgram {
  /** Of each call, encoded. One that is no sound value fails its call, and the program is not called. */
  readonly inputs: Packed;
}

export interface TrialAnswer {
  /** Whether `bytes` are the value or what was thrown. */
  readonly outcome: Outcome;
  readonly bytes: Uint8Array;
  readonly runtimeMs: number;
}

export type CallsEnd =
  /** All have been answered, in their order. */
  | { readonly type: "answered"; readonly answers: readonly TrialAnswer[] }
  /** One took too long, has ended the Worker, or found no program; `call` counts from 0, and is null where it is not known. */
  | { readonly type: "failed"; readonly thrown: unknown; readonly call: number | null; readonly runtimeMs: number }
  /** There is no sandbox in this page to run them in. */
  | { readonly type: "unavailable"; readonly seen: Seen };

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

/** The same for several calls of one program. */
export type RunCalls = (calls: TrialCalls) => Promise<CallsEnd>;
