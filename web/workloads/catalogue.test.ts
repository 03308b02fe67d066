import { expect, test } from "vitest";
import { checkDefinition } from "../core/job/job-definition.ts";
import { defaultJobOptions } from "../core/job/job.ts";
import { maxTimeLimitMs } from "../core/wire/limits.ts";
import { findWorkload, workloads } from "./catalogue.ts";
import { inputOf, presetsOf, readField } from "./field.ts";
import { cardSize, type CardShape } from "./workload.ts";

test("each workload is found by its id, which needs no escaping in URLs", () => {
  for (const workload of workloads) {
    expect(findWorkload(workload.id)).toBe(workload);
    expect(workload.id).toMatch(/^[a-z]+$/);
  }
  expect(new Set(workloads.map(({ id }) => id)).size).toBe(workloads.length);
});

test("other ids are not found", () => {
  for (const id of ["", "Squares", "cubes", "__proto__"]) expect(findWorkload(id)).toBeUndefined();
});

test("each preset makes a sound definition, and names fields that the form has", () => {
  for (const workload of workloads) {
    const { id, fields, presets } = workload;
    expect(new Set(presets.map(({ title }) => title)).size, id).toBe(presets.length);
    for (const { title, values } of presets) {
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(values)));
      const whole = { ...presetsOf(fields), ...values };
      expect(workload.check(whole), `${id}: ${title}`).toEqual({});
      expect(() =>
        checkDefinition(workload.createJob(whole, { ...defaultJobOptions, timeLimitMs: "auto" })),
      ).not.toThrow();
      for (const field of fields) {
        const { [field.name]: given } = values;
        if (given !== undefined)
          expect(readField(field, inputOf(given)), `${id}: ${title}`).toMatchObject({ value: given });
      }
    }
  }
});

type Numbers = Readonly<Record<string, number>>;

/** What the longest task takes a laptop, in milliseconds: measured with the largest numbers and networks, one core of 2.6 GHz. */
const laptopMs: Readonly<Record<string, (numbers: Numbers) => number>> = {
  mandelbrot: ({ tile = 0, points = 0, iterations = 0 }) => (tile * points) ** 2 * iterations * 2e-6,
  pathtracer: ({ tile = 0, samples = 0 }) => tile ** 2 * samples * 0.005,
  password: ({ words = 0 }) => words * 2.98e-4,
  pi: ({ darts = 0 }) => darts * 8.7e-6,
  primes: ({ segment = 0 }) => segment * 2.77e-6,
  collatz: ({ segment = 0 }) => segment * 5.93e-4,
  islands: ({ tries = 0 }) => tries * 65,
  hyperparameters: ({ epochs = 0 }) => epochs * 0.152,
};

test.each(Object.entries(laptopMs))(
  "each field's largest value gives the tasks of %s ten times what a laptop needs for them",
  (id, msOf) => {
    const workload = findWorkload(id);
    if (workload === undefined) throw new Error(`no workload ${id}`);
    const numbers = workload.fields.filter((field) => field.kind === "number");
    const presets = Object.fromEntries(numbers.map(({ name, preset }) => [name, preset]));
    const largest = numbers.map(({ name, largest: most }) => [name, most] as const);
    const limits: number[] = [];
    for (const changed of [...largest.map((one) => [one]), largest]) {
      const chosen = { ...presets, ...Object.fromEntries(changed) };
      const values = { ...presetsOf(workload.fields), ...chosen };
      if (Object.keys(workload.check(values)).length > 0) continue;
      const { options } = workload.createJob(values, { ...defaultJobOptions, timeLimitMs: "auto" });
      expect(options.timeLimitMs, `${id} ${JSON.stringify(chosen)}`).toBeGreaterThanOrEqual(10 * msOf(chosen));
      limits.push(options.timeLimitMs);
    }
    expect(Math.max(...limits)).toBeGreaterThan(defaultJobOptions.timeLimitMs);
    expect(Math.max(...limits)).toBeLessThanOrEqual(maxTimeLimitMs);
  },
);

/** Where the pieces of a path begin. */
function startsOf({ path }: CardShape): [number, number][] {
  return Array.from(path.matchAll(/M(-?[\d.]+) (-?[\d.]+)/g), ([, x, y]) => [Number(x), Number(y)]);
}

test("each card says in a sentence what is computed and what it teaches, and its picture begins within its place", () => {
  for (const { explanation, card } of workloads) {
    for (const sentence of [explanation, card.lesson]) expect(sentence).toMatch(/^[A-Z].{20,160}\.$/);
    expect(card.effort).toMatch(/^.{5,50}$/);
    const shapes = card.picture();
    expect(new Set(shapes.map(({ path }) => path)).size).toBe(shapes.length);
    const starts = shapes.flatMap(startsOf);
    expect(starts.length).toBeGreaterThan(3);
    for (const [x, y] of starts) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(cardSize.width);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(cardSize.height);
    }
  }
});

test("each form makes a sound definition of what it is filled with at first, and says where each refused part comes from", () => {
  for (const workload of workloads) {
    const { fields } = workload;
    const presets = presetsOf(fields);
    expect(workload.check(presets)).toEqual({});
    expect(() =>
      checkDefinition(workload.createJob(presets, { ...defaultJobOptions, timeLimitMs: "auto" })),
    ).not.toThrow();
    const names = fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(Object.values(workload.originsOf?.(presets) ?? {})));
  }
});
