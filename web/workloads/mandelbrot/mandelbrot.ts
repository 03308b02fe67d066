import { maxTimeLimitMs } from "../../core/wire/limits.ts";
import { isFields } from "../../core/fields.ts";
import source from "./mandelbrot.task.js?raw";
import { box } from "../card-paths.ts";
import { numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import {
  imagePixelsField,
  imageSizeIn,
  openTiles,
  placeIn,
  tileSideField,
  tilesOf,
  tilesProblem,
  type ImagePicture,
  type Place,
} from "../image-picture.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";

/** Least width of a view: in a narrower one, neighbouring pixels of an image some thousand pixels wide would be the same double. */
const leastSpan = 1e-11;
const mostSpan = 10;
const mostIterations = 1_000_000;

/** One tile, as its task gets it. */
interface TileInput extends Place {
  /** Width and height of the whole image. */
  readonly of: readonly [width: number, height: number];
  /** The tile's first point, and the distance to the next. */
  readonly left: number;
  readonly top: number;
  readonly step: number;
  readonly iterations: number;
  /** Points of a pixel, across and down. */
  readonly points: number;
}

function decimalIn(values: FieldValues, name: string): number {
  const text = textIn(values, name).trim();
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

function tilesIn(values: FieldValues): readonly TileInput[] {
  const [width, height] = [numberIn(values, "width"), numberIn(values, "height")];
  const step = decimalIn(values, "span") / width;
  const left = decimalIn(values, "re") - (step * (width - 1)) / 2;
  const top = decimalIn(values, "im") + (step * (height - 1)) / 2;
  const [iterations, points] = [numberIn(values, "iterations"), numberIn(values, "points")];
  return tilesOf(width, height, numberIn(values, "tile")).map((tile) =>
    Object.assign(
      { of: [width, height] as const, left: left + tile.x * step, top: top - tile.y * step, step, iterations, points },
      tile,
    ),
  );
}

/** The Mandelbrot set and its surroundings, tile by tile. */
export const mandelbrot: Workload = {
  id: "mandelbrot",
  title: "Mandelbrot set",
  explanation: "Draws the Mandelbrot set tile by tile; drag over the picture to look closer.",
  card: {
    lesson: "Tiles take unequal times, so nobody is given a fixed share: each takes the next tile when it is free.",
    effort: "seconds, and minutes where it is deep",
    picture: drawCard,
  },
  presets: [
    {
      title: "Ten seconds on one laptop",
      values: { ...place("-0.7", "0", "4.4"), ...size(1_920, 1_080), iterations: 1_000, points: 12 },
    },
    {
      title: "A minute with five phones",
      values: { ...place("-0.743643", "0.131826", "0.0006"), ...size(3_840, 2_160), iterations: 10_000, points: 12 },
    },
    {
      title: "A class for two minutes",
      values: {
        ...place("-0.743643887037151", "0.13182590420531", "1e-10"),
        ...size(3_840, 2_160),
        iterations: 400_000,
        points: 16,
      },
    },
  ],
  fields: [
    decimalField("re", "Middle, real", "-0.7"),
    decimalField("im", "Middle, imaginary", "0"),
    decimalField("span", "Width of the view", "4.4"),
    {
      kind: "number",
      name: "iterations",
      label: "Most steps of a point",
      smallest: 1,
      largest: mostIterations,
      preset: 1_000,
    },
    imagePixelsField("width", "Picture’s width", 1_920),
    imagePixelsField("height", "Picture’s height", 1_080),
    tileSideField,
    {
      kind: "number",
      name: "points",
      label: "Points across a pixel",
      smallest: 1,
      largest: 16,
      preset: 2,
    },
  ],
  check(values): FieldProblems {
    const problems: Record<string, string> = {};
    for (const name of ["re", "im"]) {
      if (!(Math.abs(decimalIn(values, name)) <= 4)) problems[name] = "Must be a number from -4 to 4, such as -0.75.";
    }
    const span = decimalIn(values, "span");
    if (!(span >= leastSpan && span <= mostSpan)) {
      problems["span"] = `Must be a number from ${leastSpan} to ${mostSpan}, such as 0.02.`;
    }
    const tiles = tilesProblem(numberIn(values, "width"), numberIn(values, "height"), numberIn(values, "tile"));
    if (tiles !== null) problems["tile"] = tiles;
    if (longestTileMs(values) > maxTimeLimitMs) {
      problems["tile"] =
        "A tile may take a slow phone more than a day: make them smaller, or take fewer points or steps.";
    }
    return problems;
  },
  createJob(values, chosen) {
    const tiles = tilesIn(values);
    return {
      title: mandelbrot.title,
      unit: "tile",
      about: "Draws the Mandelbrot set tile by tile: how many steps each point takes to leave.",
      work: { unit: "pixels", ofTask: (numberIn(values, "width") * numberIn(values, "height")) / tiles.length },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: tiles },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(longestTileMs(values)) }),
      needs: [],
      view: {
        type: "mandelbrot",
        input: "{width} × {height} at {x}, {y}",
        task: "tile at {x}, {y}",
        result: "tile at {x}, {y}: {width} × {height} pixels",
        part: "pixels",
      },
    };
  },
  picture: {
    view: "mandelbrot",
    title: "Picture, tile by tile",
    open(inputs) {
      const first = tileInputIn(inputs.total === 0 ? null : inputs.at(0));
      const picture = openTiles(inputs);
      return first === null || picture === null ? null : zoomable(picture, first);
    },
  },
};

/** Time for a tile of points that all take all steps, at a tenth of a laptop's speed. */
function longestTileMs(values: FieldValues): number {
  const points = (numberIn(values, "tile") * numberIn(values, "points")) ** 2;
  return points * numberIn(values, "iterations") * 2e-5;
}

function place(re: string, im: string, span: string): FieldValues {
  return { re, im, span };
}

function size(width: number, height: number): FieldValues {
  return { width, height };
}

function decimalField(name: string, label: string, preset: string) {
  return { kind: "text", name, label, fewest: 1, most: 40, preset } as const;
}

/** What the picture needs of an input; null where it is no tile's. */
function tileInputIn(input: unknown): TileInput | null {
  const image = imageSizeIn(input);
  const tile = image === null ? null : placeIn(input, image);
  if (image === null || tile === null || !isFields(input)) return null;
  const { left, top, step, iterations, points } = input;
  const numbers = [left, top, step, iterations, points].filter((number) => typeof number === "number");
  const [a, b, c, d, e] = numbers;
  if (
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined ||
    e === undefined ||
    !numbers.every(Number.isFinite)
  )
    return null;
  return { ...tile, of: [image.width, image.height], left: a, top: b, step: c, iterations: d, points: e };
}

function zoomable(picture: ImagePicture, first: TileInput): ImagePicture {
  const { width, height } = picture;
  const { step, iterations, points } = first;
  return {
    ...picture,
    zoom({ x, y, width: wide, height: high }) {
      const left = first.left - first.x * step;
      const top = first.top + first.y * step;
      // The whole area is seen, whatever its proportions.
      const span = Math.max(wide, (high * width) / height) * step;
      return {
        re: String(clamped(left + (x + (wide - 1) / 2) * step, 4)),
        im: String(clamped(top - (y + (high - 1) / 2) * step, 4)),
        span: String(Math.min(mostSpan, Math.max(leastSpan, span))),
        width,
        height,
        iterations,
        points,
        tile: Math.max(8, first.width),
      };
    },
  };
}

function clamped(number: number, most: number): number {
  return Math.min(most, Math.max(-most, number));
}

/** Boxes of the card's picture, and their side in its units. */
const [cardColumns, cardRows, side] = [64, 36, 2.5];

/** The set itself, in boxes of one row: by how soon their middles leave. */
function drawCard(): readonly CardShape[] {
  const paths = { soft: "", middle: "", warm: "", strong: "" };
  for (let row = 0; row < cardRows; row += 1) {
    const tones = Array.from({ length: cardColumns }, (_, column) =>
      toneOf(-2.55 + (column + 0.5) * 0.0575, 1.035 - (row + 0.5) * 0.0575),
    );
    for (let column = 0, end = 1; column < cardColumns; column = end) {
      const tone = tones[column] ?? null;
      for (end = column + 1; end < cardColumns && tones[end] === tone;) end += 1;
      const width = (end - column) * side;
      if (tone !== null) paths[tone] += box(column * side, row * side, width, side);
    }
  }
  return (["soft", "middle", "warm", "strong"] as const).map((tone) => ({ tone, path: paths[tone] }));
}

function toneOf(re: number, im: number): "soft" | "middle" | "warm" | "strong" | null {
  let x = 0;
  let y = 0;
  for (let steps = 0; steps < 40; steps += 1) {
    if (x * x + y * y > 16) return steps < 4 ? null : steps < 6 ? "soft" : steps < 11 ? "middle" : "warm";
    // No swap of a pair: in code that runs for the first time it takes ten times as long, 20 ms of a coordinator's start.
    const nextX = x * x - y * y + re;
    y = 2 * x * y + im;
    x = nextX;
  }
  return "strong";
}
