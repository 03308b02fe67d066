/**
 * A slot says at most some 30 words a second, and 8,192 in one go when it is careful. Result bytes are a job's own
 * affair up to what memory takes.
 */
const burstMessages = 20_000;
const messagesASecond = 2000;
const burstBytes = 1024 * 1024 * 1024;
const bytesASecond = 512 * 1024 * 1024;

/** One leaky bucket: how much of an allowance is used up now. */
class Bucket {
  readonly #size: number;
  readonly #drainedAMs: number;
  #level = 0;
  #at = 0;

  constructor(size: number, drainedASecond: number) {
    this.#size = size;
    this.#drainedAMs = drainedASecond / 1000;
  }

  /** False when it runs over. */
  pour(amount: number, now: number): boolean {
    this.#level = Math.max(0, this.#level - (now - this.#at) * this.#drainedAMs) + amount;
    this.#at = now;
    return this.#level <= this.#size;
  }
}

/** Counts what one Worker sends. */
export class Traffic {
  readonly #messages = new Bucket(burstMessages, messagesASecond);
  readonly #bytes = new Bucket(burstBytes, bytesASecond);

  /** Why the Worker must be ended, or null. `now` in milliseconds, never going back. */
  count(bytes: number, now: number): string | null {
    if (!this.#messages.pour(1, now)) return `It sent more than ${burstMessages} messages at a time.`;
    if (!this.#bytes.pour(bytes, now)) return `It sent more than ${burstBytes / 1024 / 1024} MiB at a time.`;
    return null;
  }
}
