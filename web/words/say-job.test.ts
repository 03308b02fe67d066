import { expect, expectTypeOf, test } from "vitest";
import { jobs } from "./english/jobs.ts";
import { sayJob } from "./say-job.ts";
import type { JobSaying, JobSentences } from "./job-sayings.ts";

const error = { name: "TimeLimitExceeded", message: "task-too-long limitMs=10000", stack: "" };

const said: readonly (readonly [JobSaying, string])[] = [
  [{ key: "job-empty", name: "a\n.json" }, "a⏎.json is empty"],
  [{ key: "job-empty", name: null }, "The link is empty"],
  [
    { key: "job-file-too-large", name: "a.json", bytes: 65_000_000, most: 64_000_000 },
    "a.json has 65.0 MB; a job’s file has 64.0 MB at most",
  ],
  [
    { key: "job-of-version", name: "a.json", found: "2", known: 1 },
    "a.json is of version 2; this page reads version 1",
  ],
  [
    { key: "link-too-long", length: 40_000, most: 32_000 },
    "The link would have 40,000 characters; beyond 32,000 mail programs and browsers cut them",
  ],
  [
    { key: "place-wrong", problem: { field: "inputs.columns", wrong: { key: "too-many", most: 16, found: 17 } } },
    "inputs.columns must be 16 at most, got 17",
  ],
  [
    { key: "module-view", ids: ["numbers", "tiles"], found: '"pie"' },
    'The module’s view must be numbers or tiles, and is "pie"',
  ],
  [
    { key: "module-without-sandbox", seen: { key: "sandbox-silent" } },
    "There is no sandbox in this page to run the module in: the sandbox did not answer",
  ],
  [
    { key: "module-not-read", names: ["inputs", "unit"], error },
    "The module’s own inputs, unit cannot be read: TimeLimitExceeded: the task took longer than 10000 ms",
  ],
];

test.each(said)("what is wrong with a job is told in a sentence: %j", (saying, sentence) => {
  expect(sayJob(saying)).toBe(sentence);
});

test("a language that lacks one of these sentences does not compile", () => {
  const { "job-empty": sentence, ...others } = jobs;
  expectTypeOf({ ...others, "job-empty": sentence }).toExtend<JobSentences>();
  expectTypeOf(others).not.toExtend<JobSentences>();
});
