import { describe, expect, test } from "vitest";
import { isFields } from "../../core/fields.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { taskRandom } from "../../core/job/task-random.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import { loadFunction } from "../testing/load-function.ts";
import { problemsOf } from "../testing/load-program.ts";
import { photo } from "./photo.ts";
import { samplePicture } from "./sample-picture.ts";
import { stripsOf, type Filter, type Pixels } from "./strips.ts";

function definitionOf(values: FieldValues) {
  return checkDefinition(
    photo.createJob({ ...presetsOf(photo.fields), ...values }, { ...defaultJobOptions, timeLimitMs: "auto" }),
  );
}

/** The whole picture behind the filter, put together from strips. */
async function filtered(pixels: Pixels, rows: number, filter: Filter): Promise<Uint8ClampedArray> {
  const filterStrip = await loadFunction(definitionOf({ side: 16 }).program.source);
  const whole = new Uint8ClampedArray(pixels.rgba.length);
  for (const strip of stripsOf(pixels, rows, filter)) {
    const found = filterStrip(strip);
    if (!(found instanceof Uint8ClampedArray)) throw new Error("no pixels");
    expect(found).toHaveLength(4 * strip.width * strip.height);
    whole.set(found, 4 * pixels.width * strip.y);
  }
  return whole;
}

/** A picture of chance. */
function noise(width: number, height: number, seed = 1): Pixels {
  const random = taskRandom(seed, 0);
  const rgba = Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => (at % 4 === 3 ? 255 : 256 * random()));
  return { width, height, rgba };
}

/** A picture whose pixels are grey by a rule. */
function grey(width: number, height: number, shade: (x: number, y: number) => number): Pixels {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let at = 0; at < width * height; at += 1) {
    rgba.fill(shade(at % width, Math.floor(at / width)), 4 * at, 4 * at + 3);
  }
  return { width, height, rgba };
}

const filters: readonly Filter[] = [
  { filter: "paint", radius: 3 },
  { filter: "pencil", radius: 1 },
  { filter: "blur", radius: 4 },
];

describe("the function", () => {
  test.each(filters)("makes the same picture however it is cut into strips: %o", async (filter) => {
    const pixels = noise(23, 17);
    const whole = await filtered(pixels, 17, filter);
    for (const rows of [1, 2, 5, 16]) expect(await filtered(pixels, rows, filter)).toEqual(whole);
    expect(whole).not.toEqual(pixels.rgba);
  });

  test("leaves an even picture as it is, and draws nothing of it with a pencil", async () => {
    const even = grey(9, 9, () => 120);
    expect(await filtered(even, 4, { filter: "paint", radius: 2 })).toEqual(even.rgba);
    expect(await filtered(even, 4, { filter: "blur", radius: 3 })).toEqual(even.rgba);
    expect(await filtered(even, 4, { filter: "pencil", radius: 1 })).toEqual(grey(9, 9, () => 255).rgba);
  });

  test("keeps an edge sharp as if painted, and draws it with a pencil", async () => {
    const edge = grey(12, 6, (x) => (x < 6 ? 40 : 200));
    expect(await filtered(edge, 6, { filter: "paint", radius: 3 })).toEqual(edge.rgba);
    // Four times a step of 30 is 120, and on both sides of it.
    const small = grey(12, 6, (x) => (x < 6 ? 40 : 70));
    const drawn = grey(12, 6, (x) => (x === 5 || x === 6 ? 135 : 255));
    const found = await filtered(small, 6, { filter: "pencil", radius: 1 });
    for (const [at, shade] of drawn.rgba.entries()) expect(Math.abs((found[at] ?? 0) - shade)).toBeLessThanOrEqual(1);
  });

  test("blurs as the sum over all pixels around does, weighed by a bell in both directions at once", async () => {
    const [pixels, radius] = [noise(11, 9, 5), 2];
    const found = await filtered(pixels, 3, { filter: "blur", radius });
    for (const [x, y] of [
      [5, 4],
      [0, 0],
      [10, 8],
      [9, 1],
    ] as const) {
      let [sum, whole] = [0, 0];
      for (let dy = -radius; dy <= radius; dy += 1) {
        for (let dx = -radius; dx <= radius; dx += 1) {
          const weight = Math.exp(-(dx * dx + dy * dy) / 2);
          const [atX, atY] = [Math.min(10, Math.max(0, x + dx)), Math.min(8, Math.max(0, y + dy))];
          sum += weight * (pixels.rgba[4 * (11 * atY + atX)] ?? 0);
          whole += weight;
        }
      }
      expect(Math.abs((found[4 * (11 * y + x)] ?? 0) - sum / whole)).toBeLessThanOrEqual(0.51);
    }
  });
});

describe("the job", () => {
  test("has the sample in strips where no picture is picked, each with its neighbours' rows", () => {
    const { inputs, title, view } = definitionOf({ side: 64, rows: 10, radius: 4 });
    const strips = openInputs(inputs);
    expect([title, view.type, strips.total]).toEqual(["Your photo", "photo", 4]);
    expect(strips.at(0)).toMatchObject({ y: 0, height: 10, above: 0, below: 4, of: [64, 36] });
    expect(strips.at(3)).toMatchObject({ y: 30, height: 6, above: 4, below: 0 });
    const { rgba } = samplePicture(64);
    expect(strips.at(1)).toMatchObject({ rgba: rgba.slice(4 * 64 * 6, 4 * 64 * 24) });
    expect(new Set(new Uint32Array(rgba.buffer)).size).toBeGreaterThan(500);
  });

  test("gives a pencil one row of each neighbour, whatever the form has for other filters", () => {
    expect(openInputs(definitionOf({ side: 64, rows: 10, filter: "pencil" }).inputs).at(1)).toMatchObject({
      above: 1,
      below: 1,
    });
  });

  test("is named at the rows where its strips would be sent too much of their neighbours, with the least that is allowed", () => {
    const thin = { side: 2_048, radius: 24, rows: 1 };
    expect(problemsOf(photo, thin)).toEqual({
      rows: "All strips together would be sent 462.4 MB, more than 64.0 MB: must be at least 9.",
    });
    expect(problemsOf(photo, { ...thin, filter: "pencil" })).toEqual({});
    expect(problemsOf(photo, { ...thin, rows: 8 })).toHaveProperty("rows");
    expect(problemsOf(photo, { ...thin, rows: 9 })).toEqual({});
    const strips = openInputs(definitionOf({ ...thin, rows: 9 }).inputs);
    let bytes = 0;
    for (let at = 0; at < strips.total; at += 1) {
      const strip = strips.at(at);
      if (isFields(strip) && strip["rgba"] instanceof Uint8ClampedArray) bytes += strip["rgba"].length;
    }
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(bytes).toBeLessThanOrEqual(64_000_000);
  });

  test("is drawn at its strips' places, and refuses what is none of their pixels", () => {
    const inputs = openInputs(definitionOf({ side: 64, rows: 10 }).inputs);
    const picture = photo.picture?.open(inputs);
    expect(picture).toMatchObject({ width: 64, height: 36 });
    expect(picture?.placeOf(3)).toEqual({ x: 0, y: 30, width: 64, height: 6 });
    const pixels = new Uint8ClampedArray(4 * 64 * 10);
    expect(picture?.startReading()(0, pixels)).toEqual({ type: "value", value: pixels });
    expect(picture?.startReading()(3, pixels).type).toBe("problem");
  });
});
