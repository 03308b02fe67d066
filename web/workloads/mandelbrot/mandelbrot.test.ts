import { describe, expect, test } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import type { ImagePicture } from "../image-picture.ts";
import { mandelbrot } from "./mandelbrot.ts";

const presets = presetsOf(mandelbrot.fields);

function definitionOf(values: FieldValues) {
  return checkDefinition(
    mandelbrot.createJob({ ...presets, ...values }, { ...defaultJobOptions, timeLimitMs: "auto" }),
  );
}

function limitOf(values: FieldValues): number {
  return definitionOf(values).options.timeLimitMs;
}

function open(values: FieldValues): { readonly inputs: ReturnType<typeof openInputs>; readonly picture: ImagePicture } {
  const inputs = openInputs(definitionOf(values).inputs);
  const picture = mandelbrot.picture?.open(inputs) ?? null;
  if (picture === null) throw new Error("the picture refuses its own inputs");
  return { inputs, picture };
}

interface Kernel {
  readonly default: (tile: unknown) => Uint8ClampedArray;
  readonly stepsOf: (re: number, im: number, most: number) => number;
}

function isKernel(module: unknown): module is Kernel {
  return typeof module === "object" && module !== null && "default" in module && "stepsOf" in module;
}

/** The module as a slot would get it. */
async function loadKernel(): Promise<Kernel> {
  const { source } = definitionOf({}).program;
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  if (!isKernel(module)) throw new Error("no kernel");
  return module;
}

const bits = 256n;

/** In fixed point, exactly: a double is a whole number of some power of two. */
function fixed(number: number): bigint {
  const scale = 2 ** 60;
  return BigInt(Math.trunc(number * scale)) << (bits - 60n);
}

/** The smooth count by whole numbers of 256 bits behind the point, and none of the function's shortcuts. */
function stepsInFixedPoint(re: number, im: number, most: number): number {
  const [a, b] = [fixed(re), fixed(im)];
  let [x, y] = [0n, 0n];
  for (let steps = 1; steps <= most; steps += 1) {
    [x, y] = [((x * x - y * y) >> bits) + a, ((2n * x * y) >> bits) + b];
    const size = Number((x * x + y * y) >> (2n * bits - 60n)) / 2 ** 60;
    if (size > 65_536) return steps - Math.log2(Math.log(size) / (2 * Math.log(256)));
  }
  return Infinity;
}

describe("the function", () => {
  // Steps are halves of halves, so that all points are exact in a double.
  test.each([
    ["the whole set", { left: -2.5, top: 1.25, step: 1 / 8, width: 32, height: 20, iterations: 200 }],
    ["the seahorses' valley", { left: -0.75, top: 0.125, step: 1 / 1024, width: 24, height: 16, iterations: 400 }],
    ["the needle", { left: -1.8125, top: 1 / 128, step: 1 / 512, width: 32, height: 8, iterations: 300 }],
  ])("counts the steps as whole numbers of 256 bits do, over %s", async (_, tile) => {
    const { stepsOf } = await loadKernel();
    let inside = 0;
    for (let at = 0; at < tile.width * tile.height; at += 1) {
      const re = tile.left + (at % tile.width) * tile.step;
      const im = tile.top - Math.floor(at / tile.width) * tile.step;
      const steps = stepsOf(re, im, tile.iterations);
      const expected = stepsInFixedPoint(re, im, tile.iterations);
      if (expected === Infinity) inside += 1;
      if (expected === Infinity) expect(steps, `${re} ${im}`).toBe(Infinity);
      // Rounding of doubles grows from step to step.
      else expect(Math.abs(steps - expected), `${re} ${im}`).toBeLessThan(1e-4);
    }
    expect(inside).toBeGreaterThan(0);
    expect(inside).toBeLessThan(tile.width * tile.height);
  });

  test("knows that its two largest parts never leave, and what is just outside of them does", async () => {
    const { stepsOf } = await loadKernel();
    for (const re of [0.25, -0.75, -1.25, -2]) expect(stepsOf(re, 0, 100_000), String(re)).toBe(Infinity);
    // π over the root of how far it is from the cusp.
    expect(stepsOf(0.25 + 1e-6, 0, 100_000)).toBeCloseTo(Math.PI / 1e-3, -2);
  });

  test("gives a pixel the mean colour of its points", async () => {
    const { default: drawTile } = await loadKernel();
    const tile = { left: -0.75, top: 0.1, width: 2, height: 3, iterations: 100 };
    const pixels = drawTile({ ...tile, step: 0.1, points: 2 });
    const fine = drawTile({
      ...tile,
      left: -0.75 - 0.025,
      top: 0.1 + 0.025,
      step: 0.05,
      width: 4,
      height: 6,
      points: 1,
    });
    for (let at = 0; at < 6; at += 1) {
      const [x, y] = [at % 2, Math.floor(at / 2)];
      const parts = [0, 1, 4, 5].map((part) => 4 * (8 * y + 2 * x + part));
      for (const channel of [0, 1, 2, 3]) {
        const mean = parts.reduce((sum, from) => sum + (fine[from + channel] ?? 0), 0) / 4;
        expect(Math.abs((pixels[4 * at + channel] ?? 0) - mean)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("the tiles", () => {
  test("cover the picture once, those in the middle first, and look where the form says", () => {
    const { inputs, picture } = open({ width: 100, height: 50, tile: 16, re: "-0.5", im: "0.25", span: "1" });
    const seen = new Uint8Array(100 * 50);
    for (let task = 0; task < inputs.total; task += 1) {
      const place = picture.placeOf(task);
      if (place === null) throw new Error("no place");
      for (let y = place.y; y < place.y + place.height; y += 1) {
        for (let x = place.x; x < place.x + place.width; x += 1) seen[y * 100 + x] = (seen[y * 100 + x] ?? 0) + 1;
      }
    }
    expect(new Set(seen)).toEqual(new Set([1]));
    expect(picture.placeOf(0)).toMatchObject({ x: 48, y: 16 });
    const corner = Array.from({ length: inputs.total }, (_, task) => inputs.at(task)).find(
      (_, task) => picture.placeOf(task)?.x === 0 && picture.placeOf(task)?.y === 0,
    );
    expect(corner).toMatchObject({ left: -0.5 - 0.495, top: 0.25 + 0.245, step: 0.01 });
  });

  test.each([
    [{ re: "left" }, { re: "Must be a number from -4 to 4, such as -0.75." }],
    [{ im: "5" }, { im: "Must be a number from -4 to 4, such as -0.75." }],
    [{ span: "0" }, { span: "Must be a number from 1e-11 to 10, such as 0.02." }],
    [{ span: "" }, { span: "Must be a number from 1e-11 to 10, such as 0.02." }],
    [
      { width: 4_096, height: 4_096, tile: 8 },
      { tile: "Makes 262,144 tasks, more than 40,000: make the tiles larger." },
    ],
    // 200 rows and columns of tiles make 40,000 of them; one pixel more begins another row.
    [{ width: 1_600, height: 1_600, tile: 8 }, {}],
    [
      { width: 1_600, height: 1_601, tile: 8 },
      { tile: "Makes 40,200 tasks, more than 40,000: make the tiles larger." },
    ],
    [
      { tile: 512, points: 16, iterations: 1_000_000 },
      { tile: "A tile may take a slow phone more than a day: make them smaller, or take fewer points or steps." },
    ],
    [{ re: " -1.5e-3 ", span: "1e-11" }, {}],
  ])("of %o are refused by what is allowed, or are not", (values, problems) => {
    expect(mandelbrot.check({ ...presets, ...values })).toEqual(problems);
  });
});

describe("the picture", () => {
  test("is what its tasks draw, with black for what never leaves", async () => {
    const { default: drawTile } = await loadKernel();
    const { inputs, picture } = open({ width: 32, height: 20, tile: 64, iterations: 100, points: 1 });
    const rgba = drawTile(inputs.at(0));
    expect(picture.startReading()(0, rgba)).toEqual({ type: "value", value: rgba });
    const middle = 4 * (32 * 10 + 17);
    expect(Array.from(rgba.subarray(middle, middle + 4))).toEqual([6, 8, 12, 255]);
    expect(rgba.filter((_, at) => at % 4 === 3).every((opaque) => opaque === 255)).toBe(true);
    expect(new Set(new Uint32Array(rgba.buffer)).size).toBeGreaterThan(20);
  });

  test.each([
    ["a list of another length", new Uint8ClampedArray(255), "it has 255 bytes where 8 × 8 pixels belong"],
    ["other numbers", new Float32Array(256), "it is no list of bytes of pixels"],
    ["no list at all", { length: 256 }, "it is no list of bytes of pixels"],
    ["nothing", undefined, "it is no list of bytes of pixels"],
  ])("refuses %s, and says why", (_, rgba, reason) => {
    const { picture } = open({ width: 16, height: 16, tile: 8 });
    expect(picture.startReading()(0, rgba)).toEqual({ type: "problem", problem: reason });
    expect(picture.findWrong(0, rgba)).toBe(reason);
    expect(picture.findWrong(0, new Uint8ClampedArray(4 * 8 * 8))).toBeNull();
  });

  test("gives a tile time for all the steps of all its points", () => {
    expect(limitOf({})).toBe(defaultJobOptions.timeLimitMs);
    expect(limitOf({ tile: 128, points: 8, iterations: 100_000 })).toBe(128 ** 2 * 8 ** 2 * 2);
  });

  test("is none for inputs of another job", () => {
    const none = [[], [7], [{ x: 0, y: 0, width: 8, height: 8 }], [{ of: [8, 8], x: 4, y: 0, width: 8, height: 8 }]];
    for (const values of none) {
      expect(mandelbrot.picture?.open(openInputs({ type: "list", values }))).toBeNull();
    }
    const { inputs } = open({ width: 16, height: 16, tile: 8 });
    const mixed = [inputs.at(0), { of: [16, 16], x: 12, y: 0, width: 8, height: 8 }];
    const picture = mandelbrot.picture?.open(openInputs({ type: "list", values: mixed }));
    expect(picture?.placeOf(1)).toBeNull();
    expect(picture?.startReading()(1, new Uint8ClampedArray(256)).type).toBe("problem");
  });

  test("zooms into an area, which the next picture then fills, and keeps the rest of the form", () => {
    const before = { width: 200, height: 100, tile: 16, re: "-0.5", im: "0.25", span: "2", iterations: 77 };
    const { picture } = open(before);
    const zoomed = picture.zoom?.({ x: 100, y: 0, width: 100, height: 50 });
    expect(zoomed).toEqual({ ...presets, ...before, re: expect.any(String), im: expect.any(String), span: "1" });
    expect(Number(zoomed?.["re"])).toBeCloseTo(0, 12);
    expect(Number(zoomed?.["im"])).toBeCloseTo(0.5, 12);
    expect(mandelbrot.check(zoomed ?? {})).toEqual({});
    // A tall area is seen whole.
    expect(picture.zoom?.({ x: 0, y: 0, width: 10, height: 50 })["span"]).toBe("1");
    expect(mandelbrot.check(picture.zoom?.({ x: -9_999, y: 0, width: 9_999, height: 9_999 }) ?? {})).toEqual({});
  });
});
