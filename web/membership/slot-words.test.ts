import { expect, test } from "vitest";
import type { FindDescriber } from "../core/job/job-describer.ts";
import { packAll } from "../core/values/packed.ts";
import { squares } from "../workloads/squares.ts";
import { jobTitle, taskInWords } from "./slot-words.ts";

const findDescriber: FindDescriber = (workload) => (workload === "squares" ? squares : null);

test("a known workload's task is told by its input", () => {
  const inputs = packAll([
    [2, 0],
    [8399, 1.5],
  ]);
  expect(taskInWords(findDescriber, "squares", { task: 17, inputs, at: 1 })).toBe("8399 * 8399");
});

test.each([
  ["of an unknown workload", "something else", [2, 0], "17 of something else"],
  ["whose input takes long to read", "squares", "x".repeat(5_000), "17 of Squares (input of 5.0 kB)"],
  ["whose input is of no kind that people read", "squares", new Date(0), "17 of Squares"],
])("a task %s is told by its number and its job's title", (_, jobName, input, words) => {
  expect(taskInWords(findDescriber, jobName, { task: 17, inputs: packAll([input]), at: 0 })).toBe(words);
});

test("of an input that is long to read the beginning is told, and its length", () => {
  const words = taskInWords(findDescriber, "squares", { task: 17, inputs: packAll(["y".repeat(900)]), at: 0 });
  // In quotation marks, as the input is a text.
  expect(words).toBe(`"${"y".repeat(300)}… (900 characters)"`);
});

test("a job has its workload's title, and one of no known workload its own name, cut where it is long", () => {
  expect(jobTitle(findDescriber, "squares")).toBe("Squares");
  expect(jobTitle(findDescriber, "primes below a million")).toBe("primes below a million");
  expect(jobTitle(findDescriber, "n".repeat(700))).toBe(`${"n".repeat(300)}… (700 characters)`);
});
