import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Arrivals } from "./arrivals.ts";

const total = 3_000;
const anyOrder = fc.shuffledSubarray(Array.from({ length: total }, (_, task) => task));
/** Long runs of neighbours, too: those counted together are passed over together. */
const anyRun = fc
  .tuple(fc.nat(total), fc.nat(total))
  .map(([start, count]) => Array.from({ length: Math.min(count, total - start) }, (_, at) => start + at));
const anyArrivals = fc.oneof(anyOrder, anyRun);

/** The first task from this one on for which it holds; the number of tasks where there is none. */
function firstFrom(from: number, holds: (task: number) => boolean): number {
  for (let task = from; task < total; task += 1) if (holds(task)) return task;
  return total;
}

test("whatever arrives in whatever order, both lines have each task once", () => {
  fc.assert(
    fc.property(anyArrivals, (tasks) => {
      const arrivals = new Arrivals(total);
      for (const task of tasks) arrivals.add(task);
      expect(arrivals.count).toBe(tasks.length);
      expect(Array.from(tasks, (_, nth) => arrivals.taskAt(nth))).toEqual(tasks);
      expect(tasks.map((task) => arrivals.of(task))).toEqual(tasks.map((_, nth) => nth + 1));
      const arrived = new Set(tasks);
      const waiting = Array.from({ length: total }, (_, task) => task).filter((task) => !arrived.has(task));
      for (const nth of [0, 1, 1_023, 1_024, waiting.length - 1]) {
        const task = waiting[nth];
        if (task === undefined) expect(() => arrivals.waitingAt(nth)).toThrow(RangeError);
        else expect(arrivals.waitingAt(nth)).toBe(task);
      }
      for (const task of [0, 1, 700, 1_023, 1_024, 2_047, 2_048, 2_999, total]) {
        const isBefore = (other: number): boolean => other < task;
        expect(arrivals.nextArrived(task)).toBe(firstFrom(task, (other) => arrived.has(other)));
        expect(arrivals.nextWaiting(task)).toBe(firstFrom(task, (other) => !arrived.has(other)));
        expect(arrivals.previousArrived(task)).toBe(Math.max(-1, ...tasks.filter(isBefore)));
      }
    }),
    { numRuns: 60 },
  );
});

test("tasks that are added later arrive like the others", () => {
  const arrivals = new Arrivals(1);
  arrivals.grow(100_000);
  for (const task of [100_000, 0, 70_000]) arrivals.add(task);
  expect([0, 1, 2].map((nth) => arrivals.taskAt(nth))).toEqual([100_000, 0, 70_000]);
  expect([arrivals.of(70_000), arrivals.of(1), arrivals.waitingAt(0), arrivals.waitingAt(99_997)]).toEqual([
    3, 0, 1, 99_999,
  ]);
  expect(() => arrivals.waitingAt(99_998)).toThrow(RangeError);
  expect([arrivals.nextArrived(1), arrivals.nextArrived(70_001), arrivals.nextWaiting(70_000)]).toEqual([
    70_000, 100_000, 70_001,
  ]);
  expect([arrivals.previousArrived(100_000), arrivals.previousArrived(70_000)]).toEqual([70_000, 0]);
});

test("a task arrives once, and only where there is one", () => {
  const arrivals = new Arrivals(2);
  arrivals.add(1);
  expect(() => arrivals.add(1)).toThrow("task 1 is on record twice");
  expect(() => arrivals.add(2)).toThrow(new RangeError("there is no task 2: tasks go from 0 to 1"));
});

test("of arrivals that were let go nothing is known, and the others are found as before", () => {
  const chunk = 65_536;
  const arrivals = new Arrivals(2 * chunk + 10);
  for (let task = 0; task < 2 * chunk; task += 1) arrivals.add(task);
  arrivals.letGo(chunk, chunk + 5);
  expect(arrivals.kept).toEqual({ task: chunk, arrival: chunk + 5 });
  expect([arrivals.of(0), arrivals.taskAt(3)]).toEqual([0, 0]);
  expect([arrivals.of(chunk), arrivals.taskAt(chunk + 5), arrivals.count]).toEqual([chunk + 1, chunk + 5, 2 * chunk]);
  expect([arrivals.nextArrived(0), arrivals.nextWaiting(0), arrivals.previousArrived(chunk)]).toEqual([
    chunk,
    2 * chunk,
    -1,
  ]);
  expect([arrivals.waitingAt(0), arrivals.waitingAt(9)]).toEqual([2 * chunk, 2 * chunk + 9]);
  arrivals.letGo(2 * chunk, 2 * chunk);
  expect(() => arrivals.add(5)).toThrow("task 5 is on record twice");
  arrivals.add(2 * chunk + 1);
  expect([arrivals.of(2 * chunk + 1), arrivals.taskAt(2 * chunk)]).toEqual([2 * chunk + 1, 2 * chunk + 1]);
});
