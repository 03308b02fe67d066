/** Odd numbers of a block, a byte each: as many as an L1 cache has for data, and at most as an L2 cache has. */
const [smallBlock, largeBlock] = [32_768, 524_288];

/** Odd primes up to a limit, made once for each Worker: those of the largest number that it has had. */
let base = { limit: 0, primes: new Uint32Array() };

/** 1 for each odd number of the block that a prime divides. */
let isComposite = new Uint8Array(smallBlock);

/** @param {number} limit */
function oddPrimesTo(limit) {
  const crossed = new Uint8Array(limit + 1);
  const primes = [];
  for (let number = 3; number <= limit; number += 2) {
    if (crossed[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple <= limit; multiple += 2 * number) crossed[multiple] = 1;
  }
  return Uint32Array.from(primes);
}

/** The largest whole number whose square is at most that. @param {number} number */
function rootOf(number) {
  let root = Math.floor(Math.sqrt(number));
  while (root * root > number) root -= 1;
  while ((root + 1) * (root + 1) <= number) root += 1;
  return root;
}

/**
 * Counts the primes from one number to another, both included, by a segmented sieve of Eratosthenes over odd numbers.
 *
 * @param {[from: number, to: number]} input
 */
export default function countPrimes([from, to]) {
  const root = rootOf(to);
  if (base.limit < root) base = { limit: root, primes: oddPrimesTo(root) };
  const { primes } = base;
  // With a block much shorter than the root most time would go into primes that have no multiple in it.
  const wanted = Math.min(largeBlock, Math.max(smallBlock, root));
  if (isComposite.length < wanted) isComposite = new Uint8Array(wanted);
  const block = isComposite;
  let count = from <= 2 && to >= 2 ? 1 : 0;
  // 1 is no prime, and no prime's multiple either.
  const first = Math.max(3, from % 2 === 0 ? from + 1 : from);
  if (first > to) return count;
  let used = 0;
  while (used < primes.length && (primes[used] ?? 0) <= root) used += 1;
  // Of each prime the place of its next odd multiple, in odd numbers from the beginning of the block.
  const places = new Float64Array(used);
  for (let at = 0; at < used; at += 1) {
    const prime = primes[at] ?? 0;
    let multiple = Math.ceil(first / prime) * prime;
    if (multiple % 2 === 0) multiple += prime;
    places[at] = (Math.max(prime * prime, multiple) - first) / 2;
  }
  const odd = Math.floor((to - first) / 2) + 1;
  for (let begun = 0; begun < odd; begun += block.length) {
    const length = Math.min(block.length, odd - begun);
    block.fill(0);
    for (let at = 0; at < used; at += 1) {
      const far = places[at] ?? 0;
      if (far >= length) {
        places[at] = far - length;
        continue;
      }
      const prime = primes[at] ?? 0;
      let place = far | 0;
      for (; place < length; place = (place + prime) | 0) block[place] = 1;
      places[at] = place - length;
    }
    for (let place = 0; place < length; place += 1) count += 1 - (block[place] ?? 0);
  }
  return count;
}

/** @public */
export const initial = 0;

/** @public @param {number} sum @param {number} count */
export const reduce = (sum, count) => sum + count;
