import type { Caller } from "./caller.ts";

interface Offer {
  /** When the offer came, in milliseconds. */
  readonly since: number;
  readonly caller: Caller;
  readonly accept: () => void;
}

/** Milliseconds until an offer without an answer is given up. At the coordinator it may wait in line with many others. */
export const answerLimitMs = 30_000;

/** Offers that may wait: no more than a room admits. */
const mostWaiting = 512;

/**
 * Offers of links that wait to be accepted. A whole class opens its pages at the same moment. A waiting offer
 * costs a few kilobytes, while one that is accepted and dropped is a connection that the browser counts until it is
 * collected. Networks take turns, so that many offers from one do not keep out those of others; within one the order holds.
 */
export class OfferLine {
  readonly #waiting: Offer[] = [];
  readonly #patienceMs: number;
  readonly #hasRoom: () => boolean;
  readonly #placesOf: (origin: string | null) => number;

  /**
   * `patienceMs`: milliseconds after which a volunteer has given its offer up. `hasRoom`: whether one more may be accepted.
   * `placesOf`: connections of a network that are accepted and not proved yet.
   */
  constructor(patienceMs: number, hasRoom: () => boolean, placesOf: (origin: string | null) => number = () => 0) {
    this.#patienceMs = patienceMs;
    this.#hasRoom = hasRoom;
    this.#placesOf = placesOf;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Adds an offer, unless the line is full or has one of the same caller. Calls `accept` now or later, when there is room. */
  addOffer(accept: () => void, caller: Caller, now: number): void {
    if (this.#waiting.length >= mostWaiting) this.#dropOldOffers(now);
    const isKnown = this.#waiting.some((offer) => offer.caller.id === caller.id);
    if (!isKnown && (this.#waiting.length < mostWaiting || this.#makePlaceFor(caller))) {
      this.#waiting.push({ since: now, caller, accept });
    }
    this.acceptOffers(now);
  }

  /** Drops the newest offer of the network that has most of the line, unless that is the caller's own. Tells whether it did. */
  #makePlaceFor({ origin }: Caller): boolean {
    const counts = new Map<string | null, number>();
    for (const { caller } of this.#waiting) counts.set(caller.origin, (counts.get(caller.origin) ?? 0) + 1);
    const [largest] = [...counts].toSorted(([, a], [, b]) => b - a);
    if (largest === undefined || largest[0] === origin || largest[1] <= (counts.get(origin) ?? 0)) return false;
    const newest = this.#waiting.findLastIndex(({ caller }) => caller.origin === largest[0]);
    this.#waiting.splice(newest, 1);
    return true;
  }

  /** Accepts offers while there is room. Call when there may be room again. */
  acceptOffers(now: number): void {
    this.#dropOldOffers(now);
    while (this.#waiting.length > 0 && this.#hasRoom()) this.#takeNext()?.accept();
  }

  /** The first offer of the network that has the fewest places. */
  #takeNext(): Offer | undefined {
    let best = 0;
    let fewest = Number.POSITIVE_INFINITY;
    const looked = new Set<string | null>();
    for (const [at, { caller }] of this.#waiting.entries()) {
      if (looked.has(caller.origin)) continue;
      looked.add(caller.origin);
      const places = this.#placesOf(caller.origin);
      if (places < fewest) [best, fewest] = [at, places];
    }
    return this.#waiting.splice(best, 1)[0];
  }

  dropOffers(): void {
    this.#waiting.length = 0;
  }

  #dropOldOffers(now: number): void {
    const first = this.#waiting.findIndex(({ since }) => now - since < this.#patienceMs);
    this.#waiting.splice(0, first === -1 ? this.#waiting.length : first);
  }
}
