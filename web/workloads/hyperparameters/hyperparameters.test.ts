import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { inputsOf, jobOf, loadProgram, numberAt, problemsOf, reducedOf, valuesOf } from "../testing/load-program.ts";
import { addGradient, trainerOf } from "./hyperparameters.task.js";
import { hyperparameters } from "./hyperparameters.ts";

const numbers = (count: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: count, maxLength: count })
    .map((all) => Float64Array.from(all));

describe("the gradient", () => {
  test("is that of the loss, as small steps in each weight show", () => {
    const points = 5;
    const cases = fc
      .integer({ min: 1, max: 4 })
      .chain((units) => fc.tuple(numbers(4 * units + 1), numbers(points), numbers(points)));
    fc.assert(
      fc.property(cases, ([weights, x, y]) => {
        const units = (weights.length - 1) / 4;
        const data = { x, y, isFirst: Float64Array.of(1, 0, 1, 1, 0) };
        const lossOf = (changed: Float64Array): number =>
          addGradient(changed, data, 1, points, new Float64Array(changed.length), new Float64Array(units));
        const gradient = new Float64Array(weights.length);
        addGradient(weights, data, 1, points, gradient, new Float64Array(units));
        const step = 1e-5;
        for (const [at, part] of gradient.entries()) {
          const [up, down] = [weights.slice(), weights.slice()];
          up[at] = (up[at] ?? 0) + step;
          down[at] = (down[at] ?? 0) - step;
          expect(part).toBeCloseTo((lossOf(up) - lossOf(down)) / (2 * step), 5);
        }
      }),
    );
  });

  test("of a network that puts out 0 is one of a coin: a loss of ln 2 for each point", () => {
    const data = { x: Float64Array.of(1, -1), y: Float64Array.of(0, 2), isFirst: Float64Array.of(1, 0) };
    const gradient = new Float64Array(5);
    expect(addGradient(new Float64Array(5), data, 0, 2, gradient, new Float64Array(1))).toBeCloseTo(2 * Math.LN2, 12);
    expect([...gradient]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("a network", () => {
  const settings = { epochs: 300, trial: 30, bar: 65 };
  const good = { rate: 0.3, units: 16, momentum: 0.9, seed: 3 };

  test("learns the spirals with settings that suit, the same again each time", () => {
    const run = trainerOf(settings)(good);
    expect(run).toMatchObject({ x: 0.3, units: 16, momentum: 0.9, isStopped: false, epochs: 300 });
    expect(run.y).toBeGreaterThan(90);
    expect(trainerOf(settings)(good)).toEqual(run);
  });

  test("is given up after its trial where it has learned too little, and only then", () => {
    const slow = { ...good, rate: 0.001, momentum: 0 };
    expect(trainerOf(settings)(slow)).toMatchObject({ isStopped: true, epochs: 30 });
    expect(trainerOf({ ...settings, bar: 0 })(slow)).toMatchObject({ isStopped: false, epochs: 300 });
    expect(trainerOf({ ...settings, bar: 100 })(good)).toMatchObject({ isStopped: true, epochs: 30 });
  });
});

describe("the search", () => {
  test("keeps the best network, in any order of the results, and counts what it has cost", async () => {
    const job = jobOf(hyperparameters, { runs: 30, epochs: 60, trial: 10, bar: 60 });
    const values = await valuesOf(job);
    const { reduce } = await loadProgram(job);
    const found = reduce(values);
    const best = Math.max(...values.map((value) => numberAt(value, "y")));
    expect(found).toMatchObject({ best: { accuracy: best }, runs: 30 });
    expect(numberAt(found, "epochs")).toBe(values.reduce((sum: number, value) => sum + numberAt(value, "epochs"), 0));
    const stopped = values.filter((value) => numberAt(value, "epochs") === 10);
    expect(numberAt(found, "stopped")).toBe(stopped.length);
    expect(stopped.length).toBeGreaterThan(0);
    expect(reduce(values.toReversed())).toEqual(found);
    expect(await reducedOf(job)).toEqual(found);
  });

  test("draws settings within their limits, the same again for the same seed", () => {
    const inputs = inputsOf(jobOf(hyperparameters, { runs: 500 }));
    for (const [name, least, most] of [
      ["rate", 0.001, 10],
      ["units", 2, 32],
      ["momentum", 0, 0.95],
    ] as const) {
      const drawn = inputs.map((input) => numberAt(input, name));
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(least);
      expect(Math.max(...drawn)).toBeLessThanOrEqual(most);
      expect(new Set(drawn).size).toBeGreaterThan(20);
    }
    expect(inputsOf(jobOf(hyperparameters, { runs: 500 }))).toEqual(inputs);
    expect(inputsOf(jobOf(hyperparameters, { runs: 500, seed: 2 }))).not.toEqual(inputs);
  });
});

test("the form names a trial that is no shorter than the training, and tells a task as its settings", () => {
  expect(problemsOf(hyperparameters, { epochs: 50, trial: 50 })).toEqual({
    trial: "Must be shorter than the training.",
  });
  expect(describerOf(jobOf(hyperparameters).view).describeTask({ rate: 0.01, units: 8, momentum: 0.5, seed: 1 })).toBe(
    "a network of 8 units at rate 0.01 with momentum 0.5",
  );
});
