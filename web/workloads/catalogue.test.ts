import { expect, test } from "vitest";
import { checkDefinition } from "../core/job/job-definition.ts";
import { defaultJobOptions } from "../core/job/job.ts";
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
