import { expect, test } from "vitest";
import { AddressLimiter, TokenBucket } from "./token-bucket.ts";

test("a bucket allows its capacity at once, and then its rate", () => {
  const bucket = new TokenBucket(0);
  const taken = (now: number) => bucket.takeTokens(1, 3, 2, now);
  expect([taken(0), taken(0), taken(0), taken(0)]).toEqual([true, true, true, false]);
  expect([taken(500), taken(500)]).toEqual([true, false]);
  expect([taken(60_000), taken(60_000), taken(60_000), taken(60_000)]).toEqual([true, true, true, false]);
});

test("a higher capacity counts at once", () => {
  const bucket = new TokenBucket(0);
  expect(bucket.takeTokens(3, 3, 1, 0)).toBe(true);
  expect(bucket.takeTokens(1, 3, 1, 0)).toBe(false);
  expect(bucket.takeTokens(10, 13, 1, 0)).toBe(true);
});

test("each address has its own tries and its own time to wait", () => {
  let clock = 0;
  const limiter = new AddressLimiter(2, () => clock);
  expect([limiter.takeTry("a"), limiter.takeTry("a"), limiter.takeTry("a")]).toEqual([true, true, false]);
  expect([limiter.waitSeconds("a"), limiter.waitSeconds("b")]).toEqual([30, 0]);
  expect(limiter.takeTry("b")).toBe(true);
  clock += 29_000;
  expect(limiter.waitSeconds("a")).toBe(1);
  clock += 1_000;
  expect(limiter.waitSeconds("a")).toBe(0);
  expect(limiter.takeTry("a")).toBe(true);
});
