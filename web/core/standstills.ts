import { SteadyTime } from "./steady-time.ts";

/** Remembered ones: far more than any task sees. */
const mostRemembered = 1_000;

/**
 * When the sandbox's frame stood still. Its Workers are threads of the same process, and stood still with it; they cannot see that
 * themselves, since a long computation looks just like it from inside.
 */
export class Standstills {
  readonly #time: SteadyTime;
  /** By the frame's clock, the newest last. */
  readonly #remembered: { readonly from: number; readonly to: number }[] = [];

  /** `longestMs`: the step between two looks from which on it has stood still. */
  constructor(now: number, longestMs: () => number) {
    this.#time = new SteadyTime(now, longestMs);
  }

  /** Milliseconds in which it has stood still so far. */
  totalAt(now: number): number {
    this.#note(this.#time.look(now), now);
    return this.#time.leftOutMs;
  }

  /** Call every so often, much more often than `longestMs`. */
  lookAsPlanned(now: number): void {
    this.#note(this.#time.lookAsPlanned(now), now);
  }

  /** Milliseconds in which it stood still within the last `ms`. */
  within(ms: number, now: number): number {
    this.#note(this.#time.look(now), now);
    const begin = now - ms;
    return this.#remembered.reduce((sum, { from, to }) => sum + Math.max(0, to - Math.max(from, begin)), 0);
  }

  #note(ms: number, now: number): void {
    if (ms <= 0) return;
    this.#remembered.push({ from: now - ms, to: now });
    if (this.#remembered.length > mostRemembered) this.#remembered.shift();
  }
}
