interface Offer {
  readonly since: number;
  readonly take: () => void;
}

/** More than a room admits have no use for a place. */
const mostWaiting = 512;

/**
 * Offers of links in the order in which they came. A whole class opens its pages at the same moment; one that waits here
 * costs a few kilobytes, while one that is taken up and dropped is a connection that the browser counts until it is collected.
 */
export class OfferLine {
  readonly #waiting: Offer[] = [];
  readonly #patienceMs: number;
  readonly #hasRoom: () => boolean;

  /** `patienceMs`: after so long whoever has offered has given up. */
  constructor(patienceMs: number, hasRoom: () => boolean) {
    this.#patienceMs = patienceMs;
    this.#hasRoom = hasRoom;
  }

  enter(take: () => void, now: number): void {
    if (this.#waiting.length >= mostWaiting) this.#forgetImpatient(now);
    if (this.#waiting.length < mostWaiting) this.#waiting.push({ since: now, take });
    this.advance(now);
  }

  /** There may be room for further ones. */
  advance(now: number): void {
    this.#forgetImpatient(now);
    while (this.#hasRoom()) {
      const offer = this.#waiting.shift();
      if (offer === undefined) return;
      offer.take();
    }
  }

  clear(): void {
    this.#waiting.length = 0;
  }

  #forgetImpatient(now: number): void {
    const first = this.#waiting.findIndex(({ since }) => now - since < this.#patienceMs);
    this.#waiting.splice(0, first === -1 ? this.#waiting.length : first);
  }
}
