import type { InputSource } from "../core/job/input-source.ts";
import { isFields } from "../core/fields.ts";
import { problem, value, type Result } from "../core/result.ts";
import { formatCount } from "../words/format.ts";
import type { FieldValues } from "./field.ts";

/** Pixels that an image is wide and high at most: browsers on phones draw no larger canvas. */
export const mostImagePixels = 4_096;

/** Most tasks that an image is cut into: their inputs are in the job's definition one by one. */
const mostTiles = 40_000;

/** A rectangle of an image: pixels from its left and top edge. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What stands at the task's place with this value: four bytes a pixel, row by row; what is wrong with a value that is not drawn. To be called once for each result, in any order: an image may be the mean of several results at one place.
 */
export type ReadPixels = (task: number, value: unknown) => Result<Uint8ClampedArray<ArrayBuffer>>;

/**
 * An image whose parts are the results of one job. Knows that job's inputs and what its function returns, and nothing of how
 * results come about; what a value is worth is checked here, since volunteers may return anything.
 */
export interface ImagePicture {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the task's result belongs, within the image; null for an input that is none of this picture. */
  placeOf(task: number): Place | null;
  /** What is wrong with a task's value, as the end of a sentence: such a value is never drawn. null where nothing is. */
  readonly findWrong: (task: number, value: unknown) => string | null;
  /** Begins an empty image. */
  startReading(): ReadPixels;
  /** The form's values for an image of this area alone, which may lie partly or wholly outside. Missing where there is no more to see. */
  readonly zoom?: (area: Place) => FieldValues;
}

/** What draws the jobs of a workload. */
export interface WorkloadPicture {
  /** The type of the view that its jobs have: a job of this type that comes from elsewhere is drawn, too. */
  readonly view: string;
  readonly title: string;
  /** null where the inputs are none of this picture. */
  open(inputs: Pick<InputSource, "total" | "at">): ImagePicture | null;
}

/** Cuts an image into tiles of one size, smaller ones at its right and lower edge; those in the middle come first. */
export function tilesOf(width: number, height: number, side: number): readonly Place[] {
  const tiles: Place[] = [];
  for (let y = 0; y < height; y += side) {
    for (let x = 0; x < width; x += side) {
      tiles.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
    }
  }
  const fromMiddle = ({ x, y, width: w, height: h }: Place): number =>
    Math.hypot(x + w / 2 - width / 2, y + h / 2 - height / 2);
  return tiles.toSorted((a, b) => fromMiddle(a) - fromMiddle(b));
}

/** Tasks that such an image is cut into, in each of `passes`. */
export function countTiles(width: number, height: number, side: number, passes = 1): number {
  return Math.ceil(width / side) * Math.ceil(height / side) * passes;
}

/** What is wrong with tiles of that side; null where nothing is. */
export function tilesProblem(...image: Parameters<typeof countTiles>): string | null {
  const count = countTiles(...image);
  if (count <= mostTiles) return null;
  return `Makes ${formatCount(count)} tasks, more than ${formatCount(mostTiles)}: make the tiles larger.`;
}

/** A field of a form for pixels of an image's width or height. */
export function imagePixelsField(name: "width" | "height", label: string, preset: number) {
  return { kind: "number", name, label, unit: "pixels", smallest: 1, largest: mostImagePixels, preset } as const;
}

/** The field for the side of an image's tiles. */
export const tileSideField = {
  kind: "number",
  name: "tile",
  label: "Side of a tile",
  hint: `Larger tiles are fewer tasks, of which there are at most ${formatCount(mostTiles)}.`,
  unit: "pixels",
  smallest: 8,
  largest: 512,
  preset: 64,
} as const;

function isWhole(found: unknown, least: number, most: number): found is number {
  return typeof found === "number" && Number.isInteger(found) && found >= least && found <= most;
}

/** The size of the image that an input names as `of`; null where it is none. */
export function imageSizeIn(input: unknown): { readonly width: number; readonly height: number } | null {
  if (!isFields(input) || !Array.isArray(input["of"])) return null;
  const [width, height]: unknown[] = input["of"];
  const isSize = isWhole(width, 1, mostImagePixels) && isWhole(height, 1, mostImagePixels);
  return isSize ? { width, height } : null;
}

/** The place in such an image that an input names; null where it has none, or one that is not within. */
export function placeIn(input: unknown, image: { readonly width: number; readonly height: number }): Place | null {
  if (!isFields(input)) return null;
  const { x, y, width, height } = input;
  if (!isWhole(x, 0, image.width) || !isWhole(y, 0, image.height)) return null;
  const isWithin = isWhole(width, 1, image.width - x) && isWhole(height, 1, image.height - y);
  return isWithin ? { x, y, width, height } : null;
}

/** A value that is the pixels of a tile, four bytes each. */
function pixelsIn(found: unknown, { width, height }: Place): Result<Uint8ClampedArray> {
  if (!(found instanceof Uint8ClampedArray)) return problem("it is no list of bytes of pixels");
  if (found.length === 4 * width * height) return value(found);
  return problem(`it has ${found.length} bytes where ${width} × ${height} pixels belong`);
}

/** What is wrong with the value of a task that has no place in the image. */
export const noPlace = "its input is no part of this picture";

/** Places of tasks, each read from its input once: an input may be large, and a picture asks again and again. */
export function placesOf(
  inputs: Pick<InputSource, "at">,
  image: { readonly width: number; readonly height: number },
): (task: number) => Place | null {
  const known = new Map<number, Place | null>();
  return (task) => {
    const seen = known.get(task);
    if (seen !== undefined) return seen;
    const place = placeIn(inputs.at(task), image);
    known.set(task, place);
    return place;
  };
}

/** An image of tiles whose inputs name their places (`placeIn`), and whose results are their pixels (`pixelsIn`). */
export function openTiles(inputs: Pick<InputSource, "total" | "at">): ImagePicture | null {
  const image = imageSizeIn(inputs.total === 0 ? null : inputs.at(0));
  if (image === null) return null;
  const placeOf = placesOf(inputs, image);
  return {
    ...image,
    placeOf,
    findWrong: (task, found) => {
      const place = placeOf(task);
      const pixels = place === null ? problem(noPlace) : pixelsIn(found, place);
      return pixels.type === "problem" ? pixels.problem : null;
    },
    startReading: () => (task, found) => {
      const place = placeOf(task);
      if (place === null) return problem(noPlace);
      const pixels = pixelsIn(found, place);
      return pixels.type === "problem" ? pixels : value(new Uint8ClampedArray(pixels.value));
    },
  };
}
