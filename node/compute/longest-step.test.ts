import { expect, test } from "vitest";
import { Standstills } from "../../web/core/standstills.ts";
import { longestStep } from "./longest-step.ts";

/** Milliseconds of a standstill that a look finds after a step in which the process has computed for so long. */
function stoodStill(stepMs: number, computedMs: number): number {
  const times = { now: 1_000, computedMs: 500 };
  const standstills = new Standstills(
    times.now,
    longestStep(() => ({ ...times })),
  );
  times.now += stepMs;
  times.computedMs += computedMs;
  standstills.lookAsPlanned(times.now);
  return standstills.totalAt(times.now);
}

test("a long step in which the process has hardly computed is a standstill", () => {
  expect(stoodStill(5_000, 250)).toBe(5_000);
});

test("a step in which the process was busy is none, and neither is a short one", () => {
  expect(stoodStill(5_000, 1_000)).toBe(0);
  expect(stoodStill(700, 0)).toBe(0);
});
