import { expect, test } from "vitest";
import { shortened } from "./shortened.ts";

test("a text that people take in at a glance is shown as it is", () => {
  expect(shortened("8399 * 8399")).toBe("8399 * 8399");
  expect(shortened("x".repeat(200))).toBe("x".repeat(200));
});

test("of a longer one the beginning is shown, and its length", () => {
  expect(shortened("x".repeat(30 << 20))).toBe(`${"x".repeat(200)}… (31,457,280 characters)`);
});

test("the cut leaves no half of a character", () => {
  expect(shortened(`${"x".repeat(199)}😀😀`)).toBe(`${"x".repeat(199)}… (203 characters)`);
});
