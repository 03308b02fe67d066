import { expect, test } from "vitest";
import { madeOnce } from "./made-once.ts";

test("makes a value when it is first asked for, and keeps it", () => {
  let made = 0;
  const value = madeOnce(() => ({ number: (made += 1) }));
  expect(made).toBe(0);
  expect(value()).toBe(value());
  expect(made).toBe(1);
});
