import { expect, test } from "vitest";
import { AddressLimiter, TokenBucket } from "./token-bucket.ts";

test("a bucket lets its capacity through at once, and then its rate", () => {
  const bucket = new TokenBucket(0);
  const taken = (now: number) => bucket.take(1, 3, 2, now);
  expect([taken(0), taken(0), taken(0), taken(0)]).toEqual([true, true, true, false]);
  expect([taken(500), taken(500)]).toEqual([true, false]);
  expect([taken(60_000), taken(60_000), taken(60_000), taken(60_000)]).toEqual([true, true, true, false]);
});

test("a capacity that grows has its effect at once", () => {
  const bucket = new TokenBucket(0);
  expect(bucket.take(3, 3, 1, 0)).toBe(true);
  expect(bucket.take(1, 3, 1, 0)).toBe(false);
  expect(bucket.take(10, 13, 1, 0)).toBe(true);
});

test("addresses have their tries apart, and are told how long to wait", () => {
  let clock = 0;
  const limiter = new AddressLimiter(2, () => clock);
  expect([limiter.take("a"), limiter.take("a"), limiter.take("a")]).toEqual([true, true, false]);
  expect([limiter.waitSeconds("a"), limiter.waitSeconds("b")]).toEqual([30, 0]);
  expect(limiter.take("b")).toBe(true);
  clock += 29_000;
  expect(limiter.waitSeconds("a")).toBe(1);
  clock += 1_000;
  expect(limiter.waitSeconds("a")).toBe(0);
  expect(limiter.take("a")).toBe(true);
});
