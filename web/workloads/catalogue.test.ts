import { expect, test } from "vitest";
import { checkDefinition } from "../core/job/job-definition.ts";
import { defaultJobOptions } from "../core/job/job.ts";
import { findWorkload, workloads } from "./catalogue.ts";
import { presetsOf } from "./field.ts";

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
