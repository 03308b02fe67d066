/** Messages of one Worker. A slot sends at most about 30 a second, and up to 8,192 at once while it reports each position. */
const burstMessages = 20_000;
const messagesASecond = 2000;

/** Bytes of results of one Worker. Memory is the limit: a job may return as much as the page can hold. */
const burstBytes = 1024 * 1024 * 1024;
const bytesASecond = 512 * 1024 * 1024;

/** A leaky bucket: counts how much of an allowance is used, less what time has freed. */
class LeakyBucket {
  readonly #size: number;
  readonly #drainedAMs: number;
  #level = 0;
  #at = 0;

  constructor(size: number, drainedASecond: number) {
    this.#size = size;
    this.#drainedAMs = drainedASecond / 1000;
  }

  /** Adds to the bucket; false if it overflows. `now` in milliseconds. */
  addAmount(amount: number, now: number): boolean {
    this.#level = Math.max(0, this.#level - (now - this.#at) * this.#drainedAMs) + amount;
    this.#at = now;
    return this.#level <= this.#size;
  }
}

/** Counts messages and bytes that one Worker sends. */
export class Traffic {
  readonly #messages = new LeakyBucket(burstMessages, messagesASecond);
  readonly #bytes = new LeakyBucket(burstBytes, bytesASecond);

  /** Counts one message with its bytes. Returns why the Worker must be ended, or null. `now` in milliseconds, never going back. */
  countMessage(bytes: number, now: number): string | null {
    if (!this.#messages.addAmount(1, now)) return `It sent more than ${burstMessages} messages at a time.`;
    if (!this.#bytes.addAmount(bytes, now)) return `It sent more than ${burstBytes / 1024 / 1024} MiB at a time.`;
    return null;
  }
}
