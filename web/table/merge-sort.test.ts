import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeSortSteps } from "./merge-sort.ts";
import { atOnce } from "./time-slices.ts";

const key = fc.oneof(fc.nat(3), fc.nat(100_000), fc.integer({ min: 0, max: 0xffff_ffff }));

function positions(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, at) => at);
}

/** Sorted by whole thousands at first, then by what is left. */
function sorted(keys: readonly number[]): readonly number[] {
  const given = { rows: positions(keys.length), keys: Float64Array.from(keys, (of) => Math.floor(of / 1_000)) };
  return Array.from(atOnce(mergeSortSteps(given, (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))));
}

test("rows are sorted by their keys, and equal ones keep their order", () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 5_000, size: "max" }), (keys) => {
      expect(sorted(keys)).toEqual(Array.from(keys.keys()).toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0)));
    }),
    { numRuns: 30 },
  );
});

test.each([0, 1, 1_023, 1_024, 1_025, 2_048, 4_097])("%d rows turned round come back in order", (count) => {
  const keys = Array.from({ length: count }, (_, at) => count - at);
  expect(sorted(keys)).toEqual(Array.from(positions(count).toReversed()));
});

test("a step puts no more than some thousand rows in their place", () => {
  const count = 20_000;
  const rows = positions(count).toReversed();
  let compared = 0;
  let most = 0;
  const steps = mergeSortSteps({ rows, keys: new Float64Array(count) }, (a, b) => {
    compared += 1;
    return a - b;
  });
  const shares: number[] = [];
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) {
    shares.push(step.value);
    most = Math.max(most, compared);
    compared = 0;
  }
  expect(Array.from(step.value)).toEqual(Array.from(positions(count)));
  expect(most).toBeLessThanOrEqual(12 * 1_024);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});
