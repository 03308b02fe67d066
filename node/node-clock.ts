import type { Clock } from "../web/core/clock.ts";

/** The process's own time. `isHeld`: whether the process stays alive for what is waited for. */
function clockOf(isHeld: boolean): Clock {
  return {
    now: () => performance.now(),
    date: () => Date.now(),
    after(ms, ring) {
      if (ms > 0) {
        const timer = setTimeout(ring, ms);
        if (!isHeld) timer.unref();
        return () => clearTimeout(timer);
      }
      // Timers take no less than a millisecond.
      const immediate = setImmediate(ring);
      return () => clearImmediate(immediate);
    },
  };
}

export const nodeClock = clockOf(true);

/** For a process that is a daemon: nobody waits for it at the end. */
export const daemonClock = clockOf(false);
