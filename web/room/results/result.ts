import type { Settled } from "./settlements.ts";

/** What a task has come to, and how. */
export interface Result {
  readonly task: number;
  /** Decoded when it is read first. Binary parts of a value are the room's own: to be looked at only. */
  readonly outcome: Settled;
  /** Milliseconds of computing of the attempt that counts. */
  readonly runtimeMs: number;
  /** The name of the volunteer that computed it. */
  readonly volunteer: string;
  /** Executions begun, lost ones included. */
  readonly attempts: number;
  /** 1 for the first result on record. */
  readonly arrival: number;
  /** When the attempt that counts began: milliseconds since the job's start, by the coordinator's clock. */
  readonly startedMs: number;
  /** The slot of the volunteer, from 0; null where that is not known. */
  readonly slot: number | null;
}

/** Where a result's parts are read. */
export interface ResultParts {
  outcomeOf(task: number): Settled;
  startedMs(task: number): number;
  runtimeMs(task: number): number;
  /** Empty where none is known. */
  volunteerOf(task: number): string;
  attempts(task: number): number;
  arrivalOf(task: number): number;
  slotOf(task: number): number | null;
}

/**
 * A result on record, which does not change any more. Reads each part when it is asked for: of millions of results that are
 * counted no value is decoded. The getters are a class's, since an object with getters of its own takes microseconds to make.
 */
export class RecordedResult implements Result {
  readonly task: number;
  readonly #parts: ResultParts;
  #outcome: Settled | null = null;

  constructor(task: number, parts: ResultParts) {
    this.task = task;
    this.#parts = parts;
  }

  get outcome(): Settled {
    this.#outcome ??= this.#parts.outcomeOf(this.task);
    return this.#outcome;
  }

  get runtimeMs(): number {
    return this.#parts.runtimeMs(this.task);
  }

  get volunteer(): string {
    return this.#parts.volunteerOf(this.task);
  }

  get attempts(): number {
    return this.#parts.attempts(this.task);
  }

  get arrival(): number {
    return this.#parts.arrivalOf(this.task);
  }

  get startedMs(): number {
    return this.#parts.startedMs(this.task);
  }

  get slot(): number | null {
    return this.#parts.slotOf(this.task);
  }
}
