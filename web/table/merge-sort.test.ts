import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeSortSteps } from "./merge-sort.ts";
import { rowsAStep } from "./queryable.ts";
import { atOnce } from "../core/time-slices.ts";

test.each([0, 1, rowsAStep - 1, rowsAStep, rowsAStep + 1, 3 * rowsAStep + 1])("%d numbers are sorted", (count) => {
  const number = fc.oneof(fc.nat(3), fc.double({ noNaN: true }));
  fc.assert(
    fc.property(fc.infiniteStream(number), fc.nat(20), (stream, repeated) => {
      const some = Float64Array.from({ length: repeated + 1 }, () => stream.next().value);
      const numbers = Float64Array.from({ length: count }, (_, at) => (some[at % some.length] ?? 0) + (at % 7));
      expect(atOnce(mergeSortSteps(numbers.slice()))).toEqual(numbers.toSorted());
    }),
    { numRuns: 5 },
  );
});
