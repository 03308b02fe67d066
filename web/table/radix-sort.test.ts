import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeSortSteps } from "./merge-sort.ts";
import { radixSortSteps } from "./radix-sort.ts";

const word = fc.oneof(fc.nat(3), fc.nat(100_000), fc.integer({ min: 0, max: 0xffff_ffff }));
const keys = fc.array(word, { maxLength: 5_000, size: "max" }).map((words) => Uint32Array.from(words));

function positions(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => at);
}

function sorted(words: Uint32Array): readonly number[] {
  return Array.from(words.keys()).toSorted((a, b) => (words[a] ?? 0) - (words[b] ?? 0) || a - b);
}

test("a radix sort puts words in their order and leaves equal ones in theirs", () => {
  fc.assert(
    fc.property(keys, (words) => {
      const steps = radixSortSteps(words, positions(words.length));
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      expect(Array.from(step.value)).toEqual(sorted(words));
    }),
    { numRuns: 30 },
  );
});

test("a merge sort does the same in place", () => {
  fc.assert(
    fc.property(keys, (words) => {
      const items = positions(words.length);
      const steps = mergeSortSteps(items, (a, b) => (words[a] ?? 0) - (words[b] ?? 0));
      while (steps.next().done !== true);
      expect(Array.from(items)).toEqual(sorted(words));
    }),
    { numRuns: 30 },
  );
});
