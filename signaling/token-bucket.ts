/** Gives the time in milliseconds on a clock that never goes back. */
export type Clock = () => number;

/**
 * Allows `capacity` tokens at once and `perSecond` in the long run. Counts the tokens that were taken and not those that are
 * left, so that a higher capacity counts at once: a coordinator's grows with its room.
 */
export class TokenBucket {
  #taken = 0;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Takes `cost` tokens. False if there are fewer; then none are taken. `now` in milliseconds. */
  takeTokens(cost: number, capacity: number, perSecond: number, now: number): boolean {
    this.#taken = this.takenAt(perSecond, now);
    this.#at = now;
    if (this.#taken + cost > capacity) return false;
    this.#taken += cost;
    return true;
  }

  /** Tokens that were taken and have not come back by `now`. */
  takenAt(perSecond: number, now: number): number {
    return Math.max(0, this.#taken - ((now - this.#at) / 1000) * perSecond);
  }
}

/** Allows each address a number of tries a minute. */
export class AddressLimiter {
  readonly #perMinute: number;
  readonly #now: Clock;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(perMinute: number, now: Clock) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Seconds until the address may try again; 0 if it may now. Takes no try. */
  waitSeconds(address: string): number {
    const perSecond = this.#perMinute / 60;
    const taken = this.#buckets.get(address)?.takenAt(perSecond, this.#now()) ?? 0;
    return Math.max(0, Math.ceil((taken + 1 - this.#perMinute) / perSecond));
  }

  /** Takes one try. False if the address has none left. */
  takeTry(address: string): boolean {
    this.#forgetRestedAddresses();
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#now());
    this.#buckets.set(address, bucket);
    return bucket.takeTokens(1, this.#perMinute, this.#perMinute / 60, this.#now());
  }

  /** Forgets addresses without taken tries. Without this the map would grow with each address that was ever seen. */
  #forgetRestedAddresses(): void {
    if (this.#buckets.size < 10_000) return;
    const now = this.#now();
    for (const [address, bucket] of this.#buckets) {
      if (bucket.takenAt(this.#perMinute / 60, now) === 0) this.#buckets.delete(address);
    }
  }
}
