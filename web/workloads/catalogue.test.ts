import { expect, test } from "vitest";
import { findWorkload, workloads } from "./catalogue.ts";

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
