import type { CallOff } from "./clock.ts";
import type { Pace } from "./pace.ts";

/** Gathers changes and publishes them once a frame. */
export class Publisher {
  readonly #pace: Pace;
  readonly #publish: () => void;
  #callOff: CallOff | null = null;
  #isStopped = false;

  constructor(pace: Pace, publish: () => void) {
    this.#pace = pace;
    this.#publish = publish;
  }

  /** Something has changed: publishes with the next frame. */
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
