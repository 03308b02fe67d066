import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as fc from "fast-check";
import { describerOf } from "../../core/job/describer.ts";
import { openInputs } from "../../core/job/inputs.ts";
import { checkDefinition } from "../../core/job/job-definition.ts";
import { defaultJobOptions } from "../../core/job/job.ts";
import { maxSourceLength, maxTaskIndex, maxTimeLimitMs } from "../../core/wire/limits.ts";
import { squares } from "./squares.ts";
import { presetsOf, type FieldValues } from "../field.ts";
import { numberIn } from "../field-values.ts";
import { loadFunction } from "../testing/load-function.ts";
import type { ChosenOptions } from "../workload.ts";

const presets = presetsOf(squares.fields);

/** All fields of the form are numbers. */
const fields = squares.fields.filter((field) => field.kind === "number");

const byDefault: ChosenOptions = { ...defaultJobOptions, timeLimitMs: "auto" };

/** Values that each field allows by itself. */
const allowed: fc.Arbitrary<FieldValues> = fc.record(
  Object.fromEntries(fields.map(({ name, smallest, largest }) => [name, fc.integer({ min: smallest, max: largest })])),
);

function tuple(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error("not a tuple");
  return value;
}

function inputsOf(seed: number): readonly unknown[] {
  const source = openInputs(squares.createJob({ ...presets, seed }, byDefault).inputs);
  return Array.from({ length: source.total }, (_, index) => source.at(index));
}

function loadTask(): Promise<(input: unknown) => unknown> {
  return loadFunction(squares.createJob(presets, byDefault).program.source);
}

describe("the fields", () => {
  test("are those of the URL, and their presets are allowed", () => {
    expect(fields.map(({ name }) => name)).toEqual(["count", "smallest", "largest", "shortest", "longest", "seed"]);
    for (const { smallest, largest, preset } of fields) {
      expect(preset).toBeGreaterThanOrEqual(smallest);
      expect(preset).toBeLessThanOrEqual(largest);
    }
    expect(squares.check(presets)).toEqual({});
  });

  test("that contradict each other are named at the second of the two", () => {
    expect(squares.check({ ...presets, smallest: 5, largest: 4 })).toEqual({
      largest: "The largest number must not be below the smallest.",
    });
    expect(squares.check({ ...presets, shortest: 2, longest: 1 })).toEqual({
      longest: "The longest sleep must not be below the shortest.",
    });
    expect(Object.keys(squares.check({ ...presets, smallest: 5, largest: 4, shortest: 2, longest: 1 }))).toHaveLength(
      2,
    );
    expect(squares.check({ ...presets, smallest: 4, largest: 4, shortest: 2, longest: 2 })).toEqual({});
  });

  const sleep = squares.shorthands?.find(({ name }) => name === "sleep");

  test.each([
    ["2", 0, 2],
    ["1-2", 1, 2],
    ["0-0", 0, 0],
    ["3600", 0, 3_600],
  ])("are both ends of the sleep in sleep=%s: %d to %d seconds", (text, shortest, longest) => {
    expect(sleep?.fields).toEqual(["shortest", "longest"]);
    expect(sleep?.expand(text)).toEqual({ shortest, longest });
  });

  test.each(["", "-", "2-1", "1-2-3", "-1", "1.5", "3601", "0-3601", "a"])("are not in sleep=%s", (text) => {
    expect(sleep?.expand(text)).toBeNull();
  });

  test("must all have values", () => {
    expect(() => squares.createJob({ count: 1 }, byDefault)).toThrow("has no value");
    expect(() => squares.check({})).toThrow("the field smallest has no value");
  });
});

describe("the job", () => {
  test("of any values that pass the checks has inputs, and is within what travels", () => {
    fc.assert(
      fc.property(allowed, (values) => {
        fc.pre(Object.keys(squares.check(values)).length === 0);
        const { inputs, options, program } = checkDefinition(squares.createJob(values, byDefault));
        const source = openInputs(inputs);
        expect(source.total).toBe(values["count"]);
        expect(source.total).toBeLessThanOrEqual(maxTaskIndex + 1);
        expect(options.timeLimitMs).toBeLessThanOrEqual(maxTimeLimitMs);
        expect(options.timeLimitMs).toBeGreaterThan(1_000 * numberIn(values, "longest"));
        expect(program.source.length).toBeLessThanOrEqual(maxSourceLength);
        const [n, seconds]: unknown[] = tuple(source.at(source.total - 1));
        for (const [value, low, high] of [
          [n, "smallest", "largest"],
          [seconds, "shortest", "longest"],
        ] as const) {
          expect(value).toBeGreaterThanOrEqual(numberIn(values, low));
          expect(value).toBeLessThanOrEqual(numberIn(values, high));
        }
      }),
    );
  });

  test("has the options that were chosen, a time limit below the sleep too", () => {
    const chosen: ChosenOptions = {
      priority: 3,
      timeLimitMs: 1_000,
      maxAttempts: 2,
      batchSize: 7,
      speculation: false,
      order: "index",
    };
    expect(squares.createJob(presets, chosen).options).toEqual({ ...chosen, seed: 1 });
  });

  test("has the same inputs again for the same seed, and others for another", () => {
    expect(inputsOf(7)).toEqual(inputsOf(7));
    expect(inputsOf(7)).not.toEqual(inputsOf(8));
  });
});

describe("the function", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("says the square at once where it does not sleep", async () => {
    const square = await loadTask();
    expect(square([8_399, 0])).toBe("8399 * 8399 = 70543201");
    expect(square([0, 0])).toBe("0 * 0 = 0");
  });

  test("is exact for every number that the form allows", async () => {
    const square = await loadTask();
    const { largest = 0 } = fields.find(({ name }) => name === "largest") ?? {};
    fc.assert(
      fc.property(fc.integer({ min: 0, max: largest }), (n) => {
        expect(square([n, 0])).toBe(`${n} * ${n} = ${BigInt(n) ** 2n}`);
      }),
    );
    expect(BigInt(largest) ** 2n).toBeLessThanOrEqual(BigInt(Number.MAX_SAFE_INTEGER));
    expect(BigInt(largest + 1) ** 2n).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  test("sleeps for the seconds of its input before it says the square", async () => {
    const square = await loadTask();
    let value: unknown = "asleep";
    void Promise.resolve(square([3, 2])).then((found) => (value = found));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(value).toBe("asleep");
    await vi.advanceTimersByTimeAsync(1);
    expect(value).toBe("3 * 3 = 9");
  });
});

describe("words", () => {
  const describer = describerOf(squares.createJob(presets, byDefault).view);

  test("are those of the first demo", () => {
    expect(describer.describeInput([8_399, 1])).toBe("8399");
    expect(describer.describeTask([8_399, 1])).toBe("8399 * 8399");
    expect(describer.describeResult("8399 * 8399 = 70543201", [8_399, 1])).toBe("8399 * 8399 = 70543201");
  });
});
