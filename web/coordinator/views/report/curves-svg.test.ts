import { expect, test } from "vitest";
import { curvesSvg } from "./curves-svg.ts";

const axes = { below: "seconds", left: "tasks a second" };

test("a curve stands between its axes, higher where there is more, and goes on over points that are missing", () => {
  const svg = curvesSvg(
    [{ colour: "accent", kind: "line", x: [0, 1, 2], y: [0, null, 10] }],
    axes,
    'Ten & a quotation mark: "',
  );
  expect(svg).toContain('aria-label="Ten &amp; a quotation mark: &quot;"');
  const [, points = ""] = /class="curve curve-accent" d="M([^"]+)"/.exec(svg) ?? [];
  const [first, last, ...others] = points.split("L").map((point) => point.split(" ").map(Number));
  expect(others).toEqual([]);
  expect(first?.[0]).toBeLessThan(last?.[0] ?? 0);
  expect(first?.[1]).toBeGreaterThan(last?.[1] ?? 0);
});

test("nothing, one point and equal points are drawn without a place that is no number", () => {
  for (const x of [[], [3], [3, 3]]) {
    const curve = { colour: "done", kind: "dots", x, y: x.map(() => 0) } as const;
    expect(curvesSvg([curve], axes, "")).not.toMatch(/NaN|Infinity/);
  }
});
