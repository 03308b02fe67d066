import { expect, test } from "vitest";
import { Settlements } from "./settlements.ts";
import { precisionReaderOf, type PrecisionReader } from "./precision-reader.ts";
import { arrivedColumn } from "../../core/values/testing/arrived-column.ts";
import { volunteerId } from "../../core/ids.ts";
import { outcomes, type Precision } from "../../core/job/job.ts";

/** Results on record, of tasks from the last one down. */
function reading(values: readonly unknown[], precision: Precision): PrecisionReader {
  const settlements = new Settlements(values.length);
  const block = {
    indices: Uint32Array.from(values, (_, at) => values.length - 1 - at),
    outcomes: new Uint8Array(values.length).fill(outcomes.value),
    runtimesMs: new Float32Array(values.length),
    values: arrivedColumn(values),
  };
  settlements.add(block, null, volunteerId(1), { slot: 0, startedMs: 0 });
  const reader = precisionReaderOf(precision, settlements);
  if (reader === null) throw new Error("no reader");
  return reader;
}

/** 0 and 1 in turn: a mean of 0.5, known to about 0.98 / √n. */
const coins = Array.from({ length: 200 }, (_, at) => at % 2);

test.each<[string, Precision, number]>([
  // The first n with which 1.96 · s / √n is no more than that.
  ["0.1", { type: "absolute", halfWidth: 0.1 }, 98],
  ["20 % of 0.5", { type: "percent", halfWidth: 20 }, 98],
  ["1, though three numbers would do", { type: "absolute", halfWidth: 1 }, 30],
])("the first result with which the mean is known to %s is found, in order of arrival", (_, precision, count) => {
  const reader = reading(coins, precision);
  reader.readAll();
  expect(reader.resultsRead).toBe(count);
  expect(reader.reachedBy).toBe(coins.length - count);
  expect(reader.soFar.mean).toBeCloseTo(0.5, 1);
  reader.readAll();
  expect(reader.resultsRead).toBe(count);
});

test("what is no finite number does not count, and is counted", () => {
  const others = [NaN, Infinity, "1", 1n, null, undefined, { value: 1 }, [1]];
  const reader = reading([...others, ...coins], { type: "absolute", halfWidth: 0.1 });
  reader.readAll();
  expect(reader.soFar).toMatchObject({ numbers: 98, others: others.length, target: 0.1 });
});

test("is read in parts, and comes to the same", () => {
  const reader = reading(coins, { type: "absolute", halfWidth: 0.1 });
  expect(reader.readSome(60)).toBe(true);
  expect([reader.resultsRead, reader.reachedBy]).toEqual([60, null]);
  expect(reader.readSome(60)).toBe(false);
  expect([reader.resultsRead, reader.reachedBy]).toEqual([98, 102]);
});

test("is read in steps, each of them small, and has decided nothing before the last one", () => {
  const numbers = Array.from({ length: 5_000 }, (_, at) => at % 2);
  const reader = reading(numbers, { type: "absolute", halfWidth: 0.0149 });
  const read: number[] = [];
  for (const _ of reader.reading()) {
    expect(reader.reachedBy).toBeNull();
    read.push(reader.resultsRead);
  }
  expect(read).toEqual([1_000, 2_000, 3_000, 4_000]);
  const whole = reading(numbers, { type: "absolute", halfWidth: 0.0149 });
  whole.readAll();
  expect([reader.reachedBy, reader.resultsRead]).toEqual([whole.reachedBy, whole.resultsRead]);
  expect(reader.reachedBy).not.toBeNull();
});

test("a share of a mean of 0 is never reached", () => {
  const around = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 1 : -1));
  const reader = reading(around, { type: "percent", halfWidth: 50 });
  reader.readSome(50);
  expect(reader.reachedBy).toBeNull();
});

test("numbers that are all the same say nothing of the next ones, and do not reach it", () => {
  const rare = Array.from({ length: 600 }, (_, at) => (at === 200 ? 1 : 0));
  for (const number of [0, 5]) {
    for (const precision of [
      { type: "absolute", halfWidth: 0.004 } as const,
      { type: "percent", halfWidth: 1 } as const,
    ]) {
      const reader = reading(
        rare.map(() => number),
        precision,
      );
      reader.readAll();
      expect([reader.reachedBy, reader.soFar.halfWidth]).toEqual([null, "all-equal"]);
    }
  }
  const reader = reading(rare, { type: "absolute", halfWidth: 0.0041 });
  reader.readAll();
  // With a single 1 among n numbers the half-width is 1.96 / n.
  expect(reader.soFar.numbers).toBe(479);
});

test("numbers whose mean no double can hold do not reach it, and are no trouble", () => {
  const huge = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 1.7e308 : -1.7e308));
  for (const type of ["absolute", "percent"] as const) {
    const reader = reading(huge, { type, halfWidth: 1e300 });
    reader.readAll();
    expect(reader.reachedBy).toBeNull();
    expect(reader.soFar).toMatchObject({ numbers: 40, mean: null, halfWidth: "too-large" });
  }
});

test("a value too large for a glance does not count", () => {
  const large = Array.from({ length: 100_000 }, () => "text");
  const reader = reading([large, ...coins], { type: "absolute", halfWidth: 0.1 });
  reader.readAll();
  expect(reader.soFar).toMatchObject({ numbers: 98, others: 1 });
});
