const tickMs = 1_000;

/**
 * Calls back after so many milliseconds, counted in seconds in which timers rang: a machine that stands still for longer takes one of
 * them. Gives what calls it off.
 */
export function afterPatience(ms: number, act: () => void): () => void {
  let left = Math.ceil(ms / tickMs);
  const timer = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    act();
  }, tickMs);
  return () => clearInterval(timer);
}
