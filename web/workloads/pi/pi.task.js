/** Darts between two looks at the number of those that are left, which may be too many for 32 bits. */
const round = 1_000_000;

/** The square of the circle's radius, where a square's side is all numbers of 32 bits. */
const radiusSquared = 2 ** 62;

/**
 * Throws darts at a square, and gives four times the part that fell within its circle.
 *
 * The darts are drawn by xoshiro128++ (Blackman and Vigna, 2021), which takes a few instructions for each number, here in line;
 * splitmix32 seeds it.
 *
 * @param {[darts: number, seed: number]} input
 */
export default function throwDarts([darts, seed]) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return mixed ^ (mixed >>> 15);
  };
  let [a, b, c, d] = [next(), next(), next(), next()];
  let inside = 0;
  for (let left = darts; left > 0; left -= round) {
    const thrown = Math.min(left, round) | 0;
    let hits = 0;
    for (let dart = 0; dart < thrown; dart = (dart + 1) | 0) {
      let sum = (a + d) | 0;
      const x = (((sum << 7) | (sum >>> 25)) + a) | 0;
      let shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      sum = (a + d) | 0;
      const y = (((sum << 7) | (sum >>> 25)) + a) | 0;
      shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      if (x * x + y * y < radiusSquared) hits = (hits + 1) | 0;
    }
    inside += hits;
  }
  return (4 * inside) / darts;
}

/** @public @type {{ pi: number, error: number, darts: number }} */
export const initial = { pi: 0, error: Infinity, darts: 0 };

/**
 * Makes the `reduce` of estimates by as many darts each: all darts together, and their error bar. The form's number of darts is added
 * as a call of it.
 *
 * @public
 * @param {number} dartsEach
 */
export function pooled(dartsEach) {
  /**
   * `error`: half the width of the interval that holds π with a confidence of 95 %, by the normal approximation: 1.96 standard
   * errors of a share, times four.
   *
   * @param {{ pi: number, darts: number }} before @param {number} estimate
   */
  return (before, estimate) => {
    const darts = before.darts + dartsEach;
    const pi = before.pi + ((estimate - before.pi) * dartsEach) / darts;
    const share = pi / 4;
    return { pi, error: 4 * 1.96 * Math.sqrt((share * (1 - share)) / darts), darts };
  };
}
