import * as fc from "fast-check";
import { expect, test } from "vitest";
import { IndexSeries } from "./index-series.ts";

function partsOf(numbers: Iterable<readonly [task: number, number: number]>) {
  const series = new IndexSeries();
  for (const [task, number] of numbers) series.add(task, number);
  return series.parts();
}

test("few tasks have a part each, in their order, whatever order they come in", () => {
  expect(
    partsOf([
      [7, 70],
      [2, 20],
    ]),
  ).toEqual([
    { from: 2, width: 1, least: 20, most: 20, mean: 20 },
    { from: 7, width: 1, least: 70, most: 70, mean: 70 },
  ]);
});

test("of a million tasks two thousand numbers make at most a thousand parts, which say least, mean and most", () => {
  const parts = partsOf(Array.from({ length: 2_000 }, (_, nth) => [nth * 500, nth % 2] as const));
  expect(parts.length).toBeLessThanOrEqual(1_024);
  expect(parts[0]).toEqual({ from: 0, width: 1_024, least: 0, most: 1, mean: 1 / 3 });
});

test("each part is what its numbers are, in whatever order they came", () => {
  const numbers = fc.uniqueArray(fc.tuple(fc.nat({ max: 20_000 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })), {
    selector: ([task]) => task,
    minLength: 1,
  });
  fc.assert(
    fc.property(numbers, (added) => {
      const parts = partsOf(added);
      let found = 0;
      for (const { from, width, least, most, mean } of parts) {
        const within = added.filter(([task]) => task >= from && task < from + width).map(([, number]) => number);
        found += within.length;
        expect(least).toBe(Math.min(...within));
        expect(most).toBe(Math.max(...within));
        expect(mean).toBeCloseTo(within.reduce((sum, number) => sum + number, 0) / within.length, 3);
      }
      expect(found).toBe(added.length);
    }),
  );
});
