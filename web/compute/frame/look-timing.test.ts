import { expect, test } from "vitest";
import { Standstills } from "../../core/standstills.ts";
import { longestStepMs, lookEveryMs } from "./look-timing.ts";

/** Planned looks from one time to another. */
function lookFrom(standstills: Standstills, from: number, until: number, everyMs = lookEveryMs): void {
  for (let now = from; now <= until; now += everyMs) standstills.lookAsPlanned(now);
}

test("what stood still within a time is told, and no other", () => {
  const standstills = new Standstills(0, () => longestStepMs(false));
  lookFrom(standstills, 250, 1_000);
  lookFrom(standstills, 5_500, 7_000);
  expect(standstills.within(7_000, 7_000)).toBe(4_500);
  expect(standstills.within(2_000, 7_000)).toBe(500);
  expect(standstills.within(1_500, 7_000)).toBe(0);
  expect(standstills.totalAt(7_000)).toBe(4_500);
});

test("a standstill is noticed by who asks first", () => {
  const standstills = new Standstills(0, () => longestStepMs(false));
  lookFrom(standstills, 250, 1_000);
  expect(standstills.within(5_000, 5_500)).toBe(4_500);
  expect(new Standstills(0, () => longestStepMs(false)).totalAt(2_000)).toBe(2_000);
});

test("looks once a second are no standstill where the page is hidden", () => {
  const hidden = new Standstills(0, () => longestStepMs(true));
  lookFrom(hidden, 1_000, 60_000, 1_000);
  expect(hidden.totalAt(60_500)).toBe(0);
});

test("looks once a minute end an endless loop, after a minute more", () => {
  const hidden = new Standstills(0, () => longestStepMs(true));
  lookFrom(hidden, 60_000, 300_000, 60_000);
  expect(hidden.totalAt(300_000)).toBe(60_000);
});
