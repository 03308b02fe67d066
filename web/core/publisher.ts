import type { Pace } from "./pace.ts";

/** Publishes changes at a page's pace: many of them together, with the next frame. */
export class Publisher {
  readonly #pace: Pace;
  readonly #publish: () => void;
  /** Calls off the frame that is awaited; null while none is. */
  #callOff: (() => void) | null = null;
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

  /** Publishes without waiting for a frame, and has the result drawn without delay. */
  now(): void {
    this.#stopWaiting();
    this.#pace.hurry();
    this.#publish();
  }

  /** Ends publishing for good, except by `now`. */
  stop(): void {
    this.#isStopped = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
