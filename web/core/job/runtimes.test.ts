import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pace, Runtimes, Speed } from "./runtimes.ts";

/** From the clock's grain to a hundred days, evenly by order of magnitude. */
const runtimeMs = fc.double({ min: -7, max: 32.9, noNaN: true }).map((octave) => 2 ** octave);

/** What the error may be: the width of a bucket, and the rounding of a logarithm at its ends. */
const largestRatio = 2 ** (1 / 4) * (1 + 1e-9);

function exactQuantile(runtimes: readonly number[], share: number): number {
  const ascending = runtimes.toSorted((a, b) => a - b);
  return ascending[Math.max(1, Math.ceil(runtimes.length * share)) - 1] ?? NaN;
}

function gathered(runtimes: readonly number[]): Runtimes {
  const all = new Runtimes();
  for (const runtime of runtimes) all.add(runtime);
  return all;
}

describe("a quantile of runtimes", () => {
  test("is at most 19 % above the exact one and never below it", () => {
    fc.assert(
      fc.property(
        fc.array(runtimeMs, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (runtimes, share) => {
          const ratio = (gathered(runtimes).quantileMs(share) ?? NaN) / exactQuantile(runtimes, share);
          expect(ratio).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(ratio).toBeLessThanOrEqual(largestRatio);
        },
      ),
    );
  });

  test("grows with the share", () => {
    fc.assert(
      fc.property(fc.array(runtimeMs, { minLength: 1 }), (runtimes) => {
        const all = gathered(runtimes);
        const quantiles = [0, 0.25, 0.5, 0.9, 0.95, 1].map((share) => all.quantileMs(share) ?? NaN);
        expect(quantiles.toSorted((a, b) => a - b)).toEqual(quantiles);
      }),
    );
  });

  test("is unknown before the first runtime", () => {
    expect(new Runtimes().quantileMs(0.5)).toBeNull();
    expect(new Runtimes().count).toBe(0);
  });

  test("of share 0 is about the smallest", () => {
    const smallest = gathered([100, 200, 400]).quantileMs(0) ?? NaN;
    expect(smallest).toBeGreaterThanOrEqual(100);
    expect(smallest).toBeLessThanOrEqual(100 * largestRatio);
  });

  test("of runtimes below the clock's grain is about that grain", () => {
    expect(gathered([0, 0, 1e-9]).quantileMs(0.9)).toBeLessThan(0.01);
  });

  test("of runtimes beyond a hundred days is a hundred days", () => {
    expect(gathered([2 ** 40, Number.MAX_VALUE]).quantileMs(0.5)).toBe(2 ** 33);
  });

  test("counts every runtime", () => {
    const all = gathered(Array.from({ length: 1_000 }, (_, i) => i));
    expect(all.count).toBe(1_000);
  });
});

describe("a speed", () => {
  test("is unknown before the first sample", () => {
    const speed = new Speed();
    expect(speed.msPerTask).toBeNull();
    expect(speed.samples).toBe(0);
  });

  test("is the first measurement, whatever its number of tasks", () => {
    const speed = new Speed();
    speed.add(4, 200);
    expect(speed.msPerTask).toBe(50);
    expect(speed.samples).toBe(4);
  });

  test("lies between the smallest and the largest measurement", () => {
    const measurement = fc.record({
      tasks: fc.integer({ min: 1, max: 10_000 }),
      each: fc.double({ min: 0, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(measurement, { minLength: 1 }), (measurements) => {
        const speed = new Speed();
        for (const { tasks, each } of measurements) speed.add(tasks, tasks * each);
        const all = measurements.map(({ each }) => each);
        const slack = 1e-9 * Math.max(1, ...all);
        expect(speed.msPerTask).toBeGreaterThanOrEqual(Math.min(...all) - slack);
        expect(speed.msPerTask).toBeLessThanOrEqual(Math.max(...all) + slack);
        expect(speed.samples).toBe(measurements.reduce((sum, { tasks }) => sum + tasks, 0));
      }),
    );
  });

  test("has forgotten nine tenths of the past after ten or eleven tasks, in one block or in many", () => {
    const [one, many] = [new Speed(), new Speed()];
    for (const speed of [one, many]) speed.add(100, 100 * 100);
    one.add(11, 0);
    for (let task = 0; task < 11; task += 1) many.add(1, 0);
    expect(one.msPerTask).toBeLessThan(10);
    expect(one.msPerTask).toBeCloseTo(many.msPerTask ?? NaN, 9);
  });
});

describe("the pace", () => {
  test("is unknown before the first runtime, and then that runtime", () => {
    const pace = new Pace();
    expect(pace.typicalMs).toBeNull();
    pace.add(40);
    expect(pace.typicalMs).toBeCloseTo(40, 9);
  });

  test("tells two volunteers apart though one of them had the one long task", () => {
    const [slow, fast] = [new Pace(), new Pace()];
    for (let task = 0; task < 30; task += 1) {
      slow.add(40);
      fast.add(task === 20 ? 20_000 : 10);
    }
    expect(fast.typicalMs ?? NaN).toBeLessThan((slow.typicalMs ?? NaN) / 2);
  });

  test("tells how far runtimes are from it, once there are two", () => {
    const pace = new Pace();
    pace.add(10);
    expect(pace.spread).toBeNull();
    pace.add(40);
    expect(pace.spread).toBeCloseTo(1, 9);
    expect(pace.weightOfAll).toBe(2);
    for (let task = 0; task < 1_000; task += 1) pace.add(20);
    expect(pace.spread).toBeLessThan(0.001);
    expect(pace.weightOfAll).toBeLessThan(70);
  });

  test("takes what the clock measures as nothing for its grain", () => {
    const pace = new Pace();
    pace.add(0);
    expect(pace.typicalMs).toBeCloseTo(0.01, 9);
  });
});
