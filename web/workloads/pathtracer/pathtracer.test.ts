import { describe, expect, test } from "vitest";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { taskRandom } from "../../core/job/task-random.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import type { ImagePicture } from "../image-picture.ts";
import { pathtracer } from "./pathtracer.ts";

const presets = presetsOf(pathtracer.fields);

function definitionOf(values: FieldValues) {
  return checkDefinition(
    pathtracer.createJob({ ...presets, ...values }, { ...defaultJobOptions, timeLimitMs: "auto" }),
  );
}

function open(values: FieldValues): { readonly inputs: ReturnType<typeof openInputs>; readonly picture: ImagePicture } {
  const inputs = openInputs(definitionOf(values).inputs);
  const picture = pathtracer.picture?.open(inputs) ?? null;
  if (picture === null) throw new Error("the picture refuses its own inputs");
  return { inputs, picture };
}

interface Kernel {
  readonly default: (tile: unknown, task: { random: () => number }) => Float32Array;
  readonly addLight: (scene: unknown, ray: Float64Array, random: () => number, light: Float64Array) => void;
}

function isKernel(module: unknown): module is Kernel {
  return typeof module === "object" && module !== null && "default" in module && "addLight" in module;
}

async function loadKernel(): Promise<Kernel> {
  const { source } = definitionOf({}).program;
  const module: unknown = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`);
  if (!isKernel(module)) throw new Error("no kernel");
  return module;
}

const nothing = [0, 0, 0];
const white = [1, 1, 1];

/** The light that comes along the ray, in its first colour: mean over paths, and how far that may be from the truth (standard error). */
async function lightOf(scene: object, ray: readonly number[], seed: number, paths = 4_000) {
  const { addLight } = await loadKernel();
  const random = taskRandom(seed, 0);
  let [sum, squares] = [0, 0];
  for (let path = 0; path < paths; path += 1) {
    const light = new Float64Array(3);
    addLight({ balls: [], walls: [], sky: nothing, ...scene }, Float64Array.from(ray), random, light);
    const found = light[0] ?? 0;
    sum += found;
    squares += found * found;
  }
  const mean = sum / paths;
  return { mean, error: Math.sqrt(Math.max(0, squares / paths - mean * mean) / paths) };
}

const floor = { kind: "matt", colour: [0.6, 0.6, 0.6], axis: 1, at: 0, faces: 1 };

/** Seeds of which none may be far off: four standard errors are exceeded once in 16,000 times. */
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe("the function", () => {
  test.each(seeds)("finds the light of a lamp on a floor that the formula has, with seed %i", async (seed) => {
    const lamp = { kind: "matt", colour: nothing, centre: [1, 2, 0], radius: 0.5, emits: [10, 10, 10] };
    // Looks down on the origin. A ball's light at distance d: emitted · (r/d)² · cosine, and of that the floor's part.
    const { mean, error } = await lightOf({ balls: [lamp], walls: [floor] }, [0, 1, 0, 0, -1, 0], seed);
    expect(Math.abs(mean - 0.6 * 10 * (0.25 / 5) * (2 / Math.sqrt(5)))).toBeLessThan(4 * error + 1e-9);
    expect(error).toBeLessThan(0.01);
  });

  test.each(seeds)(
    "finds a matt ball below an even sky as bright as the part that it sends on, with seed %i",
    async (seed) => {
      const ball = { kind: "matt", colour: [0.7, 0.7, 0.7], centre: [0, -10, 0], radius: 9 };
      expect((await lightOf({ balls: [ball], sky: [2, 2, 2] }, [0, 5, 0, 0, -1, 0], seed, 200)).mean).toBeCloseTo(
        1.4,
        9,
      );
      // Between two endless walls nothing gets in.
      const ceiling = { kind: "matt", colour: [0.5, 0.5, 0.5], axis: 1, at: 1, faces: -1 };
      const between = await lightOf({ walls: [floor, ceiling] }, [0, 0.5, 0, 0, -1, 0], seed, 200);
      expect(between).toEqual({ mean: 0, error: 0 });
    },
  );

  test("sends light from wall to wall as often as it goes: the sum of all bounces between two endless ones", async () => {
    // Both see the lamp at equal steepness from the middle; what the second bounce adds is less than all of the first.
    const ceiling = { kind: "matt", colour: [0.6, 0.6, 0.6], axis: 1, at: 4, faces: -1 };
    const lamp = { kind: "matt", colour: nothing, centre: [0, 2, 0], radius: 0.4, emits: [10, 10, 10] };
    const ray = [3, 2, 0, 0, -1, 0];
    const once = await lightOf({ balls: [lamp], walls: [floor] }, ray, 1, 20_000);
    const often = await lightOf({ balls: [lamp], walls: [floor, ceiling] }, ray, 1, 20_000);
    expect(often.mean - once.mean).toBeGreaterThan(4 * (often.error + once.error));
    expect(often.mean).toBeLessThan(once.mean / (1 - 0.6) + 4 * often.error);
  });

  test.each(seeds)(
    "loses and makes no light where nothing takes any: a white room below a white sky, with seed %i",
    async (seed) => {
      const balls = [
        { kind: "glass", colour: white, centre: [0, 1, 0], radius: 1 },
        { kind: "mirror", colour: white, centre: [2, 1, 0], radius: 0.9 },
        { kind: "matt", colour: white, centre: [-2, 1, 0], radius: 0.9 },
      ];
      const walls = [{ ...floor, colour: white }];
      for (const towards of [-0.5, 0, 0.5]) {
        const length = Math.hypot(towards, 0.1, 1);
        const ray = [0, 1.5, 6, towards / length, -0.1 / length, -1 / length];
        const { mean } = await lightOf({ balls, walls, sky: white }, ray, seed, 1_000);
        // A path in glass may be longer than is followed.
        expect(mean).toBeGreaterThan(0.99);
        expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      }
    },
  );

  test("draws the same tile again from the task's own random numbers, and another with others", async () => {
    const { default: renderTile } = await loadKernel();
    const tile = { x: 300, y: 200, width: 16, height: 12, of: [640, 360], samples: 2 };
    const once = renderTile(tile, { random: taskRandom(7, 3) });
    expect(once).toHaveLength(3 * 16 * 12);
    expect(once.every((light) => light >= 0 && light < Infinity)).toBe(true);
    expect(renderTile(tile, { random: taskRandom(7, 3) })).toEqual(once);
    expect(renderTile(tile, { random: taskRandom(7, 4) })).not.toEqual(once);
  });
});

describe("the passes", () => {
  test("come one after the other, each over the whole picture", () => {
    const { inputs, picture } = open({ width: 30, height: 20, tile: 16, passes: 3 });
    expect(inputs.total).toBe(12);
    for (let pass = 0; pass < 3; pass += 1) {
      const tasks = [0, 1, 2, 3].map((tile) => 4 * pass + tile);
      for (const task of tasks) expect(inputs.at(task)).toMatchObject({ pass, samples: 4, of: [30, 20] });
      const pixels = tasks
        .map((task) => picture.placeOf(task))
        .map((place) => (place?.width ?? 0) * (place?.height ?? 0));
      expect(pixels.reduce((sum, count) => sum + count, 0)).toBe(600);
    }
  });

  test.each([
    [{ width: 4_000, height: 4_000, passes: 10 }, "passes", "at most 5 for this size"],
    [
      { width: 640, height: 360, passes: 100, tile: 8 },
      "tile",
      "Makes 360,000 tasks, more than 40,000: make the tiles larger.",
    ],
  ])("are refused where %o would be too much, with what is allowed", (values, field, words) => {
    const { [field]: said } = pathtracer.check({ ...presets, ...values });
    expect(said).toContain(words);
  });
});

/** A tile that is as bright everywhere. */
function evenLight(amount: number): Float32Array {
  return new Float32Array(192).fill(amount);
}

describe("the picture", () => {
  const whole = { width: 8, height: 8, tile: 8, passes: 3 };

  test("is the mean of the passes at each place, in whatever order they come", () => {
    const { picture } = open(whole);
    const drawn = (amounts: readonly number[]): number | undefined => {
      const read = picture.startReading();
      const pixels = amounts.map((amount, task) => read(task, evenLight(amount)));
      const last = pixels.at(-1);
      if (last?.type !== "value") throw new Error("refused");
      expect(new Set(last.value.filter((_, at) => at % 4 !== 3)).size).toBe(1);
      return last.value[0];
    };
    expect(drawn([0.1, 0.4, 0.1])).toBe(drawn([0.2]));
    expect(drawn([0.1, 0.1, 0.4])).toBe(drawn([0.2]));
    expect([drawn([0]), drawn([100])]).toEqual([0, 255]);
  });

  test("is spoiled by no single pass, however bright that is", () => {
    const passes = 100;
    const { picture } = open({ ...whole, passes });
    const read = picture.startReading();
    for (let task = 1; task < passes; task += 1) read(task, evenLight(0.1));
    const last = read(0, evenLight(3e38));
    if (last.type !== "value") throw new Error("refused");
    const [grey] = last.value;
    // As of a hundredth of 22 beside 99 of 0.1.
    const even = open({ ...whole, passes: 1 }).picture.startReading()(0, evenLight(0.319));
    expect(even.type === "value" ? even.value[0] : null).toBe(grey);
  });

  test.each([
    ["a list of another length", new Float32Array(191), "it has 191 numbers where 8 × 8 pixels of three belong"],
    [
      "no number",
      evenLight(1).fill(Number.NaN, 5, 6),
      "it has pixels that are no light: less than nothing, endless, or no number",
    ],
    ["less than nothing", evenLight(-1), "it has pixels that are no light: less than nothing, endless, or no number"],
    ["endless light", evenLight(Infinity), "it has pixels that are no light: less than nothing, endless, or no number"],
    ["other numbers", new Float64Array(192), "it is no list of numbers of 32 bits"],
  ])("refuses %s with the reason, and stays as it was", (_, value, reason) => {
    const { picture } = open(whole);
    const read = picture.startReading();
    const before = read(0, evenLight(0.2));
    expect(read(1, value)).toEqual({ type: "problem", problem: reason });
    expect(picture.findWrong(1, value)).toBe(reason);
    expect(picture.findWrong(1, evenLight(0.2))).toBeNull();
    expect(read(2, evenLight(0.2))).toEqual(before);
  });

  test("is none for inputs of another job", () => {
    for (const values of [[], [1], [{ of: [0, 8] }]]) {
      expect(pathtracer.picture?.open(openInputs({ type: "list", values }))).toBeNull();
    }
  });
});
