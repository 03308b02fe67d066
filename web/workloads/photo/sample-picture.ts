import type { Pixels } from "./strips.ts";

export function sampleSize(width: number): Pick<Pixels, "width" | "height"> {
  return { width, height: Math.max(1, Math.round((width * 9) / 16)) };
}

/** A bay in the evening, drawn by a formula: something to filter for a room without a picture at hand. */
export function samplePicture(side: number): Pixels {
  const { width, height } = sampleSize(side);
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [red, green, blue] = colourAt(column / width, row / height);
      const into = 4 * (row * width + column);
      rgba[into] = red;
      rgba[into + 1] = green;
      rgba[into + 2] = blue;
      rgba[into + 3] = 255;
    }
  }
  return { width, height, rgba };
}

type Colour = readonly [red: number, green: number, blue: number];

const shore = 0.62;
const sun = { x: 0.68, y: 0.5, radius: 0.075 };

function colourAt(x: number, y: number): Colour {
  if (y < shore) return landAt(x, y) ?? skyAt(x, y);
  // The water shows what is above it, in waves that are wider the nearer they are.
  const depth = (y - shore) / (1 - shore);
  const wave = Math.sin(140 * depth ** 0.6 + 9 * Math.sin(11 * x)) * (0.006 + 0.03 * depth);
  const mirrored = shore - 0.9 * (y - shore) + wave;
  const [red, green, blue] = landAt(x + wave, mirrored) ?? skyAt(x + wave, mirrored);
  const part = 0.62 - 0.25 * depth;
  return [red * part + 8, green * part + 16, blue * part + 34];
}

function skyAt(x: number, y: number): Colour {
  const away = Math.hypot((x - sun.x) * 1.78, y - sun.y);
  if (away < sun.radius) return [255, 244, 214];
  const glow = Math.exp(-3.2 * (away - sun.radius));
  const streak = 22 * Math.max(0, Math.sin(31 * y + 4 * Math.sin(5 * x + 2))) ** 3 * (0.3 + glow);
  return [48 + 210 * glow + streak, 66 + 118 * glow + 60 * y + streak * 0.8, 128 + 10 * glow + 40 * y + streak * 0.5];
}

/** null where the sky is seen above all hills. */
function landAt(x: number, y: number): Colour | null {
  const far = 0.47 + 0.05 * Math.sin(7 * x + 1) + 0.022 * Math.sin(19 * x) + 0.008 * Math.sin(47 * x);
  const near = 0.66 - 0.3 * Math.exp(-7 * x) + 0.03 * Math.sin(23 * x) * Math.exp(-3 * x) + 0.01 * Math.sin(61 * x);
  if (y > near) return [26 + 60 * (y - near), 34 + 90 * (y - near), 40];
  if (y > far) return [98 + 40 * Math.sin(40 * (y - far)), 82, 128 - 90 * (y - far)];
  return null;
}
