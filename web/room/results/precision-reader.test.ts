import { expect, test } from "vitest";
import { Settlements } from "./settlements.ts";
import { ResultCursor } from "./result-cursor.ts";
import { PrecisionReader } from "./precision-reader.ts";
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
  const source = { arrivals: settlements.arrivals, isSkipped: () => false, isFinal: () => false };
  const results = {
    cursor: () => new ResultCursor(source, "completed", 0),
    at: (task: number) => {
      const outcome = settlements.settled(task);
      return outcome === null ? null : { outcome };
    },
  };
  return new PrecisionReader(results, precision);
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

test("a share of a mean of 0 is reached only by numbers that are all 0", () => {
  const around = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 1 : -1));
  const reader = reading(around, { type: "percent", halfWidth: 50 });
  reader.readSome(50);
  expect(reader.reachedBy).toBeNull();
  const zeros = reading(
    Array.from({ length: 40 }, () => 0),
    { type: "percent", halfWidth: 1 },
  );
  zeros.readAll();
  expect(zeros.reachedBy).toBe(10);
});
