// The square of each number.
export default function square(n) {
  return n * n;
}

export const inputs = { from: 1, to: 100 };
export const title = "Squares of numbers";
export const unit = "number";
export const view = "numbers";
