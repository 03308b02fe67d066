import type { CallOff, Clock } from "./clock.ts";

/** Browsers take longer waits for none: 2^31 - 1 ms. */
const longestWaitMs = 0x7fff_ffff;

/** One alarm that a machine sets and moves, in milliseconds of its clock. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #callOff: CallOff | null = null;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Replaces the alarm set before; null takes it away. */
  setAlarm(at: number | null): void {
    this.#callOff?.();
    this.#callOff = null;
    if (at === null) return;
    const waitMs = Math.min(longestWaitMs, Math.max(0, at - this.#clock.now()));
    this.#callOff = this.#clock.after(waitMs, this.#ring);
  }
}
