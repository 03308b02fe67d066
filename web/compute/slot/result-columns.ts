import { outcomes, type Outcome, type ThrownError } from "../../core/job/job.ts";
import { Packer, type Readable } from "../../core/values/packed.ts";
import type { RunId, RunResults } from "../compute.ts";

const firstRows = 1024;

/** Finished positions that have not been reported, in columns that are used again after each report. */
export class Columns {
  #outcomes = new Uint8Array(firstRows);
  #runtimesMs = new Float32Array(firstRows);
  readonly #values = new Packer();

  get rows(): number {
    return this.#values.count;
  }

  get byteLength(): number {
    return this.#values.byteLength;
  }

  /** A value that cannot travel becomes what `append` throws about it. */
  addValue(value: unknown, runtimeMs: number, readable: Readable): void {
    try {
      this.#values.append(value, readable);
    } catch (error) {
      this.addThrown(error, runtimeMs, readable);
      return;
    }
    this.#note(outcomes.value, runtimeMs);
  }

  addThrown(thrown: unknown, runtimeMs: number, readable: Readable): void {
    this.#values.appendThrown(thrown, readable);
    this.#note(outcomes.threw, runtimeMs);
  }

  addError(outcome: Outcome, error: ThrownError, runtimeMs: number): void {
    this.#values.appendError(error);
    this.#note(outcome, runtimeMs);
  }

  /** Everything since the last call, in arrays of its own that may be transferred; there must be a row. */
  take(run: RunId, first: number, busyMs: number): RunResults {
    const rows = this.rows;
    return {
      run,
      first,
      outcomes: this.#outcomes.slice(0, rows),
      runtimesMs: this.#runtimesMs.slice(0, rows),
      values: this.#values.take(),
      busyMs,
    };
  }

  #note(outcome: Outcome, runtimeMs: number): void {
    const row = this.rows - 1;
    if (row === this.#outcomes.length) this.#grow();
    this.#outcomes[row] = outcome;
    this.#runtimesMs[row] = runtimeMs;
  }

  #grow(): void {
    const wider = new Uint8Array(this.#outcomes.length * 2);
    wider.set(this.#outcomes);
    this.#outcomes = wider;
    const longer = new Float32Array(this.#runtimesMs.length * 2);
    longer.set(this.#runtimesMs);
    this.#runtimesMs = longer;
  }
}
