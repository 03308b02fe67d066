/**
 * Colours on the way once around: place from 0 to 1, red, green, blue.
 *
 * @type {readonly (readonly [number, number, number, number])[]}
 */
const stops = [
  [0, 4, 10, 48],
  [0.16, 24, 82, 177],
  [0.36, 134, 199, 240],
  [0.48, 248, 251, 238],
  [0.64, 250, 178, 46],
  [0.8, 160, 46, 24],
  [0.92, 46, 8, 40],
  [1, 4, 10, 48],
];

/** @type {readonly [number, number, number, number]} */
const none = [0, 0, 0, 0];

/** Places around that have a colour of their own; behind them is that of a point that never leaves. */
const shades = 2_048;
const colours = makeColours();

// A larger circle than is needed gives smooth counts a small error, of about one part in its square.
const escapeRadius = 256;

/**
 * The colours of a tile's pixels, four bytes each, row by row. Each is the mean over some points of the pixel.
 *
 * @param {{ left: number, top: number, step: number, width: number, height: number, iterations: number, points: number }} tile
 *   `left`, `top`: the middle of the first pixel, `step`: from one to the next; the imaginary part falls from row to row. `points`: in
 *   a pixel, across
 */
export default function drawTile({ left, top, step, width, height, iterations, points }) {
  const rgba = new Uint8ClampedArray(4 * width * height);
  const all = points * points;
  const first = 0.5 / points - 0.5;
  let into = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let point = 0; point < all; point += 1) {
        const re = left + (column + first + (point % points) / points) * step;
        const im = top - (row + first + Math.floor(point / points) / points) * step;
        const from = 3 * shadeOf(stepsOf(re, im, iterations));
        red += colours[from] ?? 0;
        green += colours[from + 1] ?? 0;
        blue += colours[from + 2] ?? 0;
      }
      rgba[into] = red / all;
      rgba[into + 1] = green / all;
      rgba[into + 2] = blue / all;
      rgba[into + 3] = 255;
      into += 4;
    }
  }
  return rgba;
}

function makeColours() {
  const made = new Uint8Array(3 * (shades + 1));
  let next = 1;
  for (let shade = 0; shade < shades; shade += 1) {
    while ((stops[next]?.[0] ?? 1) < shade / shades) next += 1;
    const [before, ...from] = stops[next - 1] ?? none;
    const [after, ...to] = stops[next] ?? none;
    const part = (shade / shades - before) / (after - before);
    for (let channel = 0; channel < 3; channel += 1) {
      const start = from[channel] ?? 0;
      made[3 * shade + channel] = Math.round(start + part * ((to[channel] ?? 0) - start));
    }
  }
  made.set([6, 8, 12], 3 * shades);
  return made;
}

/**
 * Which of the shades a number of steps has. They lie on a circle, and each doubling of the steps goes on by a little less than half of it.
 *
 * @param {number} steps
 */
function shadeOf(steps) {
  if (steps === Infinity) return shades;
  const turns = 0.45 * Math.log2(Math.max(0, steps) + 1.5);
  return Math.floor((turns - Math.floor(turns)) * shades);
}

/**
 * How many steps z → z² + c, from z = 0, the point c takes to leave the circle, as a smooth number; Infinity for one that is still
 * inside after all of them.
 *
 * @public
 * @param {number} re
 * @param {number} im
 * @param {number} most
 */
export function stepsOf(re, im, most) {
  if (isInLargestParts(re, im)) return Infinity;
  let x = 0;
  let y = 0;
  let xx = 0;
  let yy = 0;
  // A point that comes back to an earlier place never leaves. Cycles are found by Brent's method (1980): the place that later ones are compared with is renewed at ever longer intervals.
  let seenX = 0;
  let seenY = 0;
  let lookAt = 8;
  for (let steps = 1; steps <= most; steps += 1) {
    y = 2 * x * y + im;
    x = xx - yy + re;
    xx = x * x;
    yy = y * y;
    const size = xx + yy;
    if (size > escapeRadius * escapeRadius) return steps - Math.log2(Math.log(size) / (2 * Math.log(escapeRadius)));
    if (x === seenX && y === seenY) return Infinity;
    if (steps === lookAt) {
      seenX = x;
      seenY = y;
      lookAt *= 2;
    }
  }
  return Infinity;
}

/**
 * Whether the point is in the heart or in the disc left of it, all of which stay: most of what would take all the steps.
 *
 * @param {number} re
 * @param {number} im
 */
function isInLargestParts(re, im) {
  const q = (re - 0.25) ** 2 + im * im;
  return q * (q + re - 0.25) <= 0.25 * im * im || (re + 1) ** 2 + im * im <= 0.0625;
}
