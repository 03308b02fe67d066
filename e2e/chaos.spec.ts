import type { Scale } from "./chaos/plan.ts";
import { runChaos } from "./chaos/run.ts";
import { expect, test } from "./fixtures.ts";

const seed = 7;

const oneOfEach: Scale = {
  lengthMs: 9_000,
  volunteers: 5,
  house: { "signaling-restarted": 1, "coordinator-reloaded": 1, "coordinator-killed": 1 },
  crowd: {
    "tab-closed": 1,
    "renderer-killed": 1,
    "renderer-crashed": 1,
    "renderers-stopped": 1,
    "frame-removed": 1,
    "frame-killed": 1,
  },
  longestStopMs: 4_000,
};

const job = { count: 240, shortestSleepSeconds: 0, longestSleepSeconds: 2, slots: 4, recoveryMs: 60_000 };

test("a job survives one of each fault, and every result is there once and right [P1] [P2] [P3] [P7]", async ({
  browser,
  server,
}) => {
  test.setTimeout(120_000);
  const story: string[] = [];
  const verdict = await runChaos({ browser, server }, seed, oneOfEach, job, (line) => story.push(line));
  expect(verdict.complaints, story.join("\n")).toEqual([]);
  expect(verdict.results).toBe(job.count);
});
