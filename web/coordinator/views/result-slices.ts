import type { CallOff, Clock } from "../../core/clock.ts";
import { isFields, type Fields } from "../../core/fields.ts";
import { moduleTrial, type LoadableModule } from "../../workloads/program/module-trial.ts";
import type { RunTrial, Trial, TrialEnd } from "../../core/job/trial.ts";
import type { Seen } from "../../core/seen.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import type { Result } from "../../room/results/result.ts";

/**
 * Results, and bytes of them, that go into the sandbox at a time: reading them takes the page some milliseconds. Each part of a
 * value takes a byte at least, so those of a slice stay within `maxValueItems`. A larger result goes alone.
 */
const resultsASlice = 5_000;
const bytesASlice = 3 * 1024 * 1024;

/** What a short value counts, whose bytes are not known. */
const fewestBytes = 16;

/** Milliseconds of the module's own function after which a slice ends, and those after which it is ended: one call has them all. */
const budgetMs = 250;
export const sliceLimitMs = 10_000;

/** Milliseconds between slices while results come: each slice starts a Worker, on a computer that may be a volunteer, too. */
const pauseMs = 1_000;

/** What stands in the way of going on. */
export type SliceProblem =
  /** `task`: with the result of which it happened; null where that is not known. */
  | { readonly type: "failed"; readonly thrown: unknown; readonly task: number | null }
  /** That result alone, with what else the function gets, is too large or too deep to be handed over. */
  | { readonly type: "unsent"; readonly thrown: unknown; readonly task: number | null }
  /** There is no sandbox in this page. */
  | { readonly type: "unavailable"; readonly seen: Seen };

/** How far the results have been handed to the module's own function. */
export interface SlicesSoFar {
  /** Results that it has taken. */
  readonly count: number;
  /** Results without a value, which it does not get: their tasks have failed. */
  readonly without: number;
  /** Then it gets no further ones. */
  readonly problem: SliceProblem | null;
}

/** What is asked of a job's results. */
export interface SlicedResults {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): Pick<Result, "outcome"> | null;
  bytesAt(task: number): number;
  subscribe(changed: () => void): CallOff;
}

export interface WaitingResult {
  readonly task: number;
  readonly value: unknown;
  /** About as many as it takes on its way. */
  readonly bytes: number;
}

/** What a module's own function is run for. */
export interface SliceUse {
  /**
   * The text of the reader that calls it in the sandbox: gets `{ values, budgetMs }` and what `inputOf` adds, and gives how many it has `taken`, what was `thrown` at the one behind them, and what `takeMade` reads.
   */
  readonly program: string;
  readonly inputOf: (waiting: readonly WaitingResult[]) => Fields;
  /** `taken`: the results that the slice has taken. Returns whether there is anything more to be made of further ones. */
  readonly takeMade: (made: Fields, taken: readonly WaitingResult[]) => boolean;
  readonly changed: (soFar: SlicesSoFar) => void;
}

export interface SliceSurroundings {
  readonly runTrial: RunTrial;
  readonly clock: Clock;
}

/**
 * Hands a job's results to a function of the job's own module, in the page's own sandbox: as they get on record, each once, in
 * slices. Ends with the first problem.
 */
export class ResultSlices {
  readonly #results: SlicedResults;
  readonly #program: Pick<Trial, "source" | "files">;
  readonly #use: SliceUse;
  readonly #around: SliceSurroundings;
  readonly #cursor: { next(): number | null };
  readonly #unsubscribe: CallOff;
  #soFar: SlicesSoFar = { count: 0, without: 0, problem: null };
  /** Read, and not yet taken. */
  #waiting: readonly WaitingResult[] = [];
  /** The most results of the next slice: fewer after one that did not fit into one value. */
  #most = resultsASlice;
  /** Whether the next slice is one that was over its time: the computer may have been asleep. */
  #isRepeated = false;
  #isBusy = false;
  #isOver = false;
  #callOff: CallOff | null = null;
  readonly #closing = new AbortController();

  constructor(results: SlicedResults, module: LoadableModule, use: SliceUse, around: SliceSurroundings) {
    this.#results = results;
    this.#program = moduleTrial(use.program, module);
    this.#use = use;
    this.#around = around;
    this.#cursor = results.cursor("completed");
    this.#unsubscribe = results.subscribe(() => this.#goOnIn(pauseMs));
    this.#goOnIn(0);
  }

  close(): void {
    this.#isOver = true;
    this.#unsubscribe();
    this.#callOff?.();
    this.#closing.abort();
  }

  #goOnIn(ms: number): void {
    if (this.#isBusy || this.#isOver) return;
    this.#callOff ??= this.#around.clock.after(ms, () => {
      this.#callOff = null;
      void this.#runAll();
    });
  }

  /** All that is on record now. What comes meanwhile is looked for once more, after the pause. */
  async #runAll(): Promise<void> {
    this.#isBusy = true;
    let hasRun = false;
    while (!this.#isOver && this.#readSome()) {
      const slice = this.#nextSlice();
      const values = slice.map(({ value }) => value);
      const { end } = await this.#around.runTrial({
        ...this.#program,
        input: { ...this.#use.inputOf(slice), values, budgetMs },
        timeLimitMs: sliceLimitMs,
        signal: this.#closing.signal,
      });
      if (this.#isOver) return;
      this.#takeEnd(end, slice);
      this.#use.changed(this.#soFar);
      hasRun = true;
    }
    this.#isBusy = false;
    if (hasRun) this.#goOnIn(pauseMs);
  }

  /** Whether there is anything to be handed over. */
  #readSome(): boolean {
    const waiting = this.#waiting.slice();
    let { without } = this.#soFar;
    let bytes = waiting.reduce((sum, one) => sum + one.bytes, 0);
    while (waiting.length < resultsASlice && bytes < bytesASlice) {
      const task = this.#cursor.next();
      if (task === null) break;
      const outcome = this.#results.at(task)?.outcome;
      if (outcome?.type === "value") {
        const next = { task, value: outcome.value, bytes: Math.max(fewestBytes, this.#results.bytesAt(task)) };
        waiting.push(next);
        bytes += next.bytes;
      } else without += 1;
    }
    this.#waiting = waiting;
    if (without > this.#soFar.without) {
      this.#soFar = { ...this.#soFar, without };
      this.#use.changed(this.#soFar);
    }
    return waiting.length > 0;
  }

  /** The first of those that wait, and behind it as many as keep within a slice. */
  #nextSlice(): readonly WaitingResult[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((one, at) => {
      bytes += one.bytes;
      return at > 0 && (at >= this.#most || bytes > bytesASlice);
    });
    return end === -1 ? this.#waiting : this.#waiting.slice(0, end);
  }

  #takeEnd(end: TrialEnd, slice: readonly WaitingResult[]): void {
    if (end.type === "unavailable") {
      this.#stopWith({ type: "unavailable", seen: end.seen });
      return;
    }
    const [only, second] = slice;
    const task = second === undefined ? (only?.task ?? null) : null;
    if (end.type === "unsent") {
      if (second === undefined) this.#stopWith({ type: "unsent", thrown: end.thrown, task });
      else this.#most = Math.floor(slice.length / 2);
      return;
    }
    if (end.type === "failed" && isTooLong(end.thrown) && !this.#isRepeated) {
      this.#isRepeated = true;
      return;
    }
    this.#isRepeated = false;
    const made = end.type === "value" && isFields(end.value) ? end.value : null;
    if (end.type === "failed" || made === null) {
      this.#stopWith({ type: "failed", thrown: end.type === "failed" ? end.thrown : null, task });
      return;
    }
    const count = Number(made["taken"]);
    this.#most = Math.min(resultsASlice, 2 * this.#most);
    const taken = this.#waiting.slice(0, count);
    const next = this.#waiting[count]?.task ?? null;
    this.#waiting = this.#waiting.slice(count);
    this.#soFar = { ...this.#soFar, count: this.#soFar.count + count };
    if (count > 0 && !this.#use.takeMade(made, taken)) this.#isOver = true;
    if ("thrown" in made) this.#stopWith({ type: "failed", thrown: made["thrown"], task: next });
  }

  #stopWith(problem: SliceProblem): void {
    this.#soFar = { ...this.#soFar, problem };
    this.#waiting = [];
    this.#isOver = true;
  }
}

export function isTooLong(thrown: unknown): boolean {
  return describeThrown(thrown).name === "TimeLimitExceeded";
}
