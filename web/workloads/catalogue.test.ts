import { expect, test } from "vitest";
import { findWorkload, workloads } from "./catalogue.ts";

test("each workload is found by its id, which URLs can carry as it is", () => {
  for (const workload of workloads) {
    expect(findWorkload(workload.id)).toBe(workload);
    expect(workload.id).toMatch(/^[a-z]+$/);
  }
  expect(new Set(workloads.map(({ id }) => id)).size).toBe(workloads.length);
});

test("what does not ship with Tabpool is not found", () => {
  for (const id of ["", "Squares", "cubes", "__proto__"]) expect(findWorkload(id)).toBeUndefined();
});
