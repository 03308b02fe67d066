import { expect, test } from "vitest";
import { LineBudget } from "./line-budget.ts";

const limits = { linesAtOnce: 3, linesASecond: 2, charactersAtOnce: 100, charactersASecond: 50 };

test("lines pass up to the burst, then at the rate, and the others are counted", () => {
  const budget = new LineBudget(limits);
  const passed = (count: number, now: number): number =>
    Array.from({ length: count }, () => budget.admitLine(1, now)).filter(Boolean).length;
  expect(passed(5, 0)).toBe(3);
  expect(budget.takeDropped()).toBe(2);
  expect(passed(5, 1_000)).toBe(2);
  expect(passed(1, 1_499)).toBe(0);
  expect(passed(1, 1_500)).toBe(1);
  expect(budget.takeDropped()).toBe(4);
  expect(budget.takeDropped()).toBe(0);
});

test("long lines use up the characters before the lines", () => {
  const budget = new LineBudget(limits);
  expect(budget.admitLine(80, 0)).toBe(true);
  expect(budget.admitLine(80, 0)).toBe(false);
  expect(budget.admitLine(20, 0)).toBe(true);
  expect(budget.isOpen(0)).toBe(false);
  expect(budget.admitLine(80, 1_600)).toBe(true);
  expect(budget.takeDropped()).toBe(1);
});

test("an empty line that only tells of dropped ones is not counted when it is dropped itself", () => {
  const budget = new LineBudget({ ...limits, linesAtOnce: 1 });
  budget.addDropped(7);
  expect(budget.admitLine(0, 0)).toBe(true);
  expect(budget.admitLine(0, 0)).toBe(false);
  expect(budget.takeDropped()).toBe(7);
});
