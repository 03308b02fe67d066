/** A connection that has not passed the handshake. */
interface Stranger {
  readonly since: number;
  readonly origin: string | null;
  readonly giveUp: () => void;
  readonly hasOpened: () => boolean;
}

/**
 * Connections that have not passed the handshake, a few at a time. One that has had its time makes place when others wait:
 * who has the key needs a fraction of it.
 */
export class Strangers {
  readonly #most: number;
  readonly #graceMs: number;
  readonly #byConnection = new Map<object, Stranger>();

  constructor(most: number, graceMs: number) {
    this.#most = most;
    this.#graceMs = graceMs;
  }

  get areFull(): boolean {
    return this.#byConnection.size >= this.#most;
  }

  /** Of that network. */
  countOf(origin: string | null): number {
    let count = 0;
    for (const stranger of this.#byConnection.values()) if (stranger.origin === origin) count += 1;
    return count;
  }

  /** `giveUp`: closes the connection. */
  addStranger(
    connection: object,
    origin: string | null,
    now: number,
    giveUp: () => void,
    hasOpened: () => boolean = () => false,
  ): void {
    this.#byConnection.set(connection, { since: now, origin, giveUp, hasOpened });
  }

  /** The host takes no more. Those that have opened are the gate's. */
  closeUnopened(): void {
    for (const { hasOpened, giveUp } of this.#byConnection.values()) if (!hasOpened()) giveUp();
  }

  /** Tells whether it was one. */
  forgetStranger(connection: object): boolean {
    return this.#byConnection.delete(connection);
  }

  /** Has one that has had its time make place: the longest of the network that has the most. Tells whether there was one. */
  makePlace(now: number): boolean {
    let found: readonly [object, Stranger] | null = null;
    for (const entry of this.#byConnection) {
      const [, { since, origin }] = entry;
      if (now - since < this.#graceMs) break;
      if (found === null || this.countOf(origin) > this.countOf(found[1].origin)) found = entry;
    }
    if (found === null) return false;
    const [connection, { giveUp }] = found;
    this.#byConnection.delete(connection);
    giveUp();
    return true;
  }

  /** Milliseconds until one could make place; null if there is none. */
  placeIn(now: number): number | null {
    const [first] = this.#byConnection.values();
    return first === undefined ? null : Math.max(0, first.since + this.#graceMs - now);
  }
}
