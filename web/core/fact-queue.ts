/**
 * Hands facts over one at a time: those that arise while one is dealt with wait in line, so that a machine is never
 * re-entered and every order of one fact is carried out before the next fact is told.
 */
export class FactQueue<Fact> {
  readonly #deal: (fact: Fact) => void;
  readonly #waiting: Fact[] = [];
  #dealing = false;

  constructor(deal: (fact: Fact) => void) {
    this.#deal = deal;
  }

  /** Returns once the fact and all that arose from it have been dealt with, unless that is happening further up. */
  tell(fact: Fact): void {
    this.#waiting.push(fact);
    if (this.#dealing) return;
    this.#dealing = true;
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#deal(next);
    } finally {
      this.#dealing = false;
    }
  }
}

/** A machine's event as its shell tells it; the time is put in when it is dealt with. */
export type Unstamped<Event> = Event extends unknown ? Omit<Event, "now"> : never;
