import { expect, test } from "vitest";
import { describeFailure, hunt, plantedBugs, scenarioFor } from "../testing/simulation.ts";
import { knownSeeds } from "./known-seeds.ts";

test("each planted bug has a name of its own", () => {
  expect(new Set(plantedBugs.map((bug) => bug.name)).size).toBe(plantedBugs.length);
});

test("each known seed is that of a planted bug, and one of the first 1,000", () => {
  const names = new Set(plantedBugs.map((bug) => bug.name));
  for (const [name, seed] of knownSeeds) {
    expect(names).toContain(name);
    expect(seed).toBeLessThanOrEqual(1_000);
  }
});

test.each(plantedBugs)("the simulation finds within 1,000 seeds: $name", { timeout: 300_000 }, async (bug) => {
  expect(await hunt(bug, 1_000, knownSeeds.get(bug.name))).not.toBeNull();
});

test("a failing seed is told as a short story with the command that repeats it", { timeout: 120_000 }, async () => {
  const bug = plantedBugs.find(({ name }) => name === "a superseded coordinator may still write");
  const seed = bug === undefined ? 0 : ((await hunt(bug, 1_000, knownSeeds.get(bug.name)))?.seed ?? 0);
  const story = bug === undefined ? [] : await describeFailure(seed, bug.plant);
  const faults = story.filter((line) => line.includes("(who"));
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.length).toBeLessThan(scenarioFor(seed).faults.length);
  expect(faults.some((line) => line.includes("second coordinator"))).toBe(true);
  expect(story.at(-1)).toBe(`again: npm run simulate -- --seed ${seed}`);
});
