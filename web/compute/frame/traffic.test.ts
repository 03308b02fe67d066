import { expect, test } from "vitest";
import { Traffic } from "./traffic.ts";

/** Counts the messages of `bytes` bytes that pass, one every `gapMs`, up to `most`. */
function passed(bytes: number, gapMs: number, most: number, isCall = false): number {
  const traffic = new Traffic();
  for (let i = 0; i < most; i += 1) if (traffic.countMessage(bytes, i * gapMs, isCall) !== null) return i;
  return most;
}

test("a thousand messages a second pass for ever", () => {
  expect(passed(100, 1, 200_000)).toBe(200_000);
});

test("a burst of 8,192 messages passes, a flood does not", () => {
  expect(passed(100, 0, 8192)).toBe(8192);
  expect(passed(100, 0, 100_000)).toBe(20_000);
});

test("ten calls count for one message", () => {
  expect(passed(100, 0, 300_000, true)).toBe(200_000);
});

test("bytes are counted too", () => {
  const mebibyte = 1024 * 1024;
  expect(passed(mebibyte, 2, 20_000)).toBe(20_000);
  expect(passed(64 * mebibyte, 0, 100)).toBe(16);
  expect(new Traffic().countMessage(2048 * mebibyte, 0)).toEqual({ key: "too-many-bytes", most: 1024 * mebibyte });
});
