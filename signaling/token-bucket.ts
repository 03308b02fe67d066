/** The clock of this process, in milliseconds since some fixed moment; never goes back. */
export type Clock = () => number;

/**
 * Lets `capacity` through at once and `perSecond` in the long run. What is kept is what was taken, not what is left:
 * so an allowance that grows, as a coordinator's does with its room, has its effect at once.
 */
export class TokenBucket {
  #taken = 0;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** False when it would be too much; then nothing is taken. */
  take(cost: number, capacity: number, perSecond: number, now: number): boolean {
    this.#taken = this.takenAt(perSecond, now);
    this.#at = now;
    if (this.#taken + cost > capacity) return false;
    this.#taken += cost;
    return true;
  }

  takenAt(perSecond: number, now: number): number {
    return Math.max(0, this.#taken - ((now - this.#at) / 1000) * perSecond);
  }
}

/** So many tries a minute for each address. */
export class AddressLimiter {
  readonly #perMinute: number;
  readonly #now: Clock;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(perMinute: number, now: Clock) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Seconds until the address may try again; 0 when it may now. Takes nothing. */
  waitSeconds(address: string): number {
    const perSecond = this.#perMinute / 60;
    const taken = this.#buckets.get(address)?.takenAt(perSecond, this.#now()) ?? 0;
    return Math.max(0, Math.ceil((taken + 1 - this.#perMinute) / perSecond));
  }

  /** Notes one try; false when the address had none left. */
  take(address: string): boolean {
    this.#forgetTheRested();
    const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#now());
    this.#buckets.set(address, bucket);
    return bucket.take(1, this.#perMinute, this.#perMinute / 60, this.#now());
  }

  /** An empty bucket says no more than none; without this, the map would grow with every address ever seen. */
  #forgetTheRested(): void {
    if (this.#buckets.size < 10_000) return;
    const now = this.#now();
    for (const [address, bucket] of this.#buckets) {
      if (bucket.takenAt(this.#perMinute / 60, now) === 0) this.#buckets.delete(address);
    }
  }
}
