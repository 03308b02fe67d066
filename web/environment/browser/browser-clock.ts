import type { Clock } from "../../core/clock.ts";

/** The page's own time. */
export const browserClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, ring) {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};
