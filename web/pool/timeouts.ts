import type { CallOff, Clock } from "../core/clock.ts";
import { kindOf } from "./kind-of.ts";

/** Milliseconds that platforms can count at a time: 24 days. Whoever waits longer than that waits without end. */
const longestMs = 2 ** 31 - 1;

/**
 * Calls `ring` after the time, as Python's `timeout` has it: without one, and with Infinity, never.
 *
 * @throws TypeError, RangeError for what is no time.
 */
export function afterTimeout(
  clock: Pick<Clock, "after">,
  timeoutMs: number | null | undefined,
  ring: () => void,
): CallOff {
  if (timeoutMs === undefined || timeoutMs === null) return () => {};
  if (typeof timeoutMs !== "number") throw new TypeError(`timeoutMs must be a number, got ${kindOf(timeoutMs)}`);
  if (Number.isNaN(timeoutMs) || timeoutMs < 0) {
    throw new RangeError(`timeoutMs must be a number of milliseconds from 0 on, got ${timeoutMs}`);
  }
  return timeoutMs > longestMs ? () => {} : clock.after(timeoutMs, ring);
}
