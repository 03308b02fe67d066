// An example of a program that this server hands out: /coordinator?program=/programs/primes.js&start=1
export const title = "Prime numbers";
export const unit = "number";
export const inputs = { from: 1, to: 100 };

// Whether the number has no divisor but 1 and itself.
export default function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) return false;
  }
  return number > 1;
}
