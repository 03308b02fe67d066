import { troubleInData } from "../../core/compute-trouble.ts";
import { outcomes, type ThrownError } from "../../core/job/job.ts";
import { valueAt } from "../../core/values/packed.ts";
import { thrownError } from "../../core/values/thrown.ts";
import type { CallAnswer } from "../compute.ts";
import type { SlotOrder, SlotMessage } from "../protocol.ts";
import type { LoadedJob } from "./loaded-job.ts";
import type { ResultColumns } from "./result-columns.ts";
import type { LoadedProgram } from "./program.ts";
import {
  announceAfterMs,
  announceAfterPositions,
  askAfterMs,
  carefulForMs,
  flushAfterBytes,
  flushAfterMs,
} from "./report-timing.ts";
import { TaskArgument, type TaskRun } from "./task-argument.ts";
import { refusedCall, TaskCalls } from "./task-calls.ts";
import type { Place, TaskReports } from "./task-reports.ts";

export type RunOrder = Extract<SlotOrder, { readonly type: "run" }>;

/** Functions of the Worker that a run needs. Kept before task code is loaded, which may replace the originals. */
export interface SlotPlatform {
  sendMessage(message: SlotMessage): void;
  now(): number;
  /** Calls `tick` about every `ms` until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  /** Resolves to the milliseconds of the last `ms` in which this Worker's process stood still. */
  findStandstill(ms: number): Promise<number>;
  loadProgram(job: LoadedJob): Promise<LoadedProgram>;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  return "then" in value && typeof value.then === "function";
}

/** What a task has come to. */
interface Settled {
  readonly type: "returned" | "thrown";
  readonly value: unknown;
}

async function settle(pending: PromiseLike<unknown>): Promise<Settled> {
  try {
    return { type: "returned", value: await pending };
  } catch (error) {
    return { type: "thrown", value: error };
  }
}

/** What the runs of a slot share. */
export interface RunSurroundings {
  readonly platform: SlotPlatform;
  readonly columns: ResultColumns;
  readonly reports: TaskReports;
}

/** Computes one run from its first position to its end. */
export class Execution implements TaskRun {
  readonly #platform: SlotPlatform;
  readonly #columns: ResultColumns;
  readonly #order: RunOrder;
  readonly #program: LoadedProgram;
  readonly #job: LoadedJob;
  readonly #reports: TaskReports;
  readonly #count: number;

  #position: number;
  #isCareful: boolean;
  #carefulMs = 0;
  /** First position that has not been reported. */
  #firstUnreported: number;
  /** When the current position started, by `now()`. */
  #startedAt: number;
  #flushedAt: number;
  #lastMessageAt: number;
  #lastMessagePosition: number;
  /** True after a message `at` with `exact`: another message must follow before the next position starts. */
  #saidExact = false;
  /** True once the run is not wanted any more. */
  #isAborted = false;
  /** Of the last task that has asked for its signal. */
  #abort: { readonly position: number; readonly controller: AbortController } | null = null;
  /** Of the task that runs; null until it makes its first call. */
  #calls: TaskCalls | null = null;

  constructor(
    { platform, columns, reports }: RunSurroundings,
    order: RunOrder,
    program: LoadedProgram,
    job: LoadedJob,
  ) {
    this.#platform = platform;
    this.#columns = columns;
    this.#order = order;
    this.#program = program;
    this.#job = job;
    this.#reports = reports;
    this.#count = order.inputs.ends.length;
    this.#position = order.from;
    this.#firstUnreported = order.from;
    this.#isCareful = order.carefulFrom <= order.from;
    const now = platform.now();
    this.#startedAt = now;
    this.#flushedAt = now;
    this.#lastMessageAt = now;
    this.#lastMessagePosition = order.from;
  }

  get place(): Place {
    return { run: this.#order.run, position: this.#position };
  }

  get seed(): number {
    return this.#job.seed;
  }

  get shared(): unknown {
    return this.#job.shared;
  }

  indexAt(position: number): number {
    return this.#order.indices[position] ?? 0;
  }

  attemptAt(position: number): number {
    return this.#order.attempts[position] ?? 1;
  }

  copyFile(name: string): Uint8Array<ArrayBuffer> {
    return this.#job.copyFile(name);
  }

  /**
   * The same one for as long as the task at the position runs. What a settled task has left behind finds an aborted one, so
   * that it stops, and takes nothing from the task that runs now.
   */
  signalAt(position: number): AbortSignal {
    if (position !== this.#position) return AbortSignal.abort();
    if (this.#abort?.position !== position) {
      this.#abort = { position, controller: new AbortController() };
      if (this.#isAborted) this.#abort.controller.abort();
    }
    return this.#abort.controller.signal;
  }

  noteProgress(position: number, part: number): void {
    if (typeof part !== "number" || Number.isNaN(part)) throw new TypeError(`Progress is a number from 0 to 1.`);
    if (position !== this.#position) return;
    this.#reports.tellProgress({ run: this.#order.run, position, part: Math.min(1, Math.max(0, part)) });
  }

  /** Before the first call of a task it is told which one runs: whatever happens from then on, it is not computed again. */
  callObject(position: number, object: string, method: string, args: readonly unknown[]): Promise<unknown> {
    if (position !== this.#position) return refusedCall();
    if (this.#calls === null) {
      this.#reportWaitingTask();
      const { run } = this.#order;
      this.#calls = new TaskCalls((call) => this.#platform.sendMessage({ type: "called", run, position, ...call }));
    }
    return this.#calls.makeCall(object, method, args);
  }

  /** One for another task than the running one comes too late. */
  takeAnswer({ run, position, call, answer }: CallAnswer): void {
    if (run === this.#order.run && position === this.#position) this.#calls?.takeAnswer(call, answer);
  }

  /** Tells the running task that it is not wanted any more, and starts no other one. */
  abortRun(): void {
    this.#isAborted = true;
    this.#abort?.controller.abort();
  }

  async computeRun(): Promise<void> {
    let stopTimer: (() => void) | null = null;
    for (let next = this.#computeOn(); next !== null; next = this.#computeOn()) {
      stopTimer ??= this.#platform.every(flushAfterMs, () => this.#reportWaitingTask());
      const settled = "type" in next ? next : await settle(next.pending);
      const runtimeMs = this.#platform.now() - this.#startedAt;
      const stoodStillMs = runtimeMs < askAfterMs ? 0 : await this.#platform.findStandstill(runtimeMs);
      this.#finish(settled, runtimeMs, Math.min(runtimeMs, stoodStillMs));
    }
    stopTimer?.();
  }

  /**
   * Computes until a task returns a promise, which is given, or has taken so long that the process may have stood still meanwhile; or until
   * the end. Tasks without a promise take no turn of the event loop.
   */
  #computeOn(): Settled | { readonly pending: PromiseLike<unknown> } | null {
    const { run: runId, inputs } = this.#order;
    const program = this.#program;
    while (this.#position < this.#count && !this.#isAborted) {
      if (program.type === "failed") {
        this.#reportNotLoaded(program.error);
        return null;
      }
      this.#startedAt = this.#platform.now();
      if (
        !this.#isCareful &&
        (this.#saidExact ||
          this.#startedAt - this.#lastMessageAt > announceAfterMs ||
          this.#position - this.#lastMessagePosition >= announceAfterPositions)
      ) {
        this.#announcePosition(runId);
      }
      let settled: Settled;
      try {
        // Without a `this`: by it a task would reach what the slot keeps of its program.
        const { run } = program;
        const value = run(valueAt(inputs, this.#position), new TaskArgument(this, this.#position));
        if (isThenable(value)) return { pending: value };
        settled = { type: "returned", value };
      } catch (error) {
        settled = { type: "thrown", value: error };
      }
      const runtimeMs = this.#platform.now() - this.#startedAt;
      if (runtimeMs >= askAfterMs) return settled;
      this.#finish(settled, runtimeMs, 0);
    }
    return null;
  }

  /** Reports the current position only, which ends the run: all other positions would fail alike. */
  #reportNotLoaded(error: ThrownError): void {
    this.#columns.addError(outcomes.notLoaded, error, 0);
    this.#flushResults(this.#platform.now());
  }

  /**
   * Announces the current position. If it is the last one, results of all positions before it say the same and are due
   * anyway.
   */
  #announcePosition(run: number): void {
    if (this.#position === this.#count - 1 && this.#columns.rows > 0) {
      this.#flushResults(this.#startedAt);
    } else {
      this.#platform.sendMessage({ type: "at", run, position: this.#position, exact: false });
    }
    this.#lastMessageAt = this.#startedAt;
    this.#lastMessagePosition = this.#position;
    this.#saidExact = false;
  }

  /**
   * The task is done. `elapsedMs` since it began, of which the process stood still for `stoodStillMs`: that is no task's time, and no part of
   * its limit.
   */
  #finish(settled: Settled, elapsedMs: number, stoodStillMs: number): void {
    const runtimeMs = elapsedMs - stoodStillMs;
    const endedAt = this.#startedAt + elapsedMs;
    this.#flushedAt = Math.min(endedAt, this.#flushedAt + stoodStillMs);
    this.#addSettled(settled, runtimeMs);
    this.#finishPosition(endedAt, runtimeMs);
  }

  /** Keeps the time limit to the millisecond. The page's deadline is coarser and only ends tasks that do not come back. */
  #addSettled({ type, value }: Settled, runtimeMs: number): void {
    const { timeLimitMs } = this.#job;
    const program = this.#program;
    const readable = program.type === "loaded" ? program.readable : String;
    if (runtimeMs > timeLimitMs) {
      const error = thrownError("TimeLimitExceeded", troubleInData({ key: "task-too-long", limitMs: timeLimitMs }));
      this.#columns.addError(outcomes.timedOut, error, runtimeMs);
      return;
    }
    const notImported = type === "thrown" && program.type === "loaded" ? program.importFailure(value) : null;
    if (type === "returned") this.#columns.addReturned(value, runtimeMs, readable);
    else if (notImported === null) this.#columns.addThrown(value, runtimeMs, readable);
    else this.#columns.addError(outcomes.threw, notImported, runtimeMs);
  }

  #finishPosition(now: number, runtimeMs: number): void {
    this.#position += 1;
    // A result of a task that has called is lost with its link, and those that travel with it; and until it is heard its caller lives.
    const hasCalled = this.#calls !== null;
    this.#calls = null;
    if (
      hasCalled ||
      this.#isCareful ||
      this.#columns.endsJob ||
      this.#position === this.#count ||
      this.#position === this.#order.carefulFrom ||
      now - this.#flushedAt >= flushAfterMs ||
      this.#columns.byteLength >= flushAfterBytes
    ) {
      this.#flushResults(now);
    }
    if (this.#isCareful) this.#endCarefulness(runtimeMs);
    else if (this.#position === this.#order.carefulFrom) this.#isCareful = true;
  }

  /** Ends careful mode: a task that ended the Worker started within the window after its last message, which has passed by now. */
  #endCarefulness(runtimeMs: number): void {
    this.#carefulMs += runtimeMs;
    const positions = this.#position - this.#order.carefulFrom;
    if (this.#position === this.#count || (this.#carefulMs < carefulForMs && positions < announceAfterPositions))
      return;
    this.#isCareful = false;
    this.#platform.sendMessage({ type: "at", run: this.#order.run, position: this.#position, exact: false });
  }

  #flushResults(now: number): void {
    if (this.#position === this.#count) this.#reports.tellDropped({ run: this.#order.run, position: this.#count - 1 });
    const results = this.#columns.takeResults(this.#order.run, this.#firstUnreported, now - this.#flushedAt);
    this.#firstUnreported = this.#position;
    this.#flushedAt = now;
    this.#lastMessageAt = now;
    this.#lastMessagePosition = this.#position;
    this.#platform.sendMessage({ type: "results", results });
  }

  /** Called while a task waits for its promise or makes its first call, when no other one can be running. */
  #reportWaitingTask(): void {
    if (this.#columns.rows > 0) this.#flushResults(this.#platform.now());
    this.#platform.sendMessage({ type: "at", run: this.#order.run, position: this.#position, exact: true });
    this.#saidExact = true;
    this.#reports.tellHeldProgress(this.place);
  }
}
