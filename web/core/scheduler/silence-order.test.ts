import { expect, test } from "vitest";
import { SilenceOrder } from "./silence-order.ts";

const anybody = (): boolean => true;

test("the longest silence is found whatever the volunteers' speeds are", () => {
  const order = new SilenceOrder<string>();
  order.set("fast", 1_000, 100);
  order.set("slow", 2_000, 5_000);
  expect(order.longest(anybody, 1)).toBe("fast");
  expect(order.longest((member) => member !== "fast", 2)).toBe("slow");
});

test("silence on a slow machine costs most, since most of the work is still to come", () => {
  const order = new SilenceOrder<string>();
  order.set("fast", 1_000, 100);
  order.set("slow", 2_000, 5_000);
  expect(order.costliest(anybody, 1, 4_000, 500)).toBe("slow");
});

test("what has not been silent for long enough costs nothing yet", () => {
  const order = new SilenceOrder<string>();
  order.set("fast", 1_000, 100);
  order.set("slow", 2_000, 5_000);
  expect(order.costliest(anybody, 1, 4_000, 2_500)).toBe("fast");
  expect(order.costliest(anybody, 1, 4_000, 5_000)).toBeUndefined();
});

test("a member is there once, also when its volunteer turns out slower, and gone when it is deleted", () => {
  const order = new SilenceOrder<string>();
  order.set("one", 1_000, 100);
  order.set("one", 3_000, 5_000);
  expect(order.costliest(anybody, 1, 4_000, 2_000)).toBeUndefined();
  expect(order.has("one")).toBe(true);
  order.delete("one");
  expect(order.has("one")).toBe(false);
  expect(order.longest(anybody, 1)).toBeUndefined();
});
