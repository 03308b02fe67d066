import { hurry, onNextFrame } from "./frames.ts";

/** Gathers changes and publishes them once a frame; a hidden page, which draws no frames, gets them a little later. */
export class Publisher {
  readonly #publish: () => void;
  #cancel: (() => void) | null = null;
  #isStopped = false;

  constructor(publish: () => void) {
    this.#publish = publish;
  }

  /** Something has changed: publishes with the next frame. */
  touch(): void {
    if (this.#isStopped) return;
    this.#cancel ??= onNextFrame(() => {
      this.#cancel = null;
      this.#publish();
    });
  }

  /** Publishes what waits, without waiting for a frame, and has it drawn without delay. */
  now(): void {
    this.#callOff();
    hurry();
    this.#publish();
  }

  /** For good. */
  stop(): void {
    this.#isStopped = true;
    this.#callOff();
  }

  #callOff(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
