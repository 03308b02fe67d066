import type { CallOff, Clock } from "../../core/clock.ts";
import { bringsValue } from "../../core/job/job.ts";
import type { CallsEnd, RunCalls, TrialAnswer, TrialCalls } from "../../core/job/trial.ts";
import type { Seen } from "../../core/seen.ts";
import { describeThrown } from "../../core/values/describe-thrown.ts";
import type { Packed } from "../../core/values/format.ts";
import { lookAtMost, packAll, thrownAt } from "../../core/values/packed.ts";
import { columnOf } from "../../core/values/value-column.ts";
import { moduleTrial, type LoadableModule } from "../../workloads/program/module-trial.ts";
import reader from "./slice.task.js?raw";

/**
 * Results, and bytes of them, that go into the sandbox at a time: those that a slice has no time for are read there in vain. A larger
 * result goes alone.
 */
const resultsASlice = 5_000;
const bytesASlice = 3 * 1024 * 1024;

/** Milliseconds of the module's own function after which a slice ends, and those after which one call of it is ended. */
const budgetMs = 250;
export const sliceLimitMs = 10_000;

/** Milliseconds between slices while results come: each slice starts a Worker, on a computer that may be a volunteer, too. */
const pauseMs = 1_000;

/** What stands in the way of going on. */
export type SliceProblem =
  /** `task`: with the result of which it happened; null where that is not known. */
  | { readonly type: "failed"; readonly thrown: unknown; readonly task: number | null }
  /** There is no sandbox in this page. */
  | { readonly type: "unavailable"; readonly seen: Seen };

/** How far the results have been handed to the module's own function. */
export interface SlicesSoFar {
  /** Results that it has taken. */
  readonly count: number;
  /** Results without a value, which it does not get: their tasks have failed, or what came cannot be read. */
  readonly without: number;
  /** What the module's `reduce` has made of them, encoded; null before the first, and where none is asked for. A problem leaves it as it was. */
  readonly made: Uint8Array | null;
  /** Then it gets no further ones. */
  readonly problem: SliceProblem | null;
}

const noSlices: SlicesSoFar = { count: 0, without: 0, made: null, problem: null };

/** What is asked of a job's results. */
export interface SlicedResults {
  cursor(order: "completed"): { next(): number | null };
  encodedAt(task: number): Uint8Array | null;
  subscribe(changed: () => void): CallOff;
}

interface WaitingResult {
  readonly task: number;
  readonly bytes: Uint8Array;
}

/** What a module's own function is run for. */
export interface SliceUse {
  readonly name: "reduce" | "until";
  /** It has taken further results, or there is a problem. */
  readonly changed: (soFar: SlicesSoFar) => void;
  /** Called once, of an `until`: the first task on record whose value satisfies it. Nothing is looked at behind it. */
  readonly satisfied?: (task: number) => void;
}

export interface SliceSurroundings {
  readonly runCalls: RunCalls;
  readonly clock: Clock;
}

/**
 * Hands a job's results to a function of the job's own module, in the page's own sandbox: as they get on record, each once, in
 * slices, encoded as they came. Ends with the first problem.
 */
export class ResultSlices {
  readonly #results: SlicedResults;
  readonly #program: Pick<TrialCalls, "source" | "files">;
  readonly #use: SliceUse;
  readonly #around: SliceSurroundings;
  readonly #cursor: { next(): number | null };
  readonly #unsubscribe: CallOff;
  #soFar = noSlices;
  /** Read, and not yet taken. */
  #waiting: readonly WaitingResult[] = [];
  /** Whether the next slice is one that was over its time: the computer may have been asleep. */
  #isRepeated = false;
  #isBusy = false;
  #isOver = false;
  #callOff: CallOff | null = null;
  readonly #closing = new AbortController();

  /** `module` exports the function that is used. */
  constructor(results: SlicedResults, module: LoadableModule, use: SliceUse, around: SliceSurroundings) {
    this.#results = results;
    this.#program = moduleTrial(reader, module);
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
      const end = await this.#around.runCalls({
        ...this.#program,
        inputs: this.#inputsOf(slice),
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
    let bytes = waiting.reduce((sum, one) => sum + one.bytes.length, 0);
    while (waiting.length < resultsASlice && bytes < bytesASlice) {
      const task = this.#cursor.next();
      if (task === null) break;
      const encoded = this.#results.encodedAt(task);
      if (encoded === null) without += 1;
      else {
        waiting.push({ task, bytes: encoded });
        bytes += encoded.length;
      }
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
      bytes += one.bytes.length;
      return at > 0 && bytes > bytesASlice;
    });
    return end === -1 ? this.#waiting : this.#waiting.slice(0, end);
  }

  /** As `slice.task.js` reads them. */
  #inputsOf(slice: readonly WaitingResult[]): Packed {
    const { made } = this.#soFar;
    const plan = { use: this.#use.name, hasMade: made !== null, tasks: slice.map(({ task }) => task), budgetMs };
    const nothing = packAll([null]).bytes;
    return joined([
      packAll([plan]).bytes,
      made ?? nothing,
      ...slice.map(({ bytes }) => bytes),
      nothing,
      nothing,
      nothing,
    ]);
  }

  #takeEnd(end: CallsEnd, slice: readonly WaitingResult[]): void {
    if (end.type === "unavailable") {
      this.#stopWith({ type: "unavailable", seen: end.seen });
      return;
    }
    if (end.type === "failed" && isTooLong(end.thrown) && !this.#isRepeated) {
      this.#isRepeated = true;
      return;
    }
    this.#isRepeated = false;
    if (end.type === "failed") {
      const { thrown, call } = end;
      const only = slice.length === 1 ? slice[0] : undefined;
      this.#stopWith({ type: "failed", thrown, task: (slice[(call ?? 0) - callsAhead] ?? only)?.task ?? null });
      return;
    }
    this.#takeAnswers(end.answers, slice);
  }

  #takeAnswers(answers: readonly TrialAnswer[], slice: readonly WaitingResult[]): void {
    const [plan, , ...others] = answers;
    const [told, threw, made] = others.slice(slice.length);
    const only = slice.length === 1 ? (slice[0]?.task ?? null) : null;
    const failed = [plan, told, made].find((answer) => answer !== undefined && !bringsValue(answer.outcome));
    if (failed !== undefined || told === undefined || made === undefined) {
      const thrown = failed === undefined ? null : thrownAt(columnOf(failed.bytes), 0);
      this.#stopWith({ type: "failed", thrown, task: only });
      return;
    }
    const { taken, isSatisfied, hasMade } = tellingIn(told);
    const hasThrown = threw !== undefined && !bringsValue(threw.outcome);
    if (!(taken >= (hasThrown ? 0 : 1) && taken <= slice.length)) {
      this.#stopWith({ type: "failed", thrown: null, task: only });
      return;
    }
    const unread = others.slice(0, taken).filter(({ outcome }) => !bringsValue(outcome)).length;
    const { count, without } = this.#soFar;
    this.#soFar = {
      ...this.#soFar,
      count: count + taken - unread,
      without: without + unread,
      made: hasMade ? made.bytes : null,
    };
    this.#waiting = this.#waiting.slice(taken);
    const last = slice[taken - 1];
    if (isSatisfied && last !== undefined) {
      this.#isOver = true;
      this.#use.satisfied?.(last.task);
    } else if (hasThrown) {
      this.#stopWith({
        type: "failed",
        thrown: thrownAt(columnOf(threw.bytes), 0),
        task: slice[taken]?.task ?? null,
      });
    }
  }

  #stopWith(problem: SliceProblem): void {
    this.#soFar = { ...this.#soFar, problem };
    this.#waiting = [];
    this.#isOver = true;
  }
}

/** Calls before those of the slice's results. */
const callsAhead = 2;

/** The module can change what its reader says: it harms nobody's results but its own, and is read no further than it is long. */
function tellingIn({ bytes }: TrialAnswer): { taken: number; isSatisfied: boolean; hasMade: boolean } {
  const told: unknown = lookAtMost(columnOf(bytes), 0);
  const [taken, isSatisfied, hasMade]: readonly unknown[] = Array.isArray(told) ? told : [];
  return { taken: Number(taken), isSatisfied: isSatisfied === true, hasMade: hasMade === true };
}

function joined(values: readonly Uint8Array[]): Packed {
  let at = 0;
  const ends = Uint32Array.from(values, ({ length }) => (at += length));
  const bytes = new Uint8Array(at);
  for (const [i, value] of values.entries()) bytes.set(value, ends[i - 1] ?? 0);
  return { ends, bytes };
}

export function isTooLong(thrown: unknown): boolean {
  return describeThrown(thrown).name === "TimeLimitExceeded";
}
