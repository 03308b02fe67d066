import type { Result } from "../../../room/results/result.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import type { Refusal } from "./refusal-words.ts";

/** Results that are read in one frame: some milliseconds of work. */
const resultsAFrame = 200;

/** What every picture of values says beside what it draws. */
export interface ReadSoFar {
  readonly failed: number;
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
}

export const nothingRead: ReadSoFar = { failed: 0, refused: 0, firstRefusal: null };

/** What is read of a result. */
export interface ReadResult extends Pick<Result, "runtimeMs" | "startedMs" | "volunteer"> {
  readonly outcome:
    | { readonly type: "value"; readonly value: unknown }
    | { readonly type: "failed" }
    | { readonly type: "unreadable"; readonly reason: string };
}

/** What is asked of a job's results. */
export interface ResultSource {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): ReadResult | null;
}

/** What is known with this value as well, or why it is not drawn, as the end of a sentence. Volunteers may return anything. */
export type AddValue<SoFar extends ReadSoFar> = (before: SoFar, value: unknown, result: ReadResult) => SoFar | string;

/** Reads a job's results as they get on record, each once, and keeps what is drawn of them. */
export class ResultReader<SoFar extends ReadSoFar> implements FrameReader {
  readonly #results: ResultSource;
  readonly #cursor: { next(): number | null };
  readonly #add: AddValue<SoFar>;
  #soFar: SoFar;
  #resultsRead = 0;

  constructor(results: ResultSource, nothing: SoFar, add: AddValue<SoFar>) {
    this.#results = results;
    this.#cursor = results.cursor("completed");
    this.#soFar = nothing;
    this.#add = add;
  }

  /** Another object whenever something has come. */
  get soFar(): SoFar {
    return this.#soFar;
  }

  get resultsRead(): number {
    return this.#resultsRead;
  }

  readSome(): boolean {
    for (let left = resultsAFrame; left > 0; left -= 1) {
      const task = this.#cursor.next();
      if (task === null) return false;
      this.#read(task);
    }
    return true;
  }

  #read(task: number): void {
    const result = this.#results.at(task);
    if (result === null) return;
    this.#resultsRead += 1;
    const { outcome, volunteer } = result;
    const before = this.#soFar;
    if (outcome.type === "failed") {
      this.#soFar = { ...before, failed: before.failed + 1 };
      return;
    }
    const added = outcome.type === "value" ? this.#add(before, outcome.value, result) : outcome.reason;
    if (typeof added !== "string") {
      this.#soFar = added;
      return;
    }
    const firstRefusal = before.firstRefusal ?? { task, volunteer, reason: added };
    this.#soFar = { ...before, refused: before.refused + 1, firstRefusal };
  }
}
