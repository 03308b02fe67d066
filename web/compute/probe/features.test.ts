import { expect, test } from "vitest";
import { knownFeatures } from "../../core/job/known-features.ts";
import { memoryHere } from "./features.ts";

test.each([
  [8, 4],
  [16, 4],
  [4, 3],
  [2, 2],
  [1, 1],
  [0.5, 0],
])("a machine with %d GB offers %d of the sizes of memory, from the smallest on", (deviceMemory, count) => {
  const sizes = knownFeatures.filter((feature) => feature.startsWith("memory-"));
  expect(memoryHere({ deviceMemory })).toEqual(sizes.slice(0, count));
});

test("where the browser does not say how much memory there is, it is taken for 1 GB", () => {
  expect(memoryHere({})).toEqual(["memory-1gb"]);
});
