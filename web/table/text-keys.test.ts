import * as fc from "fast-check";
import { expect, test } from "vitest";
import { textSortSteps } from "./text-sort.ts";

function sorted(texts: readonly string[], isDescending = false): readonly string[] {
  const tasks = Uint32Array.from(texts, (_, at) => at);
  const steps = textSortSteps(tasks, (task) => texts[task] ?? "", isDescending);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return Array.from(step.value, (task) => texts[task] ?? "");
}

test.each([
  ["numbers by value", ["-20", "-3", "0.25", "0.5", "7", "10", "1e21"]],
  ["numbers within a text by value", ["9 * 9 = 81", "30 * 30 = 900", "100 * 100 = 10000"]],
  ["numbers at the end of a long text by value", ["the result number 9", "the result number 10"]],
  ["letters without regard to capitals and accents", ["Abel", "éclair", "Edam", "zoo", "Zoo 2"]],
  ["plain numbers before other texts", ["12", "3 apples", "apples"]],
  ["what is longer behind what it begins with", ["task", "task 1", "task 1 is done", "task 1 is done again"]],
  ["letters beyond ASCII behind those of it", ["z", "я", "語"]],
])("texts are sorted with %s", (_, texts) => {
  expect(sorted(texts.toReversed())).toEqual(texts);
  expect(sorted(texts, true)).toEqual(texts.toReversed());
});

test("no text comes last in both directions", () => {
  expect(sorted(["b", "", "a", ""])).toEqual(["a", "b", "", ""]);
  expect(sorted(["b", "", "a", ""], true)).toEqual(["b", "a", "", ""]);
});

test("texts that differ only behind their first 32 bytes stay as they were", () => {
  const beginning = "x".repeat(40);
  expect(sorted([`${beginning}b`, `${beginning}a`])).toEqual([`${beginning}b`, `${beginning}a`]);
});

test("words come in the order of their letters, however many there are and whichever way round", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 3_000, size: "max" }), (words) => {
      const expected = words.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
      expect(sorted(words)).toEqual(expected);
      expect(sorted(words, true)).toEqual(expected.toReversed());
    }),
    { numRuns: 30 },
  );
});
