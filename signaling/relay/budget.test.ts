import { expect, test } from "vitest";
import { Budget, Budgets } from "./budget.ts";

const limits = { bytesPerSecond: 1_000, bytesWaiting: 500 };

test("a second's bytes may come at once, and more wait until as many seconds have passed", () => {
  const budget = new Budget(limits, 0);
  budget.addBytes(1_000, 0);
  expect(budget.waitMs(0)).toBe(0);
  budget.addBytes(500, 0);
  expect(budget.waitMs(0)).toBe(500);
  expect(budget.waitMs(400)).toBe(100);
  expect(budget.waitMs(500)).toBe(0);
});

test("who has had to wait for room is called once, when there is some", () => {
  const budget = new Budget(limits, 0);
  let calls = 0;
  budget.addBytes(600, 0);
  expect(budget.isFull).toBe(true);
  budget.whenRoom(() => (calls += 1));
  budget.removeBytes(100);
  expect(calls).toBe(0);
  budget.removeBytes(1);
  budget.removeBytes(1);
  expect(calls).toBe(1);
});

test("who comes back has the budget that it has left", () => {
  const budgets = new Budgets(limits);
  budgets.budgetOf("address", 0).addBytes(2_000, 0);
  expect(budgets.budgetOf("address", 100).waitMs(100)).toBe(900);
  expect(budgets.budgetOf("other", 100).waitMs(100)).toBe(0);
});

test("budgets that remember nothing are forgotten, however many there were", () => {
  const budgets = new Budgets(limits);
  const busy = budgets.budgetOf("busy", 0);
  busy.addBytes(5_000_000, 0);
  const first = budgets.budgetOf("address 0", 0);
  for (let number = 1; number < 10_000; number += 1) budgets.budgetOf(`address ${number}`, 0);
  expect(budgets.budgetOf("busy", 0)).toBe(busy);
  expect(budgets.budgetOf("address 0", 0)).not.toBe(first);
});
