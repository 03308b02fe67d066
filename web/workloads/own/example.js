// Called once for each input, on the computers of volunteers.
// It may be called again for the same input, so it should
// depend on nothing else. Return a value, or a promise of one.
export default function collatz(start) {
  let steps = 0;
  for (let n = start; n !== 1; steps += 1) {
    n = n % 2 === 0 ? n / 2 : 3 * n + 1;
  }
  return steps;
}
