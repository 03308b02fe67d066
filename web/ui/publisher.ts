import { onNextFrame } from "./frames.ts";

/** Gathers changes and publishes them once a frame; a hidden page, which draws no frames, gets them a little later. */
export class Publisher {
  readonly #publish: () => void;
  #cancel: (() => void) | null = null;

  constructor(publish: () => void) {
    this.#publish = publish;
  }

  /** Something has changed: publishes with the next frame. */
  touch(): void {
    this.#cancel ??= onNextFrame(() => this.now());
  }

  /** Publishes what waits, without waiting for a frame. */
  now(): void {
    this.stop();
    this.#publish();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
