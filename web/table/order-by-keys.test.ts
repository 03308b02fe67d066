import * as fc from "fast-check";
import { expect, test } from "vitest";
import { orderSteps } from "./order-by-keys.ts";
import { SortKeys, type SortKey } from "./sort-keys.ts";

/** Takes all steps, whose yields must ascend up to the number of rows. */
function ordered(given: readonly SortKey[], isDescending: boolean): readonly number[] {
  const keys = new SortKeys(given.length, isDescending);
  for (const key of given) keys.add(key);
  const rows = Uint32Array.from(given.keys());
  let most = 0;
  for (const done of orderSteps(keys, rows)) {
    expect(done).toBeGreaterThanOrEqual(most);
    most = done;
  }
  expect(most).toBeLessThanOrEqual(given.length);
  return Array.from(rows);
}

/** Numbers, then texts, or the other way round; null last. */
function compare(a: SortKey, b: SortKey, isDescending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const up =
    typeof a === "number" && typeof b === "number"
      ? a - b
      : typeof a === typeof b
        ? a < b
          ? -1
          : Number(a > b)
        : typeof a === "number"
          ? -1
          : 1;
  return isDescending ? -up : up;
}

const letters = fc.constantFrom("\u0000", "a", "b", "~", "ж", "語", "\ud83d");
const key = fc.oneof(
  fc.constant(null),
  fc.nat(5),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: letters, minLength: 1, maxLength: 40 }),
  fc.string({ unit: letters, maxLength: 2 }).map((end) => `${"what all of them begin with ".repeat(3)}${end}`),
);

test.each([20, 5_000])("up to %d keys come in the order of a plain sort, equal ones as they were", (maxLength) => {
  fc.assert(
    fc.property(fc.array(key, { maxLength, size: "max" }), fc.boolean(), (keys, isDescending) => {
      const expected = Array.from(keys.keys()).toSorted((a, b) =>
        compare(keys[a] ?? null, keys[b] ?? null, isDescending),
      );
      expect(ordered(keys, isDescending)).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});
