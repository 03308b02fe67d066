import type { CallOff, Clock } from "../../../core/clock.ts";
import type { Seen } from "../../../core/seen.ts";
import type { RunTrial, TrialEnd } from "../../../core/job/trial.ts";
import { isFields } from "../../../core/fields.ts";
import { packAll } from "../../../core/values/packed.ts";
import type { Result } from "../../../room/results/result.ts";
import sliceSource from "./reduce.task.js?raw";

/** Results, and bytes of them, that go into the sandbox at a time: reading them takes the page some milliseconds. */
const resultsASlice = 5_000;
const bytesASlice = 4 * 1024 * 1024;

/** Milliseconds of reducing after which a slice ends, and those after which it is ended: one call of the function has them all. */
const budgetMs = 250;
export const reduceLimitMs = 10_000;

/** Milliseconds between slices while results come: each slice starts a Worker, on a computer that may be a volunteer, too. */
const pauseMs = 1_000;

/** What stands in the way of reducing further. */
export type ReduceProblem =
  /** `task`: with the result of which it happened; null where that is not known. */
  | { readonly type: "failed"; readonly thrown: unknown; readonly task: number | null }
  /** There is no sandbox in this page. */
  | { readonly type: "unavailable"; readonly seen: Seen };

export interface Reduced {
  /** Results that are in it. */
  readonly count: number;
  /** Of no meaning while `count` is 0. */
  readonly value: unknown;
  /** Results without a value, which are not in it: their tasks have failed. */
  readonly without: number;
  /** Then `value` stays what it was before. */
  readonly problem: ReduceProblem | null;
}

/** What is asked of a job's results. */
export interface ReducibleResults {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): Pick<Result, "outcome"> | null;
  subscribe(changed: () => void): CallOff;
}

interface Waiting {
  readonly task: number;
  readonly value: unknown;
}

interface Surroundings {
  readonly runTrial: RunTrial;
  readonly clock: Clock;
  /** Another value, or a problem. */
  readonly changed: (reduced: Reduced) => void;
}

/**
 * Has a module's own `reduce` make one value of a job's results, in the page's own sandbox: as they get on record, each once, and
 * in slices. Ends with the first problem.
 */
export class Reduction {
  readonly #results: ReducibleResults;
  readonly #shared: Uint8Array;
  readonly #around: Surroundings;
  readonly #cursor: { next(): number | null };
  readonly #unsubscribe: CallOff;
  #reduced: Reduced = { count: 0, value: undefined, without: 0, problem: null };
  /** Read, and not yet in the value. */
  #waiting: Waiting[] = [];
  #isBusy = false;
  #isClosed = false;
  #callOff: CallOff | null = null;

  /** `source`: the module, which exports `reduce`. */
  constructor(results: ReducibleResults, source: string, around: Surroundings) {
    this.#results = results;
    this.#shared = packAll([source]).bytes;
    this.#around = around;
    this.#cursor = results.cursor("completed");
    this.#unsubscribe = results.subscribe(() => this.#reduceIn(pauseMs));
    this.#reduceIn(0);
  }

  close(): void {
    this.#isClosed = true;
    this.#unsubscribe();
    this.#callOff?.();
  }

  get #isOver(): boolean {
    return this.#isClosed || this.#reduced.problem !== null;
  }

  #reduceIn(ms: number): void {
    if (this.#isBusy || this.#isOver) return;
    this.#callOff ??= this.#around.clock.after(ms, () => {
      this.#callOff = null;
      void this.#reduceAll();
    });
  }

  /** All that is on record now. What comes meanwhile is looked for once more, after the pause. */
  async #reduceAll(): Promise<void> {
    this.#isBusy = true;
    let hasReduced = false;
    while (!this.#isOver && this.#readSome()) {
      const values = this.#waiting.map(({ value }) => value);
      const before = this.#reduced.count === 0 ? [] : [this.#reduced.value];
      const { end } = await this.#around.runTrial({
        source: sliceSource,
        input: { before, values, budgetMs },
        timeLimitMs: reduceLimitMs,
        shared: this.#shared,
      });
      if (this.#isClosed) return;
      this.#takeEnd(end);
      this.#around.changed(this.#reduced);
      hasReduced = true;
    }
    this.#isBusy = false;
    if (hasReduced) this.#reduceIn(pauseMs);
  }

  /** Whether there is anything to be reduced. */
  #readSome(): boolean {
    if (this.#waiting.length > 0) return true;
    let { without } = this.#reduced;
    let bytes = 0;
    while (this.#waiting.length < resultsASlice && bytes < bytesASlice) {
      const task = this.#cursor.next();
      if (task === null) break;
      const outcome = this.#results.at(task)?.outcome;
      if (outcome?.type === "value") {
        this.#waiting.push({ task, value: outcome.value });
        bytes += bytesOf(outcome.value);
      } else without += 1;
    }
    if (without > this.#reduced.without) {
      this.#reduced = { ...this.#reduced, without };
      this.#around.changed(this.#reduced);
    }
    return this.#waiting.length > 0;
  }

  #takeEnd(end: TrialEnd): void {
    if (end.type === "unavailable") {
      this.#stopWith({ type: "unavailable", seen: end.seen });
      return;
    }
    const made = end.type === "value" && isFields(end.value) ? end.value : null;
    if (end.type === "failed" || made === null) {
      const [only, second] = this.#waiting;
      const task = second === undefined ? (only?.task ?? null) : null;
      this.#stopWith({ type: "failed", thrown: end.type === "failed" ? end.thrown : null, task });
      return;
    }
    const taken = Number(made["taken"]);
    const next = this.#waiting[taken]?.task ?? null;
    this.#waiting = this.#waiting.slice(taken);
    if (taken > 0) this.#reduced = { ...this.#reduced, value: made["reduced"], count: this.#reduced.count + taken };
    if ("thrown" in made) this.#stopWith({ type: "failed", thrown: made["thrown"], task: next });
  }

  #stopWith(problem: ReduceProblem): void {
    this.#reduced = { ...this.#reduced, problem };
    this.#waiting = [];
  }
}

/** About as many as it has when it travels. */
function bytesOf(value: unknown): number {
  if (typeof value === "string") return 2 * value.length;
  return typeof value === "object" && value !== null ? packAll([value]).bytes.length : 16;
}
