import type { Result } from "../../../room/results/result.ts";
import { epochResultIn, lengthOf, noTour, type Epoch } from "../../../workloads/islands/epoch.ts";
import type { FrameReader } from "./follow-in-frames.ts";
import type { Refusal } from "./refusal-words.ts";

/** Results that are read in one frame: some milliseconds of work. */
const resultsAFrame = 200;

/** A tour has to be shorter by this much, in units of the map: less is rounding. */
const leastGain = 1e-9;

/** A tour that was shorter than all before it, and whose island found it. */
export interface Find {
  /** Milliseconds since the job's start. */
  readonly atMs: number;
  /** In units of the map, as measured here. */
  readonly length: number;
  readonly volunteer: string;
  readonly island: number;
  readonly epoch: number;
}

/** What has been read so far. */
export interface ToursSoFar {
  /** Of all epochs; null before the first. */
  readonly shortest: Uint16Array | null;
  /** From the first tour to the shortest one. */
  readonly finds: readonly Find[];
  /** Epochs that have come to a tour. */
  readonly epochs: number;
  readonly failed: number;
  readonly refused: number;
  readonly firstRefusal: Refusal | null;
  /** When the last of these results came, in milliseconds since the job's start. */
  readonly lastMs: number;
}

/** Before the first result. */
export const noTours: ToursSoFar = {
  shortest: null,
  finds: [],
  epochs: 0,
  failed: 0,
  refused: 0,
  firstRefusal: null,
  lastMs: 0,
};

/** What is read of a result. */
export interface ReadResult extends Pick<Result, "runtimeMs" | "startedMs" | "volunteer"> {
  readonly outcome:
    | { readonly type: "value"; readonly value: unknown }
    | { readonly type: "failed" }
    | { readonly type: "unreadable"; readonly reason: string };
}

/** What is asked of a job's results. */
interface TourSource {
  cursor(order: "completed"): { next(): number | null };
  at(task: number): ReadResult | null;
}

/**
 * Reads the tours among a job's results, each once, and keeps the shortest. Each is measured anew, and has to visit each town once: volunteers may
 * return anything.
 */
export class TourReader implements FrameReader {
  readonly #results: TourSource;
  readonly #cursor: { next(): number | null };
  readonly #job: Pick<Epoch, "of" | "towns">;
  #soFar = noTours;

  constructor(results: TourSource, job: Pick<Epoch, "of" | "towns">) {
    this.#results = results;
    this.#cursor = results.cursor("completed");
    this.#job = job;
  }

  get soFar(): ToursSoFar {
    return this.#soFar;
  }

  get resultsRead(): number {
    const { epochs, failed, refused } = this.#soFar;
    return epochs + failed + refused;
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
    const { outcome, startedMs, runtimeMs, volunteer } = result;
    const before = this.#soFar;
    if (outcome.type === "failed") {
      this.#soFar = { ...before, failed: before.failed + 1 };
      return;
    }
    const { of, towns } = this.#job;
    const found = outcome.type === "value" ? epochResultIn(outcome.value, towns.length / 2) : null;
    if (found === null || found.island > of[0] || found.epoch > of[1]) {
      const reason = outcome.type === "value" ? noTour : outcome.reason;
      const firstRefusal = before.firstRefusal ?? { task, volunteer, reason };
      this.#soFar = { ...before, refused: before.refused + 1, firstRefusal };
      return;
    }
    const tour = found.tours.subarray(0, towns.length / 2);
    const length = lengthOf(tour, towns);
    const lastMs = Math.max(before.lastMs, startedMs + runtimeMs);
    const epochs = before.epochs + 1;
    const least = before.finds.at(-1)?.length ?? Infinity;
    const find = { atMs: lastMs, length, volunteer, island: found.island, epoch: found.epoch };
    this.#soFar =
      length < least - leastGain
        ? { ...before, epochs, lastMs, shortest: tour, finds: [...before.finds, find] }
        : { ...before, epochs, lastMs };
  }
}
