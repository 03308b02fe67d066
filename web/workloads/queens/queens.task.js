/**
 * In how many ways the rows from this one on take a queen each. A bit stands for a column, 1 where one above attacks it.
 *
 * @param {number} all The bits of all columns. @param {number} columns @param {number} left @param {number} right
 * @returns {number}
 */
function waysFrom(all, columns, left, right) {
  let free = all & ~(columns | left | right);
  let ways = 0;
  while (free !== 0) {
    const queen = free & -free;
    free ^= queen;
    const taken = columns | queen;
    ways += taken === all ? 1 : waysFrom(all, taken, (left | queen) << 1, (right | queen) >> 1);
  }
  return ways;
}

/**
 * In how many ways n queens stand on a board of n by n without attacking each other, where the first rows have theirs in these
 * columns, counted from 1.
 *
 * @param {{ n: number, columns: readonly number[] }} input
 */
export default function countQueens({ n, columns }) {
  const all = 2 ** n - 1;
  let [taken, left, right] = [0, 0, 0];
  for (const column of columns) {
    const queen = 1 << (column - 1);
    if (((taken | left | right) & queen) !== 0) return 0;
    taken |= queen;
    left = (left | queen) << 1;
    right = (right | queen) >> 1;
  }
  return taken === all ? 1 : waysFrom(all, taken, left, right);
}

/** @public */
export const initial = 0;

/** @public @param {number} sum @param {number} ways */
export const reduce = (sum, ways) => sum + ways;
