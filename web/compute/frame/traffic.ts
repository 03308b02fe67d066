import type { ComputeTrouble } from "../../core/compute-trouble.ts";
import { LeakyBucket } from "../../core/leaky-bucket.ts";

/** Messages of one Worker. A slot sends at most about 60 a second, and up to 8,192 at once while it reports each position. */
const burstMessages = 20_000;
const messagesASecond = 2000;

/** Part of a message that a call counts for: a task may make some thousands a second, each of which waits for an answer of the page. */
const callWeight = 0.1;

/** Bytes of results and calls of one Worker. Memory is the limit: a job may return as much as the page can hold. */
const burstBytes = 1024 * 1024 * 1024;
const bytesASecond = 512 * 1024 * 1024;

/** Counts messages and bytes that one Worker sends. */
export class Traffic {
  readonly #messages = new LeakyBucket(burstMessages, messagesASecond);
  readonly #bytes = new LeakyBucket(burstBytes, bytesASecond);

  /** Counts one message with its bytes. Returns why the Worker must be ended, or null. `now` in milliseconds, never going back. */
  countMessage(bytes: number, now: number, isCall = false): ComputeTrouble | null {
    if (!this.#messages.addAmount(isCall ? callWeight : 1, now))
      return { key: "too-many-messages", most: burstMessages };
    if (!this.#bytes.addAmount(bytes, now)) return { key: "too-many-bytes", most: burstBytes };
    return null;
  }
}
