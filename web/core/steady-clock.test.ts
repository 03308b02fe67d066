import { beforeEach, expect, test } from "vitest";
import type { Clock } from "./clock.ts";
import { steadyClock } from "./steady-clock.ts";
import { ManualClock } from "./testing/manual-clock.ts";

/** Nothing rings for so long; then all that was due meanwhile does. */
function standStill(ms: number): void {
  raw.work(ms);
  raw.pass(0);
}

let raw: ManualClock;
let clock: Clock;
let rung: number[];

beforeEach(() => {
  raw = new ManualClock();
  clock = steadyClock(raw);
  rung = [];
});

function ringAfter(ms: number): () => void {
  return clock.after(ms, () => rung.push(clock.now()));
}

test("time passes, and what is waited for rings when it is due", () => {
  ringAfter(10_000);
  ringAfter(500);
  raw.pass(9_999);
  expect(rung).toEqual([500]);
  raw.pass(1);
  expect(rung).toEqual([500, 10_000]);
  expect(clock.now()).toBe(10_000);
});

test("a standstill takes no time: what is waited for rings that much later", () => {
  ringAfter(10_000);
  raw.pass(4_000);
  standStill(3_600_000);
  expect(clock.now()).toBe(4_000);
  expect(clock.leftOutMs?.()).toBe(3_600_000);
  raw.pass(5_999);
  expect(rung).toEqual([]);
  raw.pass(1);
  expect(rung).toEqual([10_000]);
});

test("a wait that is shorter than from one look to the next outlasts a standstill, too", () => {
  ringAfter(10_000);
  raw.pass(4_000);
  ringAfter(200);
  standStill(60_000);
  expect(rung).toEqual([]);
  raw.pass(200);
  expect(rung).toEqual([4_200]);
});

test("what is due by less than its machine's clock can tell rings a millisecond later: it was waited for again and again at one moment", () => {
  standStill(8_388_608);
  ringAfter(1.000_000_000_1);
  raw.ringNext();
  expect(rung).toEqual([]);
  raw.ringNext();
  expect(rung).toEqual([2]);
});

test("what is waited for no time rings as soon as it can", () => {
  ringAfter(0);
  raw.pass(0);
  expect(rung).toEqual([0]);
});

test("what is called off does not ring, and nobody looks at the clock any more", () => {
  const first = ringAfter(10_000);
  const second = ringAfter(20_000);
  raw.pass(5_000);
  first();
  first();
  raw.pass(6_000);
  expect(raw.pending).toBe(2);
  second();
  expect(raw.pending).toBe(0);
  raw.pass(60_000);
  expect(rung).toEqual([]);
});

test("nobody looks once all has rung", () => {
  ringAfter(10_000);
  raw.pass(10_000);
  expect(raw.pending).toBe(0);
});

test("in a tab whose timers ring once a minute, time passes all the same", () => {
  ringAfter(600_000);
  for (let minute = 0; minute < 12; minute += 1) standStill(60_000);
  expect(rung).toHaveLength(1);
});
