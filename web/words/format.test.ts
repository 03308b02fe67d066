import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPart,
  formatPlural,
  formatRate,
  formatRuntime,
  formatWorkRate,
} from "./format.ts";

describe("formatCount", () => {
  test("groups thousands", () => {
    expect(formatCount(0)).toBe("0");
    expect(formatCount(1_234_567)).toBe("1,234,567");
  });

  test("writes any number as the platform does", () => {
    const platform = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
    const someCount = fc.oneof(
      fc.nat(),
      fc.maxSafeInteger(),
      fc.double({ max: -Number.MIN_VALUE }),
      fc.double({ min: 0, max: 1e5 }),
    );
    fc.assert(fc.property(someCount, (count) => formatCount(count) === platform.format(count)));
    for (const count of [0.5, 999.5, 1_499.5, Number.MAX_SAFE_INTEGER, 1e21, -0.4, -12, Number.NaN, -Infinity]) {
      expect(formatCount(count)).toBe(platform.format(count));
    }
  });
});

describe("formatPlural", () => {
  test("names one thing in the singular and every other number in the plural", () => {
    expect(formatPlural(0, "task")).toBe("0 tasks");
    expect(formatPlural(1, "task")).toBe("1 task");
    expect(formatPlural(1200, "task")).toBe("1,200 tasks");
    expect(formatPlural(2, "person", "people")).toBe("2 people");
  });
});

describe("formatRuntime", () => {
  test.each([
    [0, "< 0.1 ms"],
    [0.04, "< 0.1 ms"],
    [0.06, "0.1 ms"],
    [0.42, "0.4 ms"],
    [8.14, "8.1 ms"],
    [9.96, "10 ms"],
    [12.4, "12 ms"],
    [999.4, "999 ms"],
    [1003, "1.003 s"],
    [75_120, "75.120 s"],
  ])("puts %d ms as %s", (milliseconds, text) => {
    expect(formatRuntime(milliseconds)).toBe(text);
  });

  test("never rounds up to 1000 ms", () => {
    expect(formatRuntime(999.6)).toBe("1.000 s");
  });
});

test("formatPart tells each whole percent as itself, and all only of all", () => {
  for (let percent = 0; percent <= 100; percent += 1) expect(formatPart(percent / 100)).toBe(`${percent} %`);
  expect(formatPart(0.999)).toBe("99 %");
});

describe("formatDuration", () => {
  test.each([
    [0, "0 s"],
    [12_400, "12 s"],
    [59_600, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_600, "1 h 00 min"],
    [7_500_000, "2 h 05 min"],
    [86_399_000, "1 d 00 h"],
    [273_600_000, "3 d 04 h"],
  ])("puts %d ms as %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe("formatRate", () => {
  test.each([
    [0, "0.0/s"],
    [3.44, "3.4/s"],
    [9.96, "10/s"],
    [1250.4, "1,250/s"],
  ])("puts %d tasks a second as %s", (perSecond, text) => {
    expect(formatRate(perSecond)).toBe(text);
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [26_400_000, "26.4 MB"],
  [999_960, "1.0 MB"],
  [3_100_000_000_000, "3100.0 GB"],
])("%d bytes are %s", (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test.each([
  [0, "0.0 pixels/s"],
  [7.5 / 3_600, "7.5 pixels/h"],
  [0.5, "30 pixels/min"],
  [1, "1.0 pixels/s"],
  [1_250, "1,250 pixels/s"],
  [12_345_678, "12.3 million pixels/s"],
  [999_999_999, "1,000 million pixels/s"],
  [2.5e9, "2.5 billion pixels/s"],
  [3e12, "3 trillion pixels/s"],
  [1e300, "1.00e+300 pixels/s"],
])("%d a second is a rate that reads %s", (perSecond, words) => {
  expect(formatWorkRate(perSecond, "pixels")).toBe(words);
});
