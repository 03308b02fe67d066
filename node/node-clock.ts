import type { Clock } from "../web/core/clock.ts";

/** The process's own time. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, ring) {
    if (ms > 0) {
      const timer = setTimeout(ring, ms);
      return () => clearTimeout(timer);
    }
    // Timers take no less than a millisecond.
    const immediate = setImmediate(ring);
    return () => clearImmediate(immediate);
  },
};
