/** The page's clock and timers, in milliseconds. */
export const pageClock = {
  now: (): number => performance.now(),

  /**
   * Calls back once, `ms` milliseconds from now; with 0, as soon as all that waits already has had its turn. Returns the
   * way to call it off.
   */
  after(ms: number, ring: () => void): () => void {
    if (ms <= 0) return afterOthers(ring);
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
};

/** A message to the page itself: browsers hold timers that follow one another back by 4 ms each. */
function afterOthers(ring: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener("message", () => {
    port1.close();
    ring();
  });
  port1.start();
  port2.postMessage(null);
  return () => port1.close();
}
