/** @typedef {import("./types.ts").Spread} Spread */

/**
 * The median; of an even number of values the mean of the middle two.
 * @param {readonly number[]} values
 */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * The quantile, interpolated between two neighbours.
 * @param {readonly number[]} values At least one.
 * @param {number} share From 0 to 1.
 */
export function percentile(values, share) {
  if (values.length === 0) throw new RangeError("no values have no percentile");
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below = NaN, above = NaN] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * @param {readonly number[]} runs
 * @returns {Spread}
 */
export function spreadOf(runs) {
  return { runs, median: median(runs), min: Math.min(...runs), max: Math.max(...runs) };
}
