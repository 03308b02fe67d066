/**
 * Hands facts to a machine one at a time. Those submitted while another is dealt with wait in line: the machine is never
 * re-entered, and all orders of one fact are carried out before the next fact.
 */
export class FactQueue<Fact> {
  readonly #deal: (fact: Fact) => void;
  readonly #waiting: Fact[] = [];
  #dealing = false;

  constructor(deal: (fact: Fact) => void) {
    this.#deal = deal;
  }

  /** Returns once the fact and all that arose from it have been dealt with, unless that is happening further up. */
  submitFact(fact: Fact): void {
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

/** A machine's event as its shell submits it: the time is added when it is dealt with. */
export type Unstamped<Event> = Event extends unknown ? Omit<Event, "now"> : never;
