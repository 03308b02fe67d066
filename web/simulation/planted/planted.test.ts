import { expect, test } from "vitest";
import { scenarioFor } from "../scenario.ts";
import { storyOf } from "../story.ts";
import { hunt, plantedBugs } from "./planted-table.ts";

test("there are at least twenty planted bugs, each with its own name", () => {
  expect(new Set(plantedBugs.map((bug) => bug.name)).size).toBe(plantedBugs.length);
  expect(plantedBugs.length).toBeGreaterThanOrEqual(20);
});

test.each(plantedBugs)("the simulation finds within 1,000 seeds: $name", { timeout: 60_000 }, (bug) => {
  expect(hunt(bug, 1_000)).not.toBeNull();
});

test("a failing seed is told as a short story with the command that repeats it", () => {
  const bug = plantedBugs.find(({ name }) => name === "a superseded coordinator may still write");
  const seed = bug === undefined ? 0 : (hunt(bug, 1_000)?.seed ?? 0);
  const story = bug === undefined ? [] : storyOf(seed, bug.plant);
  const faults = story.filter((line) => line.includes("(who"));
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.length).toBeLessThan(scenarioFor(seed).faults.length);
  expect(faults.some((line) => line.includes("second coordinator"))).toBe(true);
  expect(story.at(-1)).toBe(`again: npm run simulate -- --seed ${seed}`);
});
