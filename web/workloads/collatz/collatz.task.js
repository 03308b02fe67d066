/** Starts whose steps are counted once for each Worker: ways lead below them soon, and the rest is looked up. 16 bits hold the steps. */
const known = new Uint16Array(1 << 20);

/** Largest n for which 3 n + 1 is surely an exact double: larger ones are counted as BigInts. */
const largestExact = Math.floor((Number.MAX_SAFE_INTEGER - 1) / 3);

/** Largest n for which 3 n + 1 fits into 32 bits. */
const largestSmall = 0x2aaa_aaaa;

/**
 * Steps down to 1 of a number that is too large for doubles, along a way that is soon below that again.
 *
 * @param {number} from
 */
function stepsOfLarge(from) {
  let n = BigInt(from);
  let steps = 0;
  while (n > BigInt(largestExact)) {
    n = (n & 1n) === 0n ? n >> 1n : 3n * n + 1n;
    steps += 1;
  }
  return steps + stepsFrom(Number(n));
}

/**
 * Steps down to 1: n becomes n / 2 where it is even, and 3 n + 1 where it is odd.
 *
 * @param {number} start @returns {number}
 */
function stepsFrom(start) {
  let steps = 0;
  let n = start;
  while (n >= known.length) {
    if (n <= largestSmall) {
      // In whole numbers of 32 bits, which are several times as fast.
      let small = n | 0;
      while (small >= known.length && small <= largestSmall) {
        // 3 n + 1 is even.
        const isOdd = small & 1;
        small = (small + isOdd * (2 * small + 1)) >> 1;
        steps = (steps + 1 + isOdd) | 0;
      }
      n = small;
      continue;
    }
    // The rest of a division of doubles would take ten times as long.
    const half = 0.5 * n;
    if (half === Math.floor(half)) {
      n = half;
      steps += 1;
    } else if (n <= largestExact) {
      n = 1.5 * n + 0.5;
      steps += 2;
    } else return steps + stepsOfLarge(n);
  }
  return steps + (known[n] ?? 0);
}

/** Fills in `known`, where each way leads to a number whose steps are known, or leaves it upwards for a while. */
function fillKnown() {
  for (let start = 2; start < known.length; start += 1) {
    let [n, steps] = [start, 0];
    while (n >= start) {
      if (n % 2 === 0) n /= 2;
      else n = 3 * n + 1;
      steps += 1;
    }
    known[start] = steps + (known[n] ?? 0);
  }
}

/**
 * The start of a segment that takes the most steps down to 1; the first of several. `value`: the steps.
 *
 * @param {[from: number, to: number]} input Both included, from 1 on.
 */
export default function findLongest([from, to]) {
  if (known[2] === 0) fillKnown();
  let longest = from;
  let most = -1;
  for (let start = from; start <= to; start += 1) {
    const steps = stepsFrom(start);
    if (steps > most) {
      longest = start;
      most = steps;
    }
  }
  return { start: longest, value: most };
}

/** @public */
export const initial = { start: 0, value: -1 };

/**
 * @public
 * @param {{ start: number, value: number }} a @param {{ start: number, value: number }} b
 */
export function reduce(a, b) {
  if (a.value !== b.value) return a.value > b.value ? a : b;
  return a.start < b.start ? a : b;
}
