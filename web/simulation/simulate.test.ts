import { expect, test } from "vitest";
import { scenarioFor } from "./scenario.ts";
import { soundSeams } from "./seams.ts";
import { simulate, simulateSeed } from "./simulate.ts";
import { storyOf } from "./story.ts";

const seeds = 2_000;

test("the same seed gives the same hash of all that happens, another seed another", { timeout: 60_000 }, () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    expect(simulateSeed(seed).hash).toBe(simulateSeed(seed).hash);
    expect(simulateSeed(seed).hash).not.toBe(simulateSeed(seed + 1).hash);
  }
});

test("a simulated hour at least is in every seed", { timeout: 60_000 }, () => {
  for (let seed = 1; seed <= 5; seed += 1) expect(simulateSeed(seed).hours).toBeGreaterThanOrEqual(1);
});

test(
  `[P1] [P2] [P3] [P4] [P5] [P6] [P7] all promises are kept over ${seeds} seeds of faults`,
  { timeout: 60_000 },
  () => {
    for (let seed = 1; seed <= seeds; seed += 1) {
      const { broken } = simulateSeed(seed);
      if (broken.length > 0) throw new Error(storyOf(seed, () => soundSeams).join("\n"));
    }
  },
);

test("without faults the first job ends in its first hour", () => {
  const scenario = { ...scenarioFor(5), faults: [], tabs: [2, 2] };
  const report = simulate(scenario, soundSeams, 2_000);
  expect(report.broken).toEqual([]);
  expect(report.story.some((line) => line.includes("recorded done"))).toBe(true);
});
