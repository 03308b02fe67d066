import type { BlobName } from "../blobs/blob-name.ts";
import type { ValueColumn } from "../values/value-column.ts";

/** The languages that a slot can run. */
export type Language = "javascript";

/** A module in source form whose default export is called once for each task. */
export interface Code {
  readonly language: Language;
  /** `export default (input) => value`, or an async function; pure, since a task may be executed more than once. */
  readonly source: string;
}

/** What a job computes. */
export interface Program extends Code {
  /** Bytes beside the source, by name: what `task.file` reads. Volunteers fetch them once. */
  readonly files: Readonly<Record<string, BlobName>>;
}

export interface JobOptions {
  /** The longest that one attempt may take, in milliseconds; then its slot is ended and the attempt counts as timed out. */
  readonly timeLimitMs: number;
  /** The most executions of one task that may end in an error; a throw seen on two volunteers is final before that. Errors of volunteers that fail more than others count only where nobody else can try. */
  readonly maxAttempts: number;
  /** How many tasks travel together; `auto` measures. */
  readonly batchSize: "auto" | number;
  /** Whether the last running tasks may get one second copy. */
  readonly speculation: boolean;
  /** Among jobs of one room the larger goes first; equal ones share fairly. */
  readonly priority: number;
  /**
   * The order in which results are delivered one by one: `completed` as they get on record, `index` in the order of the
   * tasks, each as soon as all before it are on record. Changes neither computing nor recording.
   */
  readonly order: "completed" | "index";
  /** Of the random numbers that tasks draw, 32 bits: the same seed gives a task the same numbers in every run. */
  readonly seed: number;
  /** The job ends early once the mean of its results is known as precisely. Missing where it is not to, and on older records. */
  readonly precision?: Precision;
  /**
   * No task is ever executed a second time: one whose only lease ends without a result fails as lost. Takes the place of `batchSize`,
   * `maxAttempts` and `speculation`, and is refused for a job that grows. Missing where tasks may be tried again, and on older records.
   */
  readonly atMostOnce?: true;
}

/** How far the mean of all results may lie from that of those on record, on either side, with a confidence of 95 %. */
export interface Precision {
  /** `percent`: of the mean's own size. */
  readonly type: "absolute" | "percent";
  /** Above 0. */
  readonly halfWidth: number;
}

/** What can end a job early beside a task that says so: the program's own `until`, or the precision of the mean. */
export type EndRule = "until" | "precision";

export const defaultJobOptions: JobOptions = {
  timeLimitMs: 60_000,
  maxAttempts: 4,
  batchSize: "auto",
  speculation: true,
  priority: 0,
  order: "completed",
  seed: 0,
};

/** An error in three texts, so that it crosses threads and wires. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** Why a job got no further inputs, though its source had more or may have had. */
export type SourceProblem =
  /** The input of that task could not be had, or cannot travel. */
  | { readonly type: "failed"; readonly task: number; readonly reason: string }
  /** The page that brought them is gone. */
  | { readonly type: "gone" };

/** Why volunteers drop a job, as they are told: `over` stands for all that needs no word. */
export const closeReasons = ["over", "cancelled", "ended-early"] as const;

export type CloseReason = (typeof closeReasons)[number];

/** How one attempt ended. The numbers are the wire's and the journal's: never reuse one. */
export const outcomes = {
  /** The function returned; the bytes are its value. */
  value: 0,
  /** The function threw, or returned what cannot be encoded; the bytes are what was thrown. */
  threw: 1,
  /** The job's time limit passed and the slot was ended; the bytes are an error. */
  timedOut: 2,
  /** The slot died under the task (out of memory, a flood of messages); the bytes are an error. */
  crashed: 3,
  /** The program could not be loaded: nothing was executed. The bytes are a `ThrownError`. */
  notLoaded: 4,
  /** The function returned what `task.done` gave: the bytes are its value, and the job is over with it. */
  endsJob: 5,
} as const;

export type Outcome = (typeof outcomes)[keyof typeof outcomes];

/** How an attempt ends that brings a value. */
type ValueOutcome = typeof outcomes.value | typeof outcomes.endsJob;

export function bringsValue(outcome: number): outcome is ValueOutcome {
  return outcome === outcomes.value || outcome === outcomes.endsJob;
}

/** How an attempt ends that brings an error. */
export type TaskError = Exclude<Outcome, ValueOutcome | typeof outcomes.notLoaded>;

export function isTaskError(value: number): value is TaskError {
  return value === outcomes.threw || value === outcomes.timedOut || value === outcomes.crashed;
}

export function isOutcome(value: number): value is Outcome {
  return bringsValue(value) || value === outcomes.notLoaded || isTaskError(value);
}

/** The results of `n` attempts in columns; every column has length `n`. */
export interface ResultBlock {
  /** Task indices of the job, each at most once. */
  readonly indices: Uint32Array;
  /** One `Outcome` each. */
  readonly outcomes: Uint8Array;
  /** Milliseconds each attempt took in its slot. */
  readonly runtimesMs: Float32Array;
  readonly values: ValueColumn;
}
