/**
 * Tests whether 2^p - 1 is prime, by Lucas and Lehmer: s begins with 4 and becomes s² - 2, p - 2 times; it is prime if it divides
 * the last s. Each step needs the one before, so that nothing of it can be done by two.
 *
 * The engine multiplies large BigInts by Karatsuba's, Toom and Cook's, and Schönhage and Strassen's methods. The rest of a division
 * by 2^p - 1 takes shifts alone, since 2^p leaves 1.
 *
 * @param {number} exponent A prime.
 * @returns {{ exponent: number, isPrime: boolean, residue: string }} `residue`: the last 64 bits of the last s, in hex, as those
 *   who look for such primes compare them; all zeros of a prime.
 */
export default function testMersenne(exponent) {
  const bits = BigInt(exponent);
  const number = (1n << bits) - 1n;
  let s = 4n % number;
  for (let step = 2; step < exponent; step += 1) {
    s = s * s - 2n;
    // Of 0 and of 1.
    if (s < 0n) s += number;
    s = (s & number) + (s >> bits);
    if (s >= number) s -= number;
  }
  // The rule holds for odd exponents alone. 2 is the only even prime, and 2² - 1 is 3, a prime.
  const isPrime = exponent === 2 || s === 0n;
  const residue = isPrime ? 0n : BigInt.asUintN(64, s);
  return { exponent, isPrime, residue: residue.toString(16).padStart(16, "0") };
}

/** @public @type {readonly number[]} */
export const initial = [];

/**
 * The exponents of all primes so far.
 *
 * @public
 * @param {readonly number[]} found @param {{ exponent: number, isPrime: boolean }} tested
 */
export function reduce(found, { exponent, isPrime }) {
  return isPrime ? found.concat(exponent).toSorted((a, b) => a - b) : found;
}
