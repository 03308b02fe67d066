import type { CallOff, Clock } from "../core/clock.ts";
import { timeoutFrom } from "./objects/shared-object.ts";

/** Milliseconds that platforms can count at a time: 24 days. A longer timeout counts as none. */
const longestMs = 2 ** 31 - 1;

/**
 * Calls `ring` after the time, never without one, and with Infinity.
 *
 * @throws TypeError, RangeError for what is no time.
 */
export function afterTimeout(
  clock: Pick<Clock, "after">,
  timeoutMs: number | null | undefined,
  ring: () => void,
): CallOff {
  const ms = timeoutFrom(timeoutMs);
  return ms === null || ms > longestMs ? () => {} : clock.after(ms, ring);
}
