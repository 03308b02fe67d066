import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { isFields } from "../../core/fields.ts";
import { Done, task, inputsOf, jobOf, loadProgram, numberAt, problemsOf, valuesOf } from "../testing/load-program.ts";
import { crackerOf } from "./password.task.js";
import { password } from "./password.ts";

const small = "abcdefghijklmnopqrstuvwxyz";
const all = `${small}${small.toUpperCase()}0123456789`;

/** The number of a word among all words of the alphabet, shorter ones first. */
function numberOf(word: string, alphabet: string): number {
  let number = 0;
  for (const letter of word) number = number * alphabet.length + alphabet.indexOf(letter) + 1;
  return number - 1;
}

/** What a task gives, at any speed. */
function result(tried: number, word: string | null): object {
  return { tried, word, value: expect.any(Number) };
}

const words = fc.string({ unit: fc.constantFrom(...all.split("")), minLength: 1, maxLength: 8 });

test("any word is found by the hash that node:crypto makes of it: at its place, and only there", () => {
  fc.assert(
    fc.property(words, fc.nat({ max: 40 }), (word, before) => {
      const hash = createHash("sha256").update(word).digest("hex");
      const crack = crackerOf({ hash, alphabet: all });
      const place = numberOf(word, all);
      const first = Math.max(0, place - before);
      expect(crack([first, place + 9], task)).toEqual(new Done(result(place - first + 1, word)));
      expect(crack([place + 1, place + 50], task)).toEqual(result(50, null));
      if (place > 0) expect(crack([first, place - 1], task)).toEqual(result(place - first, null));
    }),
    { numRuns: 1_000 },
  );
});

describe("the tasks", () => {
  test("try each word of the alphabet once, and find each", async () => {
    const alphabet = "0123456789";
    const seen = new Set<string>();
    for (const word of ["0", "9", "00", "09", "10", "99", "000", "500", "999"]) {
      const job = jobOf(password, { word, alphabet: "digits", longest: 3, words: 1_000 });
      expect(inputsOf(job)).toEqual([
        [0, 999, 10],
        [1_000, 1_109, 10],
      ]);
      const found = (await valuesOf(job)).find((value) => value instanceof Done);
      const value = found instanceof Done ? found.value : null;
      expect(isFields(value) && value["word"]).toBe(word);
      expect(numberAt(value, "tried")).toBe((numberOf(word, alphabet) % 1_000) + 1);
      seen.add(word);
    }
    expect(seen.size).toBe(9);
  });

  test("end with the last word", async () => {
    const { compute, reduce } = await loadProgram(
      jobOf(password, { word: "0", alphabet: "digits", longest: 3, words: 1_000 }),
    );
    const last = compute([1_000, 1_109]);
    expect(last).toEqual(result(110, null));
    expect(reduce([{ tried: 1_000, word: "0" }, last])).toEqual({ tried: 1_110, word: "0" });
  });

  test("are as many as all words take", () => {
    expect(inputsOf(jobOf(password, { word: "ab", longest: 2, words: 1_000 }))).toEqual([[0, 701, 26]]);
    expect(inputsOf(jobOf(password, { word: "ab", longest: 3, words: 1_000 }))).toHaveLength(19);
    expect(describerOf(jobOf(password).view).describeTask([0, 999])).toBe("hashes of the words number 0 to 999");
  });
});

test("the speed of a task is in hashes a second", () => {
  const crack = crackerOf({ hash: "0".repeat(64), alphabet: all });
  const startedAt = performance.now();
  const value = numberAt(crack([0, 99_999], task), "value");
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(value).toBeGreaterThanOrEqual(Math.round(100_000 / seconds));
  expect(value).toBeLessThan(1e9);
});

describe("the form", () => {
  test("sends the hash alone", () => {
    const job = jobOf(password, { word: "q3zv", alphabet: "both" });
    expect(JSON.stringify(job)).not.toContain("q3zv");
    expect(job.program.source).toContain(createHash("sha256").update("q3zv").digest("hex"));
  });

  test("names a letter outside the alphabet, a word that is too long, and tasks that are too many", () => {
    expect(problemsOf(password, { word: "tigär" })).toEqual({ word: "“ä” is none of: small letters." });
    expect(problemsOf(password, { word: "Tiger" })).toEqual({ word: "“T” is none of: small letters." });
    expect(problemsOf(password, { word: "Tiger", alphabet: "all" })).toEqual({});
    expect(problemsOf(password, { word: "tigers" })).toEqual({
      longest: "The password has 6 letters: it would not be found.",
    });
    expect(problemsOf(password, { longest: 7, words: 1_000 })).toEqual({
      words: "Makes more than 100,000 tasks: must be at least 83,531.",
    });
  });
});
