import { isFields } from "../../../core/fields.ts";
import { unread } from "../../../core/values/glance.ts";
import { mostImagePixels } from "../../../workloads/image-picture.ts";

/** A part of a picture, with its place in it. */
export interface Tile {
  /** Pixels from the picture's left and top edge. */
  readonly x: number;
  readonly y: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row: red, green, blue and how opaque it is. */
  readonly rgba: Uint8Array | Uint8ClampedArray;
}

/** The value as a tile; null where it is none, or reaches out of the largest picture. */
export function tileIn(value: unknown): Tile | null {
  if (!isFields(value)) return null;
  const { x, y, width, height, rgba } = value;
  const isPlaced = isPart(x, 0) && isPart(y, 0) && isPart(width, 1) && isPart(height, 1);
  if (!isPlaced || x + width > mostImagePixels || y + height > mostImagePixels) return null;
  const areBytes = rgba instanceof Uint8ClampedArray || rgba instanceof Uint8Array;
  return areBytes && rgba.length === 4 * width * height ? { x, y, width, height, rgba } : null;
}

/**
 * Whether a value whose beginning this is may be a tile, as far as the beginning tells: other fields may have taken all of it but two
 * of a tile's.
 */
export function mayBeTile(beginning: unknown): boolean {
  if (!isFields(beginning)) return false;
  const { x, y, width, height, rgba } = beginning;
  const areBytes = rgba instanceof Uint8ClampedArray || rgba instanceof Uint8Array;
  const isRight = [isPart(x, 0), isPart(y, 0), isPart(width, 1), isPart(height, 1), areBytes];
  const isThere = [x, y, width, height, rgba].map((field) => field !== undefined && field !== unread);
  if (isThere.some((there, at) => there && isRight[at] === false)) return false;
  const there = isThere.filter(Boolean).length;
  return there === isThere.length || (there >= 2 && endsEarly(beginning));
}

/** Looks at each object once: a few references make a value that is endless, or of more ways through it than there is time. */
function endsEarly(value: unknown, met = new Set<unknown>()): boolean {
  if (value === unread) return true;
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || met.has(value)) return false;
  met.add(value);
  return Object.values(value).some((part) => endsEarly(part, met));
}

function isPart(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= mostImagePixels;
}
