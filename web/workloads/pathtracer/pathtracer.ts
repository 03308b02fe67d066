import { shownLight } from "../../core/job/own-part.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { box, disc } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import {
  imagePixelsField,
  imageSizeIn,
  noPlace,
  placesOf,
  tileSideField,
  tilesOf,
  tilesProblem,
  type ImagePicture,
  type Place,
  type ReadPixels,
} from "../image-picture.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import source from "./pathtracer.task.js?raw";

const largestSeed = 0xffff_ffff;

/** Bytes that the results of a job may have together: they stay on record, and a phone's browser keeps some hundred megabytes. */
const mostBytes = 1_000_000_000;

/** Three numbers of 32 bits. */
const bytesAPixel = 12;

/** Twice what the lamp sends. Of a brighter pixel no more counts: one absurd pass would leave it white in the mean of all of them. */
const mostLight = 22;

/** One tile in one pass, as its task gets it. */
interface PassInput extends Place {
  /** Width and height of the whole image. */
  readonly of: readonly [width: number, height: number];
  /** Paths of a pixel. */
  readonly samples: number;
  readonly pass: number;
}

function inputsIn(values: FieldValues): readonly PassInput[] {
  const [width, height] = [numberIn(values, "width"), numberIn(values, "height")];
  const tiles = tilesOf(width, height, numberIn(values, "tile"));
  const samples = numberIn(values, "samples");
  const passes = Array.from({ length: numberIn(values, "passes") }, (_, pass) => pass);
  return passes.flatMap((pass) =>
    tiles.map((tile) => Object.assign({ of: [width, height] as const, samples, pass }, tile)),
  );
}

/** A room with balls of glass, metal and clay, by paths of light that are followed by chance. */
export const pathtracer: Workload = {
  id: "pathtracer",
  title: "Path-traced room",
  explanation: "Follows paths of light by chance through a room with balls of glass and metal.",
  card: {
    lesson: "Independent samples add up: four times the paths halve the noise, so it melts as more people join.",
    effort: "seconds to minutes",
    picture: drawCard,
  },
  presets: [
    {
      title: "Ten seconds on one laptop",
      values: { width: 640, height: 360, tile: 64, passes: 10, samples: 4 },
    },
    {
      title: "A minute with five phones",
      values: { width: 960, height: 540, tile: 64, passes: 12, samples: 64 },
    },
    {
      title: "A class for five minutes",
      values: { width: 1_920, height: 1_080, tile: 96, passes: 32, samples: 192 },
    },
  ],
  fields: [
    imagePixelsField("width", "Picture’s width", 640),
    imagePixelsField("height", "Picture’s height", 360),
    tileSideField,
    { kind: "number", name: "passes", label: "Passes", smallest: 1, largest: 1_000, preset: 6 },
    {
      kind: "number",
      name: "samples",
      label: "Paths of a pixel",
      smallest: 1,
      largest: 1_000,
      preset: 4,
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: largestSeed, preset: 1 },
  ],
  check(values): FieldProblems {
    const [width, height, passes] = [numberIn(values, "width"), numberIn(values, "height"), numberIn(values, "passes")];
    const pixels = width * height;
    if (pixels * passes * bytesAPixel > mostBytes) {
      const most = Math.floor(mostBytes / (pixels * bytesAPixel));
      return {
        passes: `The record would have more than a gigabyte; at most ${most} for this size. Follow more paths each.`,
      };
    }
    const tiles = tilesProblem(width, height, numberIn(values, "tile"), passes);
    return tiles === null ? {} : { tile: tiles };
  },
  createJob(values, chosen) {
    // At a tenth of a laptop's speed.
    const samples = numberIn(values, "samples");
    const longestMs = numberIn(values, "tile") ** 2 * samples * 0.05;
    const tiles = inputsIn(values);
    return {
      title: pathtracer.title,
      unit: "tile",
      about: pathtracer.explanation,
      work: {
        unit: "paths",
        ofTask:
          (numberIn(values, "width") * numberIn(values, "height") * samples * numberIn(values, "passes")) /
          tiles.length,
      },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: tiles },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(longestMs), seed: numberIn(values, "seed") }),
      needs: [],
      view: {
        type: "pathtracer",
        input: "pass {pass}, {x}, {y}",
        task: "pass {pass} of the tile at {x}, {y}",
        result: "pass {pass} of the tile at {x}, {y}: {width} × {height} pixels",
        part: "light",
      },
    };
  },
  picture: {
    view: "pathtracer",
    title: "Picture, pass by pass",
    open(inputs) {
      const image = imageSizeIn(inputs.total === 0 ? null : inputs.at(0));
      return image === null ? null : pictureOf(image, placesOf(inputs, image));
    },
  },
};

interface Size {
  readonly width: number;
  readonly height: number;
}

function pictureOf(image: Size, placeOf: (task: number) => Place | null): ImagePicture {
  const findWrong = (task: number, light: unknown): string | null => {
    const place = placeOf(task);
    const checked = place === null ? problem(noPlace) : lightIn(light, place);
    return checked.type === "problem" ? checked.problem : null;
  };
  return { ...image, placeOf, findWrong, startReading: () => readerOf(image, placeOf) };
}

/** The mean of all passes so far, at each place. All passes have as many paths, so that each counts the same. */
function readerOf({ width, height }: Size, placeOf: (task: number) => Place | null): ReadPixels {
  const sums = new Float32Array(3 * width * height);
  const passes = new Uint16Array(width * height);
  return (task, light) => {
    const place = placeOf(task);
    if (place === null) return problem(noPlace);
    const checked = lightIn(light, place);
    if (checked.type === "problem") return checked;
    const rgba = new Uint8ClampedArray(4 * place.width * place.height);
    for (let at = 0; at < place.width * place.height; at += 1) {
      const pixel = (place.y + Math.floor(at / place.width)) * width + place.x + (at % place.width);
      const count = (passes[pixel] ?? 0) + 1;
      passes[pixel] = count;
      for (let channel = 0; channel < 3; channel += 1) {
        const sum = (sums[3 * pixel + channel] ?? 0) + Math.min(mostLight, checked.value[3 * at + channel] ?? 0);
        sums[3 * pixel + channel] = sum;
        rgba[4 * at + channel] = shownLight(sum / count);
      }
      rgba[4 * at + 3] = 255;
    }
    return value(rgba);
  };
}

function lightIn(light: unknown, { width, height }: Place): Result<Float32Array> {
  if (!(light instanceof Float32Array)) return problem("it is no list of numbers of 32 bits");
  if (light.length !== 3 * width * height) {
    return problem(`it has ${light.length} numbers where ${width} × ${height} pixels of three belong`);
  }
  const isLight = light.every((amount) => amount >= 0 && amount < Infinity);
  return isLight ? value(light) : problem("it has pixels that are no light: less than nothing, endless, or no number");
}

/** Grains of noise: their places lie on a grid, and each is there or not as if by chance, but the same each time. */
function grainsOf(odd: boolean): string {
  let path = "";
  for (let y = 1; y < 90; y += 2.5) {
    for (let x = 1; x < 120; x += 2.5) {
      const chance = (Math.sin(x * 12.9898 + y * 78.233) * 43_758.5453) % 1;
      if (Math.abs(chance) < 0.34 * (1 - x / 120) && chance > 0 === odd) path += box(x, y, 1.4, 1.4);
    }
  }
  return path;
}

/** Three balls below a lamp, with noise that melts from left to right. */
function drawCard(): readonly CardShape[] {
  return [
    { tone: "soft", path: box(0, 66, 160, 24) },
    { tone: "middle", path: disc(44, 52, 20) },
    { tone: "strong", path: disc(84, 58, 14) },
    { tone: "good", path: disc(122, 53, 19) },
    { tone: "warm", path: disc(88, 15, 8) },
    { tone: "ink", path: grainsOf(true) },
    { tone: "warm", path: grainsOf(false) },
  ];
}
