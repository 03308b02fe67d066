function isPrime(n) {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;
}

/** How many primes there are in the part, of ten thousand numbers each. */
export default function (part) {
  let found = 0;
  for (let n = part * 10_000; n < (part + 1) * 10_000; n += 1) if (isPrime(n)) found += 1;
  return found;
}
