import { outcomes, type ThrownError } from "../../core/job/job.ts";
import { valueAt } from "../../core/values/packed.ts";
import { thrownError } from "../../core/values/thrown.ts";
import type { SlotOrder, SlotWord } from "../protocol.ts";
import type { Columns } from "./result-columns.ts";
import { importFailure } from "./load-errors.ts";
import type { LoadedProgram } from "./program.ts";
import { announceAfterMs, announceAfterPositions, carefulForMs, flushAfterBytes, flushAfterMs } from "./report-timing.ts";

export type RunOrder = Extract<SlotOrder, { readonly type: "run" }>;

/** What a runner needs of the Worker around it; taken before task code is there. */
export interface SlotPlatform {
  say(word: SlotWord): void;
  now(): number;
  /** Calls `tick` about every `ms` until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  load(source: string): Promise<LoadedProgram>;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  return "then" in value && typeof value.then === "function";
}

/** One run from its first position to its end. */
export class Execution {
  readonly #platform: SlotPlatform;
  readonly #columns: Columns;
  readonly #order: RunOrder;
  readonly #program: LoadedProgram;
  readonly #timeLimitMs: number;
  readonly #count: number;

  #position: number;
  #careful: boolean;
  #carefulMs = 0;
  /** First position that is not reported. */
  #first: number;
  /** When the position at hand started. */
  #began: number;
  #flushedAt: number;
  #spokeAt: number;
  #spokePosition: number;
  /** The page holds that one position is the only one at hand; it must not outlive that one. */
  #claimed = false;

  constructor(platform: SlotPlatform, columns: Columns, order: RunOrder, program: LoadedProgram, timeLimitMs: number) {
    this.#platform = platform;
    this.#columns = columns;
    this.#order = order;
    this.#program = program;
    this.#timeLimitMs = timeLimitMs;
    this.#count = order.inputs.ends.length;
    this.#position = order.from;
    this.#first = order.from;
    this.#careful = order.carefulFrom <= order.from;
    const now = platform.now();
    this.#began = now;
    this.#flushedAt = now;
    this.#spokeAt = now;
    this.#spokePosition = order.from;
  }

  async finish(): Promise<void> {
    let stopTicking: (() => void) | null = null;
    for (let pending = this.#computeUntilPending(); pending !== null; pending = this.#computeUntilPending()) {
      stopTicking ??= this.#platform.every(flushAfterMs, () => this.#tick());
      let value: unknown;
      try {
        value = await pending;
      } catch (error) {
        this.#threw(error);
        continue;
      }
      this.#returned(value);
    }
    stopTicking?.();
  }

  /** Stops at a promise or at the end; a task that answers at once costs no turn of the event loop. */
  #computeUntilPending(): PromiseLike<unknown> | null {
    const { run: runId, inputs } = this.#order;
    const program = this.#program;
    while (this.#position < this.#count) {
      if (!program.ok) {
        this.#reportNotLoaded(program.error);
        return null;
      }
      this.#began = this.#platform.now();
      if (
        !this.#careful &&
        (this.#claimed ||
          this.#began - this.#spokeAt > announceAfterMs ||
          this.#position - this.#spokePosition >= announceAfterPositions)
      ) {
        this.#announce(runId);
      }
      let value: unknown;
      let pending: PromiseLike<unknown> | null = null;
      try {
        value = program.run(valueAt(inputs, this.#position));
        if (isThenable(value)) pending = value;
      } catch (error) {
        this.#threw(error);
        continue;
      }
      if (pending !== null) return pending;
      this.#returned(value);
    }
    return null;
  }

  /** For the position at hand, and with it the run is over: all others would say the same. */
  #reportNotLoaded(error: ThrownError): void {
    this.#columns.addError(outcomes.notLoaded, error, 0);
    this.#flush(this.#platform.now());
  }

  /** The last position gets no bare word: reporting all before it already says that it is the one. */
  #announce(run: number): void {
    if (this.#position === this.#count - 1 && this.#columns.rows > 0) {
      this.#flush(this.#began);
    } else {
      this.#platform.say({ type: "at", run, position: this.#position, exact: false });
    }
    this.#spokeAt = this.#began;
    this.#spokePosition = this.#position;
    this.#claimed = false;
  }

  #returned(value: unknown): void {
    const now = this.#platform.now();
    const runtimeMs = now - this.#began;
    if (this.#tooLate(runtimeMs)) return;
    this.#columns.addValue(value, runtimeMs, this.#program.ok ? this.#program.readable : String);
    this.#done(now, runtimeMs);
  }

  #threw(error: unknown): void {
    const now = this.#platform.now();
    const runtimeMs = now - this.#began;
    if (this.#tooLate(runtimeMs)) return;
    const readable = this.#program.ok ? this.#program.readable : String;
    const notImported = importFailure(error, readable);
    if (notImported === null) this.#columns.addThrown(error, runtimeMs, readable);
    else this.#columns.addError(outcomes.threw, notImported, runtimeMs);
    this.#done(now, runtimeMs);
  }

  /** The page's watch is coarse; the limit itself is kept here to the millisecond. */
  #tooLate(runtimeMs: number): boolean {
    if (runtimeMs <= this.#timeLimitMs) return false;
    const error = thrownError("TimeLimitExceeded", `The task took longer than ${this.#timeLimitMs} ms.`);
    this.#columns.addError(outcomes.timedOut, error, runtimeMs);
    this.#done(this.#platform.now(), runtimeMs);
    return true;
  }

  #done(now: number, runtimeMs: number): void {
    this.#position += 1;
    if (
      this.#careful ||
      this.#position === this.#count ||
      this.#position === this.#order.carefulFrom ||
      now - this.#flushedAt >= flushAfterMs ||
      this.#columns.byteLength >= flushAfterBytes
    ) {
      this.#flush(now);
    }
    if (this.#careful) this.#leaveCare(runtimeMs);
    else if (this.#position === this.#order.carefulFrom) this.#careful = true;
  }

  /** Whatever took a Worker's life under its last word started within the window that the word opened. */
  #leaveCare(runtimeMs: number): void {
    this.#carefulMs += runtimeMs;
    const positions = this.#position - this.#order.carefulFrom;
    if (this.#position === this.#count || (this.#carefulMs < carefulForMs && positions < announceAfterPositions))
      return;
    this.#careful = false;
    this.#platform.say({ type: "at", run: this.#order.run, position: this.#position, exact: false });
  }

  #flush(now: number): void {
    const results = this.#columns.take(this.#order.run, this.#first, now - this.#flushedAt);
    this.#first = this.#position;
    this.#flushedAt = now;
    this.#spokeAt = now;
    this.#spokePosition = this.#position;
    this.#platform.say({ type: "results", results });
  }

  /** Runs only while a task is waiting, which is then known to be the only one at hand. */
  #tick(): void {
    if (this.#columns.rows > 0) this.#flush(this.#platform.now());
    this.#platform.say({ type: "at", run: this.#order.run, position: this.#position, exact: true });
    this.#claimed = true;
  }
}
