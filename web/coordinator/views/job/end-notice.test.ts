import { expect, test } from "vitest";
import { jobId } from "../../../core/ids.ts";
import { openJob } from "../testing/open-job.ts";
import { endTold } from "./end-notice.ts";

const running = { ...openJob, phase: "running", elapsedMs: 9_000 } as const;
const done = { ...running, phase: "done", done: 1, failed: 1 } as const;

test("a job that ends is told with what it has come to", () => {
  expect(endTold(running, done)).toEqual({ title: "Job 1 has ended", body: "Twice: 1 done, 1 failed, in 9 s" });
  expect(endTold(running, { ...done, phase: "stopped" })?.title).toBe("Job 1 is stopped");
});

test("a job that is over before it was seen to run is told, too", () => {
  expect(endTold(done, { ...done, id: jobId(2) })?.title).toBe("Job 2 has ended");
  expect(endTold({ ...done, id: jobId(2) }, done)).toBeNull();
});

test("nothing is told of a job that goes on, was over before, was cancelled by a person, or is an earlier one", () => {
  expect(endTold(running, { ...running, phase: "paused" })).toBeNull();
  expect(endTold(done, done)).toBeNull();
  expect(endTold(running, { ...running, phase: "cancelled" })).toBeNull();
  expect(endTold({ ...running, id: jobId(2) }, done)).toBeNull();
  expect(endTold(null, done)).toBeNull();
  expect(endTold(running, null)).toBeNull();
});
