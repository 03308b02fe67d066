import { expect, test } from "vitest";
import { openJob } from "../testing/open-job.ts";
import { phaseWords } from "./job-progress.tsx";

test("a job that stands still for an input says at which task, and why", () => {
  const stuck = { task: 1_234, reason: "the disk is locked" };
  expect(phaseWords({ ...openJob, phase: "paused", stuck })).toMatch(
    /^Job 1: paused after .*; input 1,234 cannot be had: the disk is locked$/,
  );
});
