import { isFields } from "../fields.ts";
import type { PartKind } from "./part-kind.ts";

/** Pixels that a part, and the image that it is of, are wide and high at most: browsers on phones draw no larger canvas. */
const mostPixels = 4_096;

/** One task's part of an image. */
export interface OwnPart {
  /** Pixels of the whole image; of the part alone where the task does not say of which image it is. */
  readonly of: readonly [width: number, height: number];
  /** Pixels from the image's left and top edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

function isWhole(found: unknown, least: number, most: number): found is number {
  return typeof found === "number" && Number.isInteger(found) && found >= least && found <= most;
}

/**
 * A task's result as a part of an image. The result is the pixels, or has them as `rgba`; place and size (`x`, `y`, `width`, `height`) are its own, or its
 * input's, which may also say of how large an image it is (`of`). null for what is none of this: programs of strangers return anything.
 */
export function ownPartOf(kind: PartKind, input: unknown, value: unknown): OwnPart | null {
  const held = isFields(value) ? value["rgba"] : undefined;
  const place = held === undefined ? input : value;
  if (!isFields(place)) return null;
  const { x, y, width, height } = place;
  if (!isWhole(width, 1, mostPixels) || !isWhole(height, 1, mostPixels)) return null;
  const rgba = kind === "light" ? shownPixels(value) : bytesOf(held ?? value);
  if (rgba === null || rgba.length !== 4 * width * height) return null;
  const whole: readonly unknown[] = Array.isArray(place["of"]) ? place["of"] : [];
  const [wide, high] = whole;
  if (!isWhole(wide, 1, mostPixels) || !isWhole(high, 1, mostPixels))
    return { of: [width, height], x: 0, y: 0, width, height, rgba };
  if (!isWhole(x, 0, wide - width) || !isWhole(y, 0, high - height)) return null;
  return { of: [wide, high], x, y, width, height, rgba };
}

function bytesOf(value: unknown): Uint8ClampedArray<ArrayBuffer> | null {
  return value instanceof Uint8ClampedArray || value instanceof Uint8Array ? new Uint8ClampedArray(value) : null;
}

function shownPixels(light: unknown): Uint8ClampedArray<ArrayBuffer> | null {
  if (!(light instanceof Float32Array) || light.length % 3 !== 0) return null;
  const rgba = new Uint8ClampedArray((4 * light.length) / 3);
  for (let pixel = 0; pixel < light.length / 3; pixel += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      rgba[4 * pixel + channel] = shownLight(Math.max(0, light[3 * pixel + channel] ?? 0));
    }
    rgba[4 * pixel + 3] = 255;
  }
  return rgba;
}

/** Any amount of light as a byte: bright light fades into white as on film (Narkowicz's curve, 2015), and screens want a root. */
export function shownLight(light: number): number {
  const onFilm = (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14);
  return 255 * Math.min(1, onFilm) ** (1 / 2.2);
}
