import { epochResultIn, lengthOf, noTour, type Epoch } from "../../../workloads/islands/epoch.ts";
import { nothingRead, ResultReader, type ReadSoFar, type ResultSource } from "./result-reader.ts";

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
export interface ToursSoFar extends ReadSoFar {
  /** Of all epochs; null before the first. */
  readonly shortest: Uint16Array | null;
  /** From the first tour to the shortest one. */
  readonly finds: readonly Find[];
  /** Epochs that have come to a tour. */
  readonly epochs: number;
  /** When the last of these results came, in milliseconds since the job's start. */
  readonly lastMs: number;
}

/** Before the first result. */
export const noTours: ToursSoFar = { ...nothingRead, shortest: null, finds: [], epochs: 0, lastMs: 0 };

/**
 * Reads the tours among a job's results, each once, and keeps the shortest. Each is measured anew, and has to visit each town once: volunteers may
 * return anything.
 */
export function openTourReader(
  results: ResultSource,
  { of, towns }: Pick<Epoch, "of" | "towns">,
): ResultReader<ToursSoFar> {
  const count = towns.length / 2;
  return new ResultReader(results, noTours, (before, value, { startedMs, runtimeMs, volunteer }) => {
    const found = epochResultIn(value, count);
    if (found === null || found.island > of[0] || found.epoch > of[1]) return noTour;
    const tour = found.tours.subarray(0, count);
    const length = lengthOf(tour, towns);
    const lastMs = Math.max(before.lastMs, startedMs + runtimeMs);
    const after = { ...before, lastMs, epochs: before.epochs + 1 };
    if (length >= (before.finds.at(-1)?.length ?? Infinity) - leastGain) return after;
    const find = { atMs: lastMs, length, volunteer, island: found.island, epoch: found.epoch };
    return { ...after, shortest: tour, finds: [...before.finds, find] };
  });
}
