import type { CallOff, Clock } from "../../core/clock.ts";

/** Milliseconds without an answer after which people are told that a job's source is silent. */
const silentMs = 10_000;

/** Watches whether a job's source answers what it is asked. A silent one is told of once, and again after its next answer. */
export class SourceWatch {
  readonly #clock: Clock;
  readonly #noteSilence: (silentMs: number) => void;
  #expected = 0;
  /** When the source was asked first or answered last. */
  #heardAt = 0;
  #isTold = false;
  /** One timer for all questions: a quick source answers thousands a second. */
  #callOff: CallOff | null = null;

  constructor(clock: Clock, noteSilence: (silentMs: number) => void) {
    this.#clock = clock;
    this.#noteSilence = noteSilence;
  }

  /** The source is asked. The function that comes back is to be called when it has answered. */
  expectAnswer(): () => void {
    if (this.#expected === 0) this.#noteHeard();
    this.#expected += 1;
    this.#callOff ??= this.#lookAfter(silentMs);
    return () => {
      this.#expected -= 1;
      this.#noteHeard();
    };
  }

  #noteHeard(): void {
    this.#heardAt = this.#clock.now();
    this.#isTold = false;
  }

  #lookAfter(ms: number): CallOff {
    return this.#clock.after(ms, () => {
      this.#callOff = null;
      if (this.#expected === 0) return;
      const restMs = this.#heardAt + silentMs - this.#clock.now();
      if (restMs <= 0 && !this.#isTold) {
        this.#isTold = true;
        this.#noteSilence(silentMs);
      }
      this.#callOff = this.#lookAfter(restMs > 0 ? restMs : silentMs);
    });
  }

  stopWatching(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
