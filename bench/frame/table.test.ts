import { expect, test } from "vitest";
import { spreadOf } from "./statistics.mjs";
import { formatNumber, formatSpread, formatTable } from "./table.mjs";

test.each([
  [0, "0"],
  [0.01234, "0.0123"],
  [0.5, "0.500"],
  [1.924, "1.92"],
  [47.26, "47.3"],
  [523_456.7, "523,457"],
  [NaN, "NaN"],
])("%d is written as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a spread is written with its ends, unless there was one run only", () => {
  expect(formatSpread({ runs: [1, 2, 3], median: 2, min: 1, max: 3 }, "s")).toBe("2.00 s (1.00–3.00)");
  expect(formatSpread({ runs: [2], median: 2, min: 2, max: 2 }, "s")).toBe("2.00 s");
});

test("the table has a line for each figure and for each thing beside it, missing ones by name", () => {
  const table = formatTable([
    {
      name: "million",
      seconds: 9,
      load: [0, 1],
      failure: null,
      figures: [
        {
          name: "rate",
          unit: "/s",
          better: "more",
          ours: spreadOf([500]),
          peers: [
            { name: "queues", times: 5, ...spreadOf([100]) },
            { name: "Dask", missing: "not installed" },
          ],
          limit: { name: "channel", times: 0.5, ...spreadOf([1_000]) },
        },
        { name: "delay", unit: "ms", better: "less", ours: spreadOf([7]), peers: [], limit: null },
      ],
    },
  ]);
  const lines = table.split("\n");
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, " | "))).toEqual([
    "figure | ours | beside it | its figure | ratio | of the limit",
    expect.stringMatching(/^[- |]+$/),
    "million: rate | 500 /s | queues | 100 /s | 5.00 ×",
    " | Dask | missing: not installed",
    " | limit: channel | 1,000 /s | 50.0 %",
    "million: delay | 7.00 ms",
  ]);
  const ends = [lines[2], lines[4]].map((line) => line?.indexOf("/s"));
  expect(ends[0]).toBeGreaterThan(0);
  expect(lines[2]?.indexOf("100 /s")).toBe((lines[4]?.indexOf("1,000 /s") ?? 0) + 2);
});
