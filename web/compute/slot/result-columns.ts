import { outcomes, type Outcome, type ThrownError } from "../../core/job/job.ts";
import { Packer, type Readable } from "../../core/values/packed.ts";
import type { RunId, RunResults } from "../compute.ts";
import { DoneMark } from "./done-mark.ts";

/** Rows that the columns hold before they first grow. */
const initialRows = 1024;

/** Results of finished positions that have not been reported. The memory is reused after each report. */
export class ResultColumns {
  #outcomes = new Uint8Array(initialRows);
  #runtimesMs = new Float32Array(initialRows);
  readonly #values = new Packer();
  #endsJob = false;

  get rows(): number {
    return this.#values.count;
  }

  get byteLength(): number {
    return this.#values.byteLength;
  }

  /** Whether one of them ends the job: the others of the room compute in vain until it is reported. */
  get endsJob(): boolean {
    return this.#endsJob;
  }

  /** Adds what was returned. A value that cannot be encoded is added as the error that the encoder throws. */
  addReturned(returned: unknown, runtimeMs: number, readable: Readable): void {
    const endsJob = returned instanceof DoneMark;
    try {
      this.#values.append(endsJob ? returned.value : returned, readable);
    } catch (error) {
      this.addThrown(error, runtimeMs, readable);
      return;
    }
    this.#endsJob ||= endsJob;
    this.#addOutcome(endsJob ? outcomes.endsJob : outcomes.value, runtimeMs);
  }

  addThrown(thrown: unknown, runtimeMs: number, readable: Readable): void {
    this.#values.appendThrown(thrown, readable);
    this.#addOutcome(outcomes.threw, runtimeMs);
  }

  addError(outcome: Outcome, error: ThrownError, runtimeMs: number): void {
    this.#values.appendError(error);
    this.#addOutcome(outcome, runtimeMs);
  }

  /** Removes and returns all rows, of which there must be at least one, in arrays that may be transferred. */
  takeResults(run: RunId, first: number, busyMs: number): RunResults {
    const rows = this.rows;
    this.#endsJob = false;
    return {
      run,
      first,
      outcomes: this.#outcomes.slice(0, rows),
      runtimesMs: this.#runtimesMs.slice(0, rows),
      values: this.#values.take(),
      busyMs,
    };
  }

  #addOutcome(outcome: Outcome, runtimeMs: number): void {
    const row = this.rows - 1;
    if (row === this.#outcomes.length) this.#growColumns();
    this.#outcomes[row] = outcome;
    this.#runtimesMs[row] = runtimeMs;
  }

  #growColumns(): void {
    const wider = new Uint8Array(this.#outcomes.length * 2);
    wider.set(this.#outcomes);
    this.#outcomes = wider;
    const longer = new Float32Array(this.#runtimesMs.length * 2);
    longer.set(this.#runtimesMs);
    this.#runtimesMs = longer;
  }
}
