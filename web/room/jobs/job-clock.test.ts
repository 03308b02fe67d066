import { expect, test } from "vitest";
import { JobClock, type EarlierProgress } from "./job-clock.ts";

function running(now: number, earlier?: EarlierProgress): JobClock {
  const clock = new JobClock(now, earlier);
  clock.resume(now);
  return clock;
}

test("a clock that was not started stands where it stood", () => {
  const clock = new JobClock(1_000, { elapsedMs: 60_000, settled: 3 });
  expect(clock.elapsedAt(9_000)).toBe(60_000);
});

test("pauses do not count as time taken", () => {
  const clock = running(1_000);
  expect(clock.elapsedAt(3_000)).toBe(2_000);
  clock.pause(3_000);
  expect(clock.elapsedAt(9_000)).toBe(2_000);
  clock.resume(10_000);
  expect(clock.elapsedAt(10_500)).toBe(2_500);
});

test("a moment before or within a pause is still known after it", () => {
  const clock = running(1_000);
  clock.pause(4_000);
  clock.resume(10_000);
  clock.pause(11_000);
  const moments = [0, 1_000, 3_000, 4_000, 7_000, 10_500, 99_000];
  expect(moments.map((then) => clock.elapsedAt(then))).toEqual([0, 0, 2_000, 3_000, 3_000, 3_500, 4_000]);
});

test("a moment of an earlier start of the room is dated to that start's end", () => {
  const clock = running(1_000, { elapsedMs: 60_000, settled: 3 });
  expect([-500_000, 1_000, 2_000].map((then) => clock.elapsedAt(then))).toEqual([60_000, 60_000, 61_000]);
});

test("of thousands of pauses the last ones are known, and what was before them is dated to their beginning", () => {
  const clock = running(0);
  for (let at = 10; at < 100_000; at += 20) {
    clock.pause(at);
    clock.resume(at + 10);
  }
  expect(clock.elapsedAt(100_000)).toBe(50_000);
  expect(clock.elapsedAt(99_985)).toBe(49_995);
  const oldest = clock.elapsedAt(0);
  expect(oldest).toBeGreaterThan(40_000);
  expect(clock.elapsedAt(50_000)).toBe(oldest);
});

test("the time left follows the rate of late, and nothing is said before the first result", () => {
  const clock = running(0);
  expect(clock.remainingMs(1_000, 0, 100)).toBeNull();
  expect(clock.remainingMs(2_000, 10, 100)).toBe(18_000);
  expect(clock.settledPerSecond(2_000, 10)).toBe(5);
  // Ten times as fast from now on: after the window the slow beginning is forgotten.
  for (let now = 3_000; now <= 20_000; now += 1_000) clock.remainingMs(now, 10 + (now - 2_000) / 20, 2_000);
  expect(clock.remainingMs(21_000, 960, 2_000)).toBeCloseTo(20_800, -2);
});
