import { isFields } from "../../core/fields.ts";

/** The map that the towns stand on, in its units. */
export const map = { width: 1_000, height: 600 };

/** Of fewer, any tour is soon the shortest; of more, the tours of a job would be more than a record should have. */
export const towns = { fewest: 5, most: 1_000 };

/** Tours that live on an island. Further epochs begin with those of a result: with more of them, an input would be larger than one may be. */
const mostTours = 8;

/** Islands, and epochs, of inputs that come from elsewhere: all of them can be counted exactly. */
const mostCounted = 1_000_000;

/** One epoch of one island, as its task gets it. Islands and epochs are counted from 1. */
export interface Epoch {
  readonly of: readonly [islands: number, epochs: number];
  readonly island: number;
  readonly epoch: number;
  readonly seed: number;
  /** Moves that are tried. */
  readonly tries: number;
  /** x and y of each. */
  readonly towns: Uint16Array<ArrayBuffer>;
  /** Of the island, one after the other, the shortest first; empty in the first epoch. */
  readonly tours: Uint16Array<ArrayBuffer>;
  /** The shortest of the island before; empty in the first epoch. */
  readonly guest: Uint16Array<ArrayBuffer>;
}

/** What an epoch comes to, as a volunteer may have returned it. */
export interface EpochResult {
  readonly island: number;
  readonly epoch: number;
  /** As `Epoch.tours`. */
  readonly tours: Uint16Array<ArrayBuffer>;
}

/** What is wrong with another value in the place of a result. */
export const noTour = "it is no tour that visits each town once";
const tooManyTours = `it has more than ${mostTours} tours`;

function isWhole(found: unknown, least: number, most: number): found is number {
  return typeof found === "number" && Number.isInteger(found) && found >= least && found <= most;
}

/** null where the value is no input of this kind. */
export function epochIn(input: unknown): Epoch | null {
  if (!isFields(input) || !Array.isArray(input["of"])) return null;
  const [islands, epochs]: unknown[] = input["of"];
  const { island, epoch, seed, tries, towns: places, tours, guest } = input;
  const isPlaced =
    isWhole(islands, 1, mostCounted) &&
    isWhole(epochs, 1, mostCounted) &&
    isWhole(island, 1, islands) &&
    isWhole(epoch, 1, epochs);
  if (!isPlaced || !isWhole(seed, 0, 0xffff_ffff) || !isWhole(tries, 1, Number.MAX_SAFE_INTEGER)) return null;
  if (!(places instanceof Uint16Array && tours instanceof Uint16Array && guest instanceof Uint16Array)) return null;
  const count = places.length / 2;
  if (!isWhole(count, towns.fewest, towns.most)) return null;
  if (!areTours(tours, count) || !areTours(guest, count) || guest.length > count) return null;
  return {
    of: [islands, epochs],
    island,
    epoch,
    seed,
    tries,
    towns: places.slice(),
    tours: tours.slice(),
    guest: guest.slice(),
  };
}

/** null for a value that is none: of another shape, with more tours than live on an island, or with one that does not visit each town once. */
export function epochResultIn(value: unknown, count: number): EpochResult | null {
  if (!isFields(value)) return null;
  const { island, epoch, tours } = value;
  if (!isWhole(island, 1, mostCounted) || !isWhole(epoch, 1, mostCounted) || !(tours instanceof Uint16Array))
    return null;
  const isFull = tours.length > 0 && tours.length <= mostTours * count;
  return isFull && areTours(tours, count) ? { island, epoch, tours: tours.slice() } : null;
}

/** What is wrong with a value, however many towns there are, as the end of a sentence; null where nothing is. */
export function wrongResult(value: unknown): string | null {
  const tours = isFields(value) ? value["tours"] : null;
  const count = tours instanceof Uint16Array ? tours.reduce((most, town) => Math.max(most, town + 1), 0) : 0;
  if (tours instanceof Uint16Array && tours.length > mostTours * Math.max(count, towns.fewest)) return tooManyTours;
  return count < towns.fewest || epochResultIn(value, count) === null ? noTour : null;
}

/** Whether each `count` of them visit each town once. */
function areTours(tours: Uint16Array, count: number): boolean {
  if (tours.length % count !== 0) return false;
  const visits = new Uint16Array(count);
  for (const [at, town] of tours.entries()) {
    // Each tour raises the number of visits of every town by one.
    if (visits[town] !== Math.floor(at / count)) return false;
    visits[town] = Math.floor(at / count) + 1;
  }
  return true;
}

/** In units of the map, back to the first town. */
export function lengthOf(tour: Uint16Array, places: Uint16Array): number {
  let length = 0;
  let before = tour.at(-1) ?? 0;
  for (const town of tour) {
    const across = (places[2 * before] ?? 0) - (places[2 * town] ?? 0);
    const down = (places[2 * before + 1] ?? 0) - (places[2 * town + 1] ?? 0);
    length += Math.sqrt(across * across + down * down);
    before = town;
  }
  return length;
}
