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
  expect(of(numbers.slice(0, fewestNumbers - 1)).halfWidth).toBeNull();
  expect(of(numbers.slice(0, fewestNumbers)).halfWidth).not.toBeNull();
  expect(of(Array.from({ length: 30 }, () => 7)).halfWidth).toBe(0);
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
        expect(Math.abs(running.mean - mean)).toBeLessThan(1e-6 + 1e-12 * shift);
        expect(Math.abs((running.halfWidth ?? -1) - half)).toBeLessThan(1e-6 + 1e-12 * shift);
      }
    }),
  );
});
