/**
 * A strip of a picture, from edge to edge. It brings as many rows of its neighbours as the filter looks at, where the picture has them.
 *
 * @typedef {{
 *   width: number, height: number, above: number, below: number,
 *   filter: string, radius: number, rgba: Uint8ClampedArray,
 * }} Strip `rgba`: four bytes a pixel of `above + height + below` rows
 */

/**
 * The strip's pixels behind the filter, four bytes each.
 *
 * @param {Strip} strip
 */
export default function filterStrip(strip) {
  switch (strip.filter) {
    case "pencil":
      return pencilled(strip);
    case "blur":
      return blurred(strip);
    default:
      return painted(strip);
  }
}

/**
 * Pixels outside are those at the edge.
 *
 * @param {number} place
 * @param {number} count
 */
function within(place, count) {
  return place < 0 ? 0 : place >= count ? count - 1 : place;
}

/**
 * How bright each pixel is, from 0 to 255, as screens are measured (Rec. 709).
 *
 * @param {Uint8ClampedArray} rgba
 */
function brightnessOf(rgba) {
  const bright = new Float32Array(rgba.length / 4);
  for (let at = 0; at < bright.length; at += 1) {
    bright[at] = 0.2126 * (rgba[4 * at] ?? 0) + 0.7152 * (rgba[4 * at + 1] ?? 0) + 0.0722 * (rgba[4 * at + 2] ?? 0);
  }
  return bright;
}

/**
 * As if painted: of the four squares that have the pixel at a corner each takes the colour of the most even one (Kuwahara, 1976).
 *
 * @param {Strip} strip
 */
function painted({ width, height, above, below, radius, rgba }) {
  const rows = above + height + below;
  const bright = brightnessOf(rgba);
  const result = new Uint8ClampedArray(4 * width * height);
  const pixels = (radius + 1) ** 2;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      let least = Infinity;
      let bestLeft = 0;
      let bestTop = 0;
      for (let corner = 0; corner < 4; corner += 1) {
        const left = corner % 2 === 0 ? column - radius : column;
        const top = (corner < 2 ? row - radius : row) + above;
        let sum = 0;
        let squares = 0;
        for (let y = top; y <= top + radius; y += 1) {
          const start = within(y, rows) * width;
          for (let x = left; x <= left + radius; x += 1) {
            const found = bright[start + within(x, width)] ?? 0;
            sum += found;
            squares += found * found;
          }
        }
        const spread = squares - (sum * sum) / pixels;
        if (spread < least) {
          least = spread;
          bestLeft = left;
          bestTop = top;
        }
      }
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = bestTop; y <= bestTop + radius; y += 1) {
        const start = within(y, rows) * width;
        for (let x = bestLeft; x <= bestLeft + radius; x += 1) {
          const from = 4 * (start + within(x, width));
          red += rgba[from] ?? 0;
          green += rgba[from + 1] ?? 0;
          blue += rgba[from + 2] ?? 0;
        }
      }
      const into = 4 * (row * width + column);
      result[into] = red / pixels;
      result[into + 1] = green / pixels;
      result[into + 2] = blue / pixels;
      result[into + 3] = 255;
    }
  }
  return result;
}

/**
 * As if drawn: the darker, the more the brightness changes there (Sobel's operator).
 *
 * @param {Strip} strip
 */
function pencilled({ width, height, above, below, rgba }) {
  const rows = above + height + below;
  const bright = brightnessOf(rgba);
  const result = new Uint8ClampedArray(4 * width * height).fill(255);
  /** @param {number} x @param {number} y */
  const at = (x, y) => bright[within(y, rows) * width + within(x, width)] ?? 0;
  for (let row = 0; row < height; row += 1) {
    const y = row + above;
    for (let x = 0; x < width; x += 1) {
      const across =
        at(x + 1, y - 1) + 2 * at(x + 1, y) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x - 1, y) - at(x - 1, y + 1);
      const down =
        at(x - 1, y + 1) + 2 * at(x, y + 1) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x, y - 1) - at(x + 1, y - 1);
      result.fill(255 - Math.sqrt(across * across + down * down), 4 * (row * width + x), 4 * (row * width + x) + 3);
    }
  }
  return result;
}

/**
 * Blurred by a bell that is twice as wide as it is high at half the radius: first along the rows, then along the columns.
 *
 * @param {Strip} strip
 */
function blurred({ width, height, above, below, radius, rgba }) {
  const rows = above + height + below;
  const bell = bellOf(radius);
  const along = new Float32Array(3 * width * rows);
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let off = -radius; off <= radius; off += 1) {
          sum += (bell[off + radius] ?? 0) * (rgba[4 * (y * width + within(x + off, width)) + channel] ?? 0);
        }
        along[3 * (y * width + x) + channel] = sum;
      }
    }
  }
  const result = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let row = 0; row < height; row += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        let sum = 0;
        for (let off = -radius; off <= radius; off += 1) {
          sum += (bell[off + radius] ?? 0) * (along[3 * (within(row + above + off, rows) * width + x) + channel] ?? 0);
        }
        result[4 * (row * width + x) + channel] = sum;
      }
    }
  }
  return result;
}

/**
 * Gauss's bell with a standard deviation of half the radius; all of it is 1.
 *
 * @param {number} radius
 */
function bellOf(radius) {
  const bell = Float64Array.from({ length: 2 * radius + 1 }, (_, at) => Math.exp(-2 * ((at - radius) / radius) ** 2));
  const whole = bell.reduce((sum, part) => sum + part, 0);
  return bell.map((part) => part / whole);
}
