import { expect, test } from "vitest";
import { stuckAsProblem, stuckIn } from "./stuck-on-record.ts";

test("why a job stands still is read as it was written, with lines and digits in it", () => {
  const stuck = { task: 12, reason: "34 inputs\nare gone" };
  expect(stuckIn({ phase: "paused", problem: stuckAsProblem(stuck) })).toEqual(stuck);
});

test("a job that goes on, was paused by a person or did not load stands still for no input", () => {
  const problem = stuckAsProblem({ task: 1, reason: "gone" });
  expect(stuckIn({ phase: "running", problem })).toBeNull();
  expect(stuckIn({ phase: "paused", problem: null })).toBeNull();
  expect(stuckIn({ phase: "paused", problem: { ...problem, name: "SyntaxError" } })).toBeNull();
  expect(stuckIn({ phase: "paused", problem: { ...problem, message: "no task" } })).toBeNull();
});
