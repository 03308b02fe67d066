import { TokenBucket } from "../token-bucket.ts";

export interface BudgetLimits {
  readonly bytesPerSecond: number;
  /** Bytes that were read and not passed on yet. */
  readonly bytesWaiting: number;
}

/** What the relayed links of one room, or of one address, may carry together. Nothing is refused for it: who has more waits. */
export class Budget {
  readonly #limits: BudgetLimits;
  readonly #passed: TokenBucket;
  /** Called once each, when there is room again. */
  readonly #onRoom = new Set<() => void>();
  #bytesWaiting = 0;

  constructor(limits: BudgetLimits, now: number) {
    this.#limits = limits;
    this.#passed = new TokenBucket(now);
  }

  /** Bytes that have been read. */
  addBytes(bytes: number, now: number): void {
    this.#bytesWaiting += bytes;
    // Those are here already, and count even where they are too many.
    this.#passed.takeTokens(bytes, Infinity, this.#limits.bytesPerSecond, now);
  }

  /** Bytes that have been passed on, or were dropped. */
  removeBytes(bytes: number): void {
    this.#bytesWaiting -= bytes;
    if (this.isFull) return;
    for (const ring of this.#onRoom) {
      this.#onRoom.delete(ring);
      ring();
    }
  }

  /** Whether as many bytes wait as may. */
  get isFull(): boolean {
    return this.#bytesWaiting >= this.#limits.bytesWaiting;
  }

  /** Milliseconds until more may be read; 0 if it may now. One second's bytes may come at once. */
  waitMs(now: number): number {
    const { bytesPerSecond } = this.#limits;
    const beyond = this.#passed.takenAt(bytesPerSecond, now) - bytesPerSecond;
    return Math.max(0, Math.ceil((beyond / bytesPerSecond) * 1000));
  }

  /** Whether it remembers nothing. */
  isRested(now: number): boolean {
    return this.#bytesWaiting === 0 && this.#passed.takenAt(this.#limits.bytesPerSecond, now) === 0;
  }

  whenRoom(ring: () => void): void {
    this.#onRoom.add(ring);
  }
}

/** Budgets by room or by address. */
export class Budgets {
  readonly #limits: BudgetLimits;
  readonly #byKey = new Map<string, Budget>();

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  budgetOf(key: string, now: number): Budget {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (this.#byKey.size >= 10_000) this.#forgetRested(now);
    const budget = new Budget(this.#limits, now);
    this.#byKey.set(key, budget);
    return budget;
  }

  /** Without this the map would grow with each address that was ever seen. One that has carried something is kept: who comes back has no new one. */
  #forgetRested(now: number): void {
    for (const [key, budget] of this.#byKey) if (budget.isRested(now)) this.#byKey.delete(key);
  }
}
