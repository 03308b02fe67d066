import * as fc from "fast-check";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import { ScatterSeries } from "./scatter-series.ts";

test("dots stand from left to right", () => {
  const series = new ScatterSeries();
  for (const [task, x] of [3, -1, 2, 2].entries()) series.add({ task, x, y: 10 });
  expect(series.dots()).toEqual([
    { task: 1, x: -1, y: 10 },
    { task: 2, x: 2, y: 10 },
    { task: 3, x: 2, y: 10 },
    { task: 0, x: 3, y: 10 },
  ]);
});

/** Another order for each seed. `fc.shuffledSubarray` takes seconds for as many. */
function shuffled(tasks: readonly number[], seed: number): number[] {
  const generator = xoroshiro128plus(seed);
  const order = [...tasks];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = uniformInt(generator, 0, last);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

test("of many tasks every second or fourth is drawn, the same ones in whatever order they come", () => {
  const count = 20_000;
  const all = Array.from({ length: count }, (_, task) => task);
  const inOrder = new ScatterSeries();
  for (const task of all) inOrder.add({ task, x: task, y: 0 });
  expect(inOrder.step).toBe(4);
  expect(inOrder.dots()).toEqual(all.filter((task) => task % 4 === 0).map((task) => ({ task, x: task, y: 0 })));
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const series = new ScatterSeries();
      for (const task of shuffled(all, seed)) series.add({ task, x: task, y: 0 });
      expect(series.dots()).toEqual(inOrder.dots());
    }),
    { numRuns: 5 },
  );
});
