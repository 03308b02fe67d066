import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { jobOf, loadProgram, numberAt, reducedOf, valuesOf } from "../testing/load-program.ts";
import { pi } from "./pi.ts";

describe("the estimates", () => {
  test("are shares of darts, the same again for the same seed, and others for another task", async () => {
    const job = jobOf(pi, { tasks: 3, darts: 1_000 });
    const estimates = await valuesOf(job);
    expect(await valuesOf(job)).toEqual(estimates);
    expect(new Set(estimates).size).toBe(3);
    for (const estimate of estimates) expect((Number(estimate) * 1_000) % 4).toBe(0);
    expect(await valuesOf(jobOf(pi, { tasks: 3, darts: 1_000, seed: 2 }))).not.toEqual(estimates);
  });

  test("scatter about π by as much as shares of darts do", async () => {
    const count = 2_000;
    const darts = 1_000;
    const errors = (await valuesOf(jobOf(pi, { tasks: count, darts }))).map((value) => Number(value) - Math.PI);
    const mean = errors.reduce((sum, error) => sum + error, 0) / count;
    const variance = errors.reduce((sum, error) => sum + error ** 2, 0) / count;
    const expected = (16 * (Math.PI / 4) * (1 - Math.PI / 4)) / darts;
    // Four standard errors of a mean and of a variance.
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(expected / count));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });
});

describe("the error bar", () => {
  test("holds π for 95 of 100 seeds", async () => {
    const seeds = 1_000;
    let held = 0;
    for (let seed = 0; seed < seeds; seed += 1) {
      const reduced = await reducedOf(jobOf(pi, { tasks: 5, darts: 2_000, seed }));
      if (Math.abs(numberAt(reduced, "pi") - Math.PI) <= numberAt(reduced, "error")) held += 1;
    }
    // Four standard deviations of a count: 28.
    expect(Math.abs(held - 950)).toBeLessThan(28);
  });

  test("is that of all darts together, whatever the order of the estimates", async () => {
    const { reduce } = await loadProgram(jobOf(pi, { darts: 100 }));
    const reduced = reduce([3.2, 3.08, 3.12]);
    expect(reduced).toEqual({ pi: expect.closeTo(9.4 / 3, 12), error: expect.any(Number), darts: 300 });
    const share = 9.4 / 12;
    expect(numberAt(reduced, "error")).toBeCloseTo(4 * 1.96 * Math.sqrt((share * (1 - share)) / 300), 12);
    expect(numberAt(reduce([3.12, 3.2, 3.08]), "pi")).toBeCloseTo(numberAt(reduced, "pi"), 12);
  });
});

test("a task is told as its darts", () => {
  const { view, unit } = jobOf(pi);
  expect(describerOf(view).describeTask([10_000_000, 7])).toBe("10000000 darts, seed 7");
  expect(unit).toBe("estimate");
});
