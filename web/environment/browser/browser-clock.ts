import type { CallOff, Clock } from "../../core/clock.ts";

/** The page's own time. */
export const browserClock: Clock = {
  now: () => performance.now(),
  date: () => Date.now(),
  after(ms, ring) {
    if (ms <= 0) return afterOthers(ring);
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/** Sends the page a message to itself: browsers hold timers that follow one another back by 4 ms each. */
function afterOthers(ring: () => void): CallOff {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    port1.close();
    ring();
  });
  port1.start();
  port2.postMessage(null);
  return () => port1.close();
}
