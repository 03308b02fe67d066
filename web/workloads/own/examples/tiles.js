// Draws the Mandelbrot set, one tile of the picture in each task.
const size = 64;
const across = 5;
const down = 4;

export default function drawTile({ column, row }) {
  const rgba = new Uint8ClampedArray(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const steps = stepsAt((column * size + x) / 100 - 2.3, (row * size + y) / 100 - 1.28);
      rgba.set([steps * 9, steps * 5, 80 + steps * 3, 255], (y * size + x) * 4);
    }
  }
  return { x: column * size, y: row * size, width: size, height: size, rgba };
}

// How long a point stays near zero; 0 for one that seems to stay for good.
function stepsAt(re, im) {
  let a = 0;
  let b = 0;
  for (let steps = 1; steps <= 200; steps += 1) {
    [a, b] = [a * a - b * b + re, 2 * a * b + im];
    if (a * a + b * b > 4) return steps;
  }
  return 0;
}

export function* inputs() {
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) yield { column, row };
  }
}
export const title = "Mandelbrot set";
export const unit = "tile";
export const view = "tiles";
