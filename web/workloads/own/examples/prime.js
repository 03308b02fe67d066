// Whether a number is prime: divides it by every smaller number that could be a factor.
export default function isPrime(n) {
  if (n < 2) return false;
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) {
    if (n % divisor === 0) return false;
  }
  return true;
}

export const inputs = { from: 1_000_000_001, to: 1_000_000_041, step: 2 };
export const title = "Prime numbers";
export const unit = "number";
export const view = "runtimes";
