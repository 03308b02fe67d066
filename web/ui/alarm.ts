/** Browsers take longer waits for none: 2^31 - 1 ms. */
const longestWaitMs = 0x7fff_ffff;

/** One timer that a machine sets and moves; `now()` is the clock it goes by, in milliseconds. */
export class Alarm {
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** Replaces the alarm set before; null takes it away. */
  set(at: number | null): void {
    clearTimeout(this.#timer);
    if (at === null) return;
    const waitMs = Math.min(longestWaitMs, Math.max(0, at - performance.now()));
    this.#timer = setTimeout(this.#ring, waitMs);
  }
}
