import type { CallOff } from "./clock.ts";
import type { Pace } from "./pace.ts";

/** Publishes changes at a page's pace: many of them together, with the next frame. */
export class Publisher {
  readonly #pace: Pace;
  readonly #publish: () => void;
  #callOff: CallOff | null = null;
  #isStopped = false;

  constructor(pace: Pace, publish: () => void) {
    this.#pace = pace;
    this.#publish = publish;
  }

  /** Publishes with the next frame what has changed. */
  touch(): void {
    if (this.#isStopped) return;
    this.#callOff ??= this.#pace.onNextFrame(() => {
      this.#callOff = null;
      this.#publish();
    });
  }

  /** Publishes what waits, without waiting for a frame, and has it drawn without delay. */
  publishNow(): void {
    this.#cancel();
    this.#pace.hurry();
    this.#publish();
  }

  /** For good. */
  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  #cancel(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
