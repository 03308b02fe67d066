import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { panned, showing, ticksOf, tickWords, wholeWindow, zoomed, type TimeWindow } from "./time-window.ts";

describe("the window of a timeline", () => {
  test("grows in steps with a job that it shows all of", () => {
    expect([0, 9, 100, 124, 60_000].map((endMs) => wholeWindow(endMs).toMs)).toEqual([10, 10, 125, 160, 63_000]);
  });

  test("is zoomed around a moment that keeps its place", () => {
    const window = zoomed({ fromMs: 0, toMs: 1_000 }, 0.5, 200, 1_000);
    expect(window).toEqual({ fromMs: 100, toMs: 600 });
  });

  test("goes to a bar out of sight, and stays where it is in sight", () => {
    const window: TimeWindow = { fromMs: 0, toMs: 100 };
    expect(showing(window, 20, 60, 1_000)).toBe(window);
    expect(showing(window, 300, 310, 1_000)).toEqual({ fromMs: 220, toMs: 320 });
  });

  test("is never empty, nor far from what there is, whatever a hand does", () => {
    const step = fc.record({
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      aroundMs: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      byMs: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step), fc.double({ min: 0, max: 1e6, noNaN: true }), (moves, endMs) => {
        let window = wholeWindow(endMs);
        const whole = window.toMs;
        for (const { factor, aroundMs, byMs } of moves) {
          window = panned(zoomed(window, factor, aroundMs, endMs), byMs, endMs);
          const span = window.toMs - window.fromMs;
          expect(span).toBeGreaterThan(0.4);
          expect(span).toBeLessThanOrEqual(whole * 1.001);
          expect(window.fromMs).toBeGreaterThanOrEqual(-0.51 * span);
          expect(window.fromMs).toBeLessThanOrEqual(Math.max(whole, endMs));
        }
      }),
    );
  });

  test("has round moments beneath it, as precise as they have to be", () => {
    const { stepMs, ticks } = ticksOf({ fromMs: 0, toMs: 5_000 }, 5);
    expect(ticks.map((tick) => tickWords(tick, stepMs))).toEqual(["0", "1 s", "2 s", "3 s", "4 s", "5 s"]);
    expect(tickWords(350, 50)).toBe("350 ms");
    expect(tickWords(1_500, 500)).toBe("1.5 s");
    expect(tickWords(90_000, 30_000)).toBe("1:30");
    expect(tickWords(3_900_000, 600_000)).toBe("1:05:00");
    expect(ticksOf({ fromMs: 0, toMs: 1e9 }, 5).ticks.length).toBeLessThanOrEqual(7);
  });
});
