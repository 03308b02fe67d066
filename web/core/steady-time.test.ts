import { expect, test } from "vitest";
import { SteadyTime } from "./steady-time.ts";

function steadyTime(): SteadyTime {
  return new SteadyTime(0, () => 3_000);
}

/** Planned looks at these times. Gives what was left out by then. */
function lookAt(time: SteadyTime, ...times: readonly number[]): number {
  for (const now of times) time.lookAsPlanned(now);
  return time.leftOutMs;
}

test("steps between looks count, also late ones", () => {
  expect(lookAt(steadyTime(), 1_000, 2_000, 4_900, 7_900)).toBe(0);
});

test("a step that is longer than looks are ever late is left out, whoever looks first", () => {
  expect(lookAt(steadyTime(), 1_000, 9_000)).toBe(8_000);
  const time = steadyTime();
  time.lookAsPlanned(1_000);
  expect(time.look(9_000)).toBe(8_000);
  expect(lookAt(time, 9_000, 10_000)).toBe(8_000);
});

test("standstills are left out one after the other, as long as looks are on time in between", () => {
  expect(lookAt(steadyTime(), 1_000, 3_601_000, 3_602_000, 3_610_000, 3_611_000)).toBe(3_608_000);
});

test("where looks come once a minute, all but the first minute count", () => {
  expect(lookAt(steadyTime(), 60_000)).toBe(60_000);
  expect(lookAt(steadyTime(), 60_000, 120_000, 180_000, 240_000)).toBe(60_000);
});

test("where looks come once a minute and others at the same moment, all but the first minute count", () => {
  const time = steadyTime();
  for (let minute = 1; minute <= 4; minute += 1) {
    time.look(60_000 * minute);
    time.lookAsPlanned(60_000 * minute);
    time.look(60_000 * minute + 5);
  }
  expect(time.leftOutMs).toBe(60_000);
});

test("a night after a late look is left out all but a minute", () => {
  expect(lookAt(steadyTime(), 60_000, 60_000 + 8 * 3_600_000)).toBe(60_000 + 8 * 3_600_000 - 65_000);
});

test("time in which nobody was to look is left out, and the next look is on time", () => {
  const time = steadyTime();
  time.look(500);
  time.planLooks(100_500);
  expect(time.leftOutMs).toBe(100_000);
  expect(lookAt(time, 101_500, 109_500)).toBe(108_000);
});
