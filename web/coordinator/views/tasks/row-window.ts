/**
 * Rows before and behind those in sight that the virtualizer is told of. It keeps some 24 bytes for each row it knows and
 * goes through all of them.
 */
const windowRows = 10_000;

interface RowWindow {
  readonly first: number;
  readonly length: number;
}

/** Rows around the one at the top of the box: at least `windowRows` before and behind it, or as many as there are. */
export function rowWindow(topRow: number, count: number): RowWindow {
  const first = Math.max(0, (Math.floor(topRow / windowRows) - 1) * windowRows);
  return { first, length: Math.max(0, Math.min(count - first, 3 * windowRows)) };
}
