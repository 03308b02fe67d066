interface Offer {
  /** When the offer came, in milliseconds. */
  readonly since: number;
  readonly accept: () => void;
}

/** Offers that may wait: no more than a room admits. */
const mostWaiting = 512;

/**
 * Offers of links that wait to be accepted, in their order. A whole class opens its pages at the same moment. A waiting offer
 * costs a few kilobytes, while one that is accepted and dropped is a connection that the browser counts until it is
 * collected.
 */
export class OfferLine {
  readonly #waiting: Offer[] = [];
  readonly #patienceMs: number;
  readonly #hasRoom: () => boolean;

  /** `patienceMs`: milliseconds after which a volunteer has given its offer up. `hasRoom`: whether one more may be accepted. */
  constructor(patienceMs: number, hasRoom: () => boolean) {
    this.#patienceMs = patienceMs;
    this.#hasRoom = hasRoom;
  }

  /** Adds an offer, unless the line is full. Calls `accept` now or later, when there is room. */
  addOffer(accept: () => void, now: number): void {
    if (this.#waiting.length >= mostWaiting) this.#dropOldOffers(now);
    if (this.#waiting.length < mostWaiting) this.#waiting.push({ since: now, accept });
    this.acceptOffers(now);
  }

  /** Accepts offers while there is room. Call when there may be room again. */
  acceptOffers(now: number): void {
    this.#dropOldOffers(now);
    while (this.#hasRoom()) {
      const offer = this.#waiting.shift();
      if (offer === undefined) return;
      offer.accept();
    }
  }

  dropOffers(): void {
    this.#waiting.length = 0;
  }

  #dropOldOffers(now: number): void {
    const first = this.#waiting.findIndex(({ since }) => now - since < this.#patienceMs);
    this.#waiting.splice(0, first === -1 ? this.#waiting.length : first);
  }
}
