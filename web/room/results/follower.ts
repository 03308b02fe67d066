import type { Abortable } from "../../core/abortable.ts";
import type { CallOff, Clock } from "../../core/clock.ts";
import { TimeSlice } from "../../core/time-slices.ts";
import type { ChangesToRead } from "./changes.ts";

interface Followed<Item> {
  /** The next one on record; null while there is none. */
  readonly take: () => Item | null;
  /** Whether nothing more will come. */
  readonly isFinal: () => boolean;
  readonly changes: ChangesToRead;
  readonly clock: Clock;
  readonly signal: Abortable | null;
}

/** Takes back what the follower waits for, if anything. */
const nothing: CallOff = () => {};

/**
 * Gives what is on record and then what comes, one at a time, until nothing more will come, the signal aborts or the reader
 * turns away: each of these ends it without an error. What is asked for is answered in the order of the asking, after an
 * end with the end.
 *
 * The follower waits, listens to the signal and has the clock ring only while something is asked for and not there. One that
 * is dropped without a word therefore leaves nothing behind. Between slices of a few milliseconds everything else of the page
 * gets its turn.
 */
export class Follower<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #followed: Followed<Item>;
  readonly #slice: TimeSlice;
  readonly #asked: ((answer: IteratorResult<Item, undefined>) => void)[] = [];
  #stopWaiting = nothing;
  #isWaiting = false;
  #hasEnded = false;

  constructor(followed: Followed<Item>) {
    this.#followed = followed;
    this.#slice = new TimeSlice(followed.clock);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    return new Promise((resolve) => {
      this.#asked.push(resolve);
      if (!this.#isWaiting) this.#answer();
    });
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#end();
    return { done: true, value: undefined };
  }

  #answer(): void {
    const { take, isFinal, changes, clock, signal } = this.#followed;
    if (signal?.aborted === true) this.#hasEnded = true;
    while (this.#asked.length > 0 && !this.#hasEnded) {
      if (this.#slice.isSpent) {
        this.#waitFor((ring) => clock.after(0, ring));
        return;
      }
      const item = take();
      if (item !== null) this.#asked.shift()?.({ done: false, value: item });
      else if (isFinal()) this.#hasEnded = true;
      else {
        this.#waitFor((ring) => changes.awaitChange(ring));
        return;
      }
    }
    if (this.#hasEnded) this.#end();
  }

  #waitFor(begin: (ring: () => void) => CallOff): void {
    const { signal } = this.#followed;
    const abort = (): void => this.#end();
    signal?.addEventListener("abort", abort);
    this.#isWaiting = true;
    const callOff = begin(() => {
      this.#stopWaiting();
      this.#slice.begin();
      this.#answer();
    });
    this.#stopWaiting = () => {
      this.#stopWaiting = nothing;
      this.#isWaiting = false;
      callOff();
      signal?.removeEventListener("abort", abort);
    };
  }

  #end(): void {
    this.#hasEnded = true;
    this.#stopWaiting();
    for (const resolve of this.#asked.splice(0)) resolve({ done: true, value: undefined });
  }
}
