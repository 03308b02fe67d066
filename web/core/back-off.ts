const firstMs = 300;
const longestMs = 3_000;

/**
 * How long to wait before the `attempt`-th try (from 1), in milliseconds: doubling, capped so that a coordinator that
 * comes back is found within seconds, and spread by `random` (from 0 up to 1) so that a room does not come back at once.
 */
export function backOffMs(attempt: number, random: number): number {
  const most = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return most * (0.5 + random / 2);
}
