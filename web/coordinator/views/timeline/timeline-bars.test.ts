import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { barStates, TimelineBars, type Bar } from "./timeline-bars.ts";

function barOf(nth: number, changes: Partial<Bar> = {}): Bar {
  const at = nth * 10;
  const times = { chosenMs: at, sentMs: at, startMs: at, endMs: at + 10, recordedMs: at + 10, earlyMs: 0 };
  const what = { lane: nth % 3, task: nth, count: 1, state: barStates.recorded, attempt: 1, isCopy: false };
  return { ...what, ...times, ...changes };
}

describe("the bars of a timeline", () => {
  test("come back as they were added, and are on record once they are", () => {
    const bars = new TimelineBars();
    const waiting = barOf(7, { state: barStates.computed });
    expect(bars.at(bars.add(waiting))).toEqual(waiting);
    bars.record(0, 1, 95);
    expect(bars.at(0)).toEqual({ ...waiting, state: barStates.recorded, recordedMs: 95 });
    expect(bars.at(1)).toBeNull();
  });

  test("are merged with their neighbours in a lane where there are too many, and none of them is lost", () => {
    const bars = new TimelineBars(2_048);
    for (let nth = 0; nth < 3_000; nth += 1) {
      const at = Math.floor(nth / 3) * 10;
      bars.add(barOf(nth, { startMs: at, endMs: at + 10, recordedMs: at + 10 }));
    }
    expect(bars.isMerged).toBe(true);
    expect(bars.dropped).toBe(0);
    let attempts = 0;
    for (let number = bars.first; number < bars.end; number += 1) attempts += bars.countOf(number);
    expect(attempts).toBe(3_000);
  });

  test("are dropped and counted where they cannot be merged, and a slot's idle time is never filled", () => {
    const bars = new TimelineBars(2_048);
    for (let nth = 0; nth < 5_000; nth += 1) bars.add(barOf(nth, { endMs: nth * 10 + 5 }));
    expect(bars.dropped).toBeGreaterThan(0);
    let attempts = bars.dropped;
    for (let number = bars.first; number < bars.end; number += 1) {
      attempts += bars.countOf(number);
      expect(bars.countOf(number)).toBe(1);
    }
    expect(attempts).toBe(5_000);
  });

  test("take bounded memory, and work in proportion to their number", () => {
    const bars = new TimelineBars();
    const added = 300_000;
    for (let nth = 0; nth < added; nth += 1) bars.add(barOf(nth));
    expect(bars.end - bars.first).toBeLessThanOrEqual(131_072);
    expect(bars.bytes).toBeLessThanOrEqual(131_072 * 57);
    // Each compaction touches at most one and a half of all rows, and frees a quarter of them.
    expect(bars.rowsTouched).toBeLessThanOrEqual(added * 8);
  });

  test("keep their order and their attempts, whatever comes, is merged and gets on record", () => {
    const step = fc.record({
      lane: fc.nat(3),
      idleMs: fc.nat(3),
      ms: fc.nat(20),
      state: fc.constantFrom(...Object.values(barStates)),
      recordsLast: fc.nat(50),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const bars = new TimelineBars(64);
        let at = 0;
        for (const [nth, { lane, idleMs, ms, state, recordsLast }] of steps.entries()) {
          const startMs = at + idleMs;
          at = startMs + ms;
          const number = bars.add(barOf(nth, { lane, state, startMs, endMs: at, recordedMs: at }));
          expect(bars.at(number)?.task).toBe(nth);
          bars.record(Math.max(0, number - recordsLast), number + 1, at);
        }
        let attempts = bars.dropped;
        let last = -1;
        for (let number = bars.first; number < bars.end; number += 1) {
          const bar = bars.at(number);
          attempts += bar?.count ?? 0;
          expect(bar?.task).toBeGreaterThan(last);
          last = bar?.task ?? 0;
          expect(bar?.endMs).toBeGreaterThanOrEqual(bar?.startMs ?? 0);
          expect(bar?.recordedMs).toBeGreaterThanOrEqual(bar?.endMs ?? 0);
        }
        expect(attempts).toBe(steps.length);
        expect(bars.end - bars.first).toBeLessThanOrEqual(64);
      }),
    );
  });
});
