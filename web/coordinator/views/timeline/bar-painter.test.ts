import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { volunteerId, leaseId } from "../../../core/ids.ts";
import { fates, JobTrace } from "../../../room/results/job-trace.ts";
import { Arrivals } from "../../../room/results/arrivals.ts";
import { BarPainter } from "./bar-painter.ts";
import { TimelineModel } from "./timeline-model.ts";

interface Painted {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** What is painted of one attempt that threw, in a window of 200 ms on 1,000 pixels of the page. */
function paintedOf(startMs: number, runtimeMs: number, scale: number): readonly Painted[] {
  const trace = new JobTrace({ now: () => 0 });
  const volunteer = volunteerId(1);
  const [indices, attempts] = [Uint32Array.of(0), Uint8Array.of(1)];
  trace.note({ type: "came", atMs: 0, volunteer, slots: 1, isNew: false });
  const lease = { volunteer, lease: leaseId(1), indices };
  trace.note({ type: "sent", atMs: startMs, chosenMs: startMs, isCopy: false, attempts, ...lease });
  const runtimesMs = Float32Array.of(runtimeMs);
  const answer = { slot: 0, startedMs: startMs, runtimesMs, fates: Uint8Array.of(fates.threw), commit: null };
  trace.note({ type: "answered", atMs: startMs + runtimeMs, ...lease, ...answer });
  const results = { arrivals: new Arrivals(0), stretchOf: () => ({ first: 0, end: 0, slot: null, startedMs: 0 }) };
  const ofTask = { runtimeMs: () => 0, volunteer: () => 0, hasFailed: () => false, attempts: () => 0 };
  const model = new TimelineModel({ ...results, ...ofTask }, trace);
  model.readSome();
  const ground = { window: { fromMs: 0, toMs: 200 }, width: 1_000, height: 24, laneHeight: 24, scale, scrollTop: 0 };
  const painter = new BarPainter(model, ground, { computing: () => "red", waiting: "grey" });
  const painted: Painted[] = [];
  const brush = {
    fillStyle: "",
    fillRect(x: number, _y: number, width: number, height: number) {
      if (brush.fillStyle === "red") painted.push({ x, width, height });
    },
  };
  painter.paintSome(brush);
  return painted;
}

describe("a bar of an attempt", () => {
  test("fills whole pixels of the screen in its own colour, however short it is and wherever it stands", () => {
    const runtimes = fc.oneof(
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      fc.double({ min: 0, max: 90, noNaN: true }),
    );
    const starts = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(starts, runtimes, fc.constantFrom(1, 2, 3), (startMs, runtimeMs, scale) => {
        const [bar, ...others] = paintedOf(startMs, runtimeMs, scale);
        expect(others).toEqual([]);
        const [left, width] = [(bar?.x ?? 0.5) * scale, (bar?.width ?? 0) * scale];
        expect(Math.abs(left - Math.round(left))).toBeLessThan(1e-6);
        expect(Math.abs(width - Math.round(width))).toBeLessThan(1e-6);
        expect(width).toBeGreaterThanOrEqual(scale - 1e-6);
        expect(bar?.height).toBe(23);
      }),
    );
  });
});
