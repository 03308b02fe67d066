import { expect, test } from "vitest";
import { jobId } from "../core/ids.ts";
import { packAll } from "../core/values/packed.ts";
import { taskInWords } from "./slot-words.ts";

const job = jobId(3);

test("a known workload's task is told by its input", () => {
  const inputs = packAll([
    [2, 0],
    [8399, 1.5],
  ]);
  expect(taskInWords("squares", { job, task: 17, inputs, at: 1 })).toBe("8399 * 8399");
});

test.each([
  ["of an unknown workload", "something else", [2, 0]],
  ["whose input is too long for words", "squares", "x".repeat(5_000)],
  ["whose input is of no kind that people read", "squares", new Date(0)],
])("a task %s is told by its number", (_, jobName, input) => {
  expect(taskInWords(jobName, { job, task: 17, inputs: packAll([input]), at: 0 })).toBe("17 of job 3");
});
