import { expect, test } from "vitest";
import { jobIcon } from "./job-icon.ts";
import { openJob } from "./testing/open-job.ts";

const running = { ...openJob, phase: "running", isSealed: true, total: 40, done: 0, pending: 40 } as const;

test("the icon is the page's own before any job, and a ring that goes on in twentieths while one runs", () => {
  expect(jobIcon(null)).toBeNull();
  const begun = jobIcon(running);
  expect(begun).not.toContain("dasharray");
  expect(jobIcon({ ...running, done: 1 })).toBe(begun);
  expect(jobIcon({ ...running, done: 10 })).toContain('stroke-dasharray="5 20"');
  expect(jobIcon({ ...running, done: 10, failed: 10 })).toContain('stroke-dasharray="10 20"');
  expect(jobIcon({ ...running, done: 10, phase: "paused" })).not.toBe(jobIcon({ ...running, done: 10 }));
});

test("a job that ends has a sign, which is not the same for one with failures, one that failed whole, and one that was cancelled", () => {
  const signs = [
    jobIcon({ ...running, phase: "done", done: 40 }),
    jobIcon({ ...running, phase: "done", done: 39, failed: 1 }),
    jobIcon({ ...running, phase: "done", failed: 40 }),
    jobIcon({ ...running, phase: "cancelled", done: 3 }),
  ];
  expect(new Set(signs).size).toBe(4);
});
