/**
 * @param {[number, number]} input the number to square and the seconds to sleep
 */
export default function square([n, seconds]) {
  const result = `${n} * ${n} = ${n * n}`;
  if (seconds === 0) return result;
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000, result));
}
