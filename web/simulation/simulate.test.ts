import { expect, test } from "vitest";
import { nothingInjected, scenarioFor, simulate, simulateSeed } from "./testing/simulation.ts";

test("the same seed gives the same hash of all that happens, another seed another", { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const { hash } = await simulateSeed(seed);
    expect((await simulateSeed(seed)).hash).toBe(hash);
    expect((await simulateSeed(seed + 1)).hash).not.toBe(hash);
  }
});

test("without faults each task of the first job is on record within its first hour", async () => {
  const scenario = { ...scenarioFor(5), faults: [], tabs: [2, 2] };
  const report = await simulate(scenario, nothingInjected, 20_000);
  expect(report.broken).toEqual([]);
  const [job] = scenario.jobs;
  const recorded = report.story.filter((line) => / recorded (?:done|failed) /.test(line));
  expect(recorded.length).toBeGreaterThanOrEqual(job?.total ?? Number.POSITIVE_INFINITY);
});
