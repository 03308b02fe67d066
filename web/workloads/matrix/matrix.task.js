/** Of the product's values, as colours: below 0 blue, above it orange, white at 0. One standard deviation is half of the way. */
const below = [38, 84, 164];
const above = [232, 116, 34];

/**
 * Multiplies some rows of one matrix by some columns of another one: a block of their product, with its place in it and as a tile
 * of its picture.
 *
 * @param {{ x: number, y: number, width: number, height: number, depth: number, rows: Float32Array, columns: Float32Array }} input
 *   `rows`: `height` rows of `depth` numbers. `columns`: `depth` rows of `width` numbers. Whole numbers, whose sums a float holds.
 */
export default function multiply({ x, y, width, height, depth, rows, columns }) {
  const product = new Float32Array(width * height);
  const sums = new Float64Array(width);
  for (let row = 0; row < height; row += 1) {
    sums.fill(0);
    const begin = row * depth;
    let k = 0;
    // Four rows at a time: each sum is read and written a quarter as often.
    for (; k + 3 < depth; k += 4) {
      const a = rows[begin + k] ?? 0;
      const b = rows[begin + k + 1] ?? 0;
      const c = rows[begin + k + 2] ?? 0;
      const d = rows[begin + k + 3] ?? 0;
      const first = k * width;
      const second = first + width;
      const third = second + width;
      const fourth = third + width;
      for (let at = 0; at < width; at += 1) {
        sums[at] =
          (sums[at] ?? 0) +
          a * (columns[first + at] ?? 0) +
          b * (columns[second + at] ?? 0) +
          c * (columns[third + at] ?? 0) +
          d * (columns[fourth + at] ?? 0);
      }
    }
    for (; k < depth; k += 1) {
      const a = rows[begin + k] ?? 0;
      for (let at = 0; at < width; at += 1) sums[at] = (sums[at] ?? 0) + a * (columns[k * width + at] ?? 0);
    }
    product.set(sums, row * width);
  }
  const rgba = coloursOf(product, depth);
  const bytes = rows.byteLength + columns.byteLength + product.byteLength + rgba.byteLength;
  return { x, y, width, height, rgba, product, bytes, multiplications: width * height * depth };
}

/** @param {Float32Array} product @param {number} depth */
function coloursOf(product, depth) {
  const rgba = new Uint8ClampedArray(4 * product.length);
  // Waves of a height of 8 have a variance of 32, and a sum of products has one of 32² for each.
  const deviation = 32 * Math.sqrt(depth);
  for (let at = 0; at < product.length; at += 1) {
    const value = product[at] ?? 0;
    const part = Math.min(1, Math.abs(value) / deviation / 2);
    const colour = value < 0 ? below : above;
    for (let channel = 0; channel < 3; channel += 1) {
      rgba[4 * at + channel] = 255 + part * ((colour[channel] ?? 0) - 255);
    }
    rgba[4 * at + 3] = 255;
  }
  return rgba;
}

/** @public */
export const initial = { blocks: 0, bytes: 0, multiplications: 0, multiplicationsAByte: 0 };

/**
 * Bytes that all blocks took there and back, beside what was computed for them: with few multiplications for each byte the sending
 * takes longer than the computing.
 *
 * @public
 * @param {{ blocks: number, bytes: number, multiplications: number }} before @param {{ bytes: number, multiplications: number }} block
 */
export function reduce(before, block) {
  const bytes = before.bytes + block.bytes;
  const multiplications = before.multiplications + block.multiplications;
  return { blocks: before.blocks + 1, bytes, multiplications, multiplicationsAByte: multiplications / bytes };
}
