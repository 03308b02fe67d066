/** Bounds of the waits between tries, in milliseconds. */
export interface BackOffLimits {
  /** Upper bound of the first wait; it doubles with each further try. */
  readonly firstMs: number;
  /** Upper bound of all waits. */
  readonly longestMs: number;
}

/** For a coordinator that is looked for: one that comes back is found within seconds. */
const shortWaits: BackOffLimits = { firstMs: 300, longestMs: 3_000 };

/**
 * Milliseconds to wait before the `attempt`-th try, counted from 1. `random` (from 0 up to 1) picks the moment in the upper
 * half of the wait, so that the tabs of a room do not all try at once.
 */
export function backOffMs(attempt: number, random: number, limits: BackOffLimits = shortWaits): number {
  const most = Math.min(limits.longestMs, limits.firstMs * 2 ** (attempt - 1));
  return most * (0.5 + random / 2);
}
