import { expect, test } from "vitest";
import { openGuessReader } from "./guess-reader.ts";
import type { ReadResult } from "./result-reader.ts";

function read(results: readonly Partial<ReadResult>[]) {
  const tasks = results.keys();
  const reader = openGuessReader({
    cursor: () => ({ next: () => tasks.next().value ?? null }),
    at: (task) => ({
      outcome: { type: "failed" },
      volunteer: "laptop",
      startedMs: 1_000 * task,
      runtimeMs: 500,
      ...results[task],
    }),
  });
  reader.readSome();
  return reader.soFar;
}

function told(tried: unknown, word: unknown = null, volunteer = "laptop"): Partial<ReadResult> {
  return { volunteer, outcome: { type: "value", value: { tried, word, value: 9 } } };
}

test("words are added up for each volunteer, and who has found the password is known", () => {
  const soFar = read([told(100), told(40, null, "phone"), told(7, "cab"), told(3, "other")]);
  expect(soFar).toEqual({
    tried: 150,
    triedBy: new Map([
      ["laptop", 110],
      ["phone", 40],
    ]),
    lastMs: 3_500,
    found: { word: "cab", volunteer: "laptop" },
    failed: 0,
    refused: 0,
    firstRefusal: null,
  });
});

test("a volunteer that claims what no task can have tried adds nothing, and is named", () => {
  const wrong = [0, -1, 1.5, Number.NaN, 1e11, "9", undefined].map((tried) => told(tried, null, "liar"));
  const soFar = read([told(100), ...wrong, told(5, 7), {}]);
  expect(soFar).toMatchObject({ tried: 100, refused: 8, failed: 1, found: null });
  expect(soFar.firstRefusal).toEqual({
    task: 1,
    volunteer: "liar",
    reason: "it is no count of words that were tried",
  });
});
