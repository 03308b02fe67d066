import { array, assert, double, property } from "fast-check";
import { expect, test } from "vitest";
import { fewestNumbers, RunningMean } from "./running-mean.ts";

function of(numbers: readonly number[]): RunningMean {
  const running = new RunningMean();
  for (const number of numbers) running.add(number);
  return running;
}

test("the half-width is 1.96 · s / √n, from 30 numbers on", () => {
  const numbers = Array.from({ length: 100 }, (_, at) => at % 2);
  const { mean, halfWidth, count } = of(numbers);
  expect([mean, count]).toEqual([0.5, 100]);
  expect(halfWidth).toBeCloseTo((1.96 * Math.sqrt(25 / 99)) / 10, 12);
  expect(of(numbers.slice(0, fewestNumbers - 1)).halfWidth).toBe("too-few");
  expect(of(numbers.slice(0, fewestNumbers)).halfWidth).toBeTypeOf("number");
});

test("numbers that are all the same have none, until one differs", () => {
  for (const number of [0, 7, 0.1, -1e300]) {
    const same = Array.from({ length: 500 }, () => number);
    const running = of(same);
    expect(running.mean).toBe(number);
    expect(running.halfWidth).toBe("all-equal");
  }
  expect(of([...Array.from({ length: 500 }, () => 0), 1]).halfWidth).toBeCloseTo(1.96 / 501, 5);
});

test("of any finite numbers mean and half-width are finite, or there is none", () => {
  const any = double({ noNaN: true, noDefaultInfinity: true });
  assert(
    property(array(any, { maxLength: 80 }), (numbers) => {
      const { mean, halfWidth } = of(numbers);
      expect(mean === null || Number.isFinite(mean)).toBe(true);
      if (typeof halfWidth === "number") expect(Number.isFinite(halfWidth) && halfWidth > 0).toBe(true);
      if (mean === null) expect(halfWidth).toBe("too-large");
    }),
  );
  expect(of([1.7e308, -1.7e308])).toMatchObject({ mean: null, halfWidth: "too-large" });
  expect(of([1e200, -1e200, 5])).toMatchObject({ mean: expect.any(Number), halfWidth: "too-large" });
});

test("numbers that come one by one come to what they come to together, also far from 0", () => {
  const near = double({ min: -1_000, max: 1_000, noNaN: true });
  assert(
    property(array(near, { minLength: 30, maxLength: 200 }), (numbers) => {
      for (const shift of [0, 1e9]) {
        const shifted = numbers.map((number) => number + shift);
        const mean = shifted.reduce((sum, number) => sum + number, 0) / shifted.length;
        const squares = shifted.reduce((sum, number) => sum + (number - mean) ** 2, 0);
        const half = 1.96 * Math.sqrt(squares / (shifted.length - 1) / shifted.length);
        const running = of(shifted);
        const known = typeof running.halfWidth === "number" ? running.halfWidth : 0;
        expect(Math.abs((running.mean ?? Infinity) - mean)).toBeLessThan(1e-6 + 1e-12 * shift);
        expect(Math.abs(known - half)).toBeLessThan(1e-6 + 1e-12 * shift);
      }
    }),
  );
});
