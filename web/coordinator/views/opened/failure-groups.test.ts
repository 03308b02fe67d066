import { expect, test } from "vitest";
import type { Result } from "../../../room/results/result.ts";
import { FailureGroups, type FailureSource } from "./failure-groups.ts";

/** Results in the order of their tasks: a message for one that has failed, null for one that is done. */
function resultsOf(messages: readonly (string | null)[]): FailureSource {
  const outcomeOf = (task: number): Result["outcome"] => {
    const message = messages[task] ?? null;
    if (message === null) return { type: "value", value: 1 };
    const error = { name: "Error", message, stack: "" };
    return { type: "failed", error, thrown: message, failure: { task, history: [] } };
  };
  return {
    cursor: () => {
      let place = 0;
      return { next: () => (place < messages.length ? place++ : null) };
    },
    hasFailed: (task) => messages[task] !== null,
    at: (task) => ({ outcome: outcomeOf(task) }),
  };
}

function readAll(messages: readonly (string | null)[]): { groups: FailureGroups; frames: number } {
  const groups = new FailureGroups(resultsOf(messages));
  let frames = 1;
  while (groups.readSome()) frames += 1;
  return { groups, frames };
}

test("failed tasks that threw the same are one group, the largest first, with their tasks", () => {
  const { groups } = readAll(["odd", null, "even", "even", null, "even"]);
  expect(groups.groups()).toEqual([
    { title: "Error: even", count: 3, tasks: [2, 3, 5] },
    { title: "Error: odd", count: 1, tasks: [0] },
  ]);
  expect(groups.resultsRead).toBe(4);
});

test("of a thousand messages fifty are told apart, and the others are counted together, last", () => {
  const { groups } = readAll(Array.from({ length: 1_000 }, (_, task) => `task ${task}`));
  const found = groups.groups();
  expect(found).toHaveLength(51);
  expect(found.at(-1)).toMatchObject({ title: null, count: 950 });
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
});

test("many failures are read over several frames, and no more tasks are kept than can run again", () => {
  const { groups, frames } = readAll(Array.from({ length: 12_000 }, () => "no"));
  expect(frames).toBeGreaterThan(12_000 / 500);
  expect(groups.groups()).toMatchObject([{ count: 12_000 }]);
  expect(groups.groups()[0]?.tasks).toHaveLength(10_000);
});
