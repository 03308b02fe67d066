import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ScatterSeries } from "./scatter-series.ts";

test("dots stand from left to right", () => {
  const series = new ScatterSeries();
  for (const [task, x] of [3, -1, 2, 2].entries()) series.add(task, { x, y: task });
  expect(series.dots()).toEqual([
    { x: -1, y: 1 },
    { x: 2, y: 2 },
    { x: 2, y: 3 },
    { x: 3, y: 0 },
  ]);
});

test("of many tasks every second or fourth is drawn, the same ones in whatever order they come", () => {
  const count = 20_000;
  const all = Array.from({ length: count }, (_, task) => task);
  const inOrder = new ScatterSeries();
  for (const task of all) inOrder.add(task, { x: task, y: 0 });
  expect(inOrder.step).toBe(4);
  expect(inOrder.dots()).toEqual(all.filter((task) => task % 4 === 0).map((task) => ({ x: task, y: 0 })));
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: count }), (shuffled) => {
      const series = new ScatterSeries();
      for (const task of shuffled) series.add(task, { x: task, y: 0 });
      expect(series.dots()).toEqual(inOrder.dots());
    }),
    { numRuns: 5 },
  );
});
