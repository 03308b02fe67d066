import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commitId, leaseId, volunteerId } from "../../../core/ids.ts";
import { fates, JobTrace, type TraceEvent } from "../../../room/results/job-trace.ts";
import { Arrivals } from "../../../room/results/arrivals.ts";
import { BarPainter, barsAFrame, type Brush, type Ground } from "./bar-painter.ts";
import { barStates } from "./timeline-bars.ts";
import { TimelineModel, type RecordedResults } from "./timeline-model.ts";
import { wholeWindow } from "./time-window.ts";

const nothing: RecordedResults = {
  arrivals: new Arrivals(0),
  stretchOf: () => ({ first: 0, end: 0, slot: null, startedMs: 0 }),
  runtimeMs: () => 0,
  volunteer: () => 0,
  hasFailed: () => false,
  attempts: () => 0,
};

function traceOf(events: readonly TraceEvent[]): JobTrace {
  const trace = new JobTrace({ now: () => 0 });
  for (const event of events) trace.note(event);
  return trace;
}

function read(events: readonly TraceEvent[]): TimelineModel {
  const model = new TimelineModel(nothing, traceOf(events));
  while (model.readSome()) {
    // Reads in slices, to the end.
  }
  return model;
}

const first = volunteerId(1);
const second = volunteerId(2);

function came(atMs: number, volunteer = first, slots = 1): TraceEvent {
  return { type: "came", atMs, volunteer, slots, isNew: false };
}

function sent(atMs: number, lease: number, tasks: readonly number[], changes = {}): TraceEvent {
  const columns = { indices: Uint32Array.from(tasks), attempts: new Uint8Array(tasks.length).fill(1) };
  const chosenMs = atMs - 2;
  return {
    type: "sent",
    atMs,
    volunteer: first,
    lease: leaseId(lease),
    chosenMs,
    isCopy: false,
    ...columns,
    ...changes,
  };
}

function answered(atMs: number, lease: number, tasks: readonly number[], changes = {}): TraceEvent {
  const columns = { indices: Uint32Array.from(tasks), runtimesMs: new Float32Array(tasks.length).fill(10) };
  const rest = { volunteer: first, slot: 0, startedMs: atMs - 10 * tasks.length - 3, fates: null };
  return { type: "answered", atMs, lease: leaseId(lease), commit: commitId(lease), ...columns, ...rest, ...changes };
}

describe("the timeline of a job", () => {
  test("has a bar for each attempt, with its ways and waits, and the bar is on record when its result is", () => {
    const model = read([
      came(0),
      sent(10, 1, [4, 5]),
      answered(40, 1, [4, 5]),
      { type: "recorded", atMs: 44, commit: commitId(1) },
    ]);
    const bar = { lane: 0, count: 1, attempt: 1, isCopy: false, chosenMs: 8, sentMs: 10, recordedMs: 44, earlyMs: 7 };
    const state = barStates.recorded;
    expect(model.bars.at(0)).toEqual({ ...bar, task: 4, state, startMs: 17, endMs: 27 });
    expect(model.bars.at(1)).toEqual({ ...bar, task: 5, state, startMs: 27, endMs: 37 });
    expect(model.held.size).toBe(0);
  });

  test("places what a volunteer claims between its lease and its answer, and behind what the slot did before", () => {
    const model = read([
      came(0),
      sent(10, 1, [1]),
      answered(20, 1, [1], { startedMs: -500, runtimesMs: Float32Array.of(9_000) }),
      sent(12, 2, [2]),
      answered(30, 2, [2], { startedMs: 13, runtimesMs: Float32Array.of(4) }),
    ]);
    expect(model.bars.at(0)).toMatchObject({ startMs: 10, endMs: 20 });
    expect(model.bars.at(1)).toMatchObject({ startMs: 20, endMs: 24, earlyMs: 0 });
  });

  test("shows what is in hand, and what was lost with a volunteer, which is marked", () => {
    const events = [came(0), came(0, second), sent(10, 1, [1, 2, 3])];
    expect([...read(events).held.values()].map(({ lane, attempts }) => [lane, attempts.size])).toEqual([[0, 3]]);
    const model = read([
      ...events,
      answered(30, 1, [1]),
      { type: "went", atMs: 50, volunteer: first, departure: "lost" },
      { type: "ended", atMs: 50, volunteer: first, lease: leaseId(1), how: "lost" },
    ]);
    expect(model.bars.at(1)).toMatchObject({ task: 2, count: 2, state: barStates.lost, startMs: 27, endMs: 50 });
    expect(model.marks).toEqual([{ kind: "died", atMs: 50, lane: 0, task: 2, tasks: 2 }]);
    expect(model.totals).toMatchObject({ done: 1, lost: 2, deaths: 1 });
    expect(model.presences).toMatchObject([
      { volunteer: first, toMs: 50 },
      { volunteer: second, toMs: null },
    ]);
  });

  test("marks second copies, recalls and further attempts, and tells late answers and errors apart", () => {
    const model = read([
      came(0),
      sent(10, 1, [1, 2, 3], { isCopy: true }),
      { type: "recalled", atMs: 12, volunteer: first, lease: leaseId(1), count: 1 },
      { type: "returned", atMs: 13, volunteer: first, lease: leaseId(1), indices: Uint32Array.of(3) },
      answered(40, 1, [1, 2], { fates: Uint8Array.of(fates.late, fates.threw), commit: null }),
      sent(50, 2, [2], { attempts: Uint8Array.of(2) }),
    ]);
    expect(model.marks.map(({ kind, tasks }) => [kind, tasks])).toEqual([
      ["copied", 3],
      ["recalled", 1],
      ["retried", 1],
    ]);
    expect(model.bars.at(0)).toMatchObject({ state: barStates.late, isCopy: true });
    expect(model.bars.at(1)).toMatchObject({ state: barStates.threw });
    expect(model.held.size).toBe(1);
  });

  test("has a volunteer's slots beside each other, also one that comes later", () => {
    const model = read([came(0, first, 1), came(1, second, 2), came(2, first, 2)]);
    expect(model.lanesInOrder.map((lane) => model.lanes[lane])).toEqual([
      { volunteer: first, slot: 0 },
      { volunteer: first, slot: 1 },
      { volunteer: second, slot: 0 },
      { volunteer: second, slot: 1 },
    ]);
  });

  test("reads from the record what earlier starts have computed", () => {
    const arrivals = new Arrivals(3);
    for (const task of [2, 0, 1]) arrivals.add(task);
    const stretch = { first: 0, end: 3, slot: 1, startedMs: 100 };
    const results = { ...nothing, arrivals, stretchOf: () => stretch, runtimeMs: () => 5, volunteer: () => 9 };
    const model = new TimelineModel({ ...results, hasFailed: (task) => task === 0 }, null);
    expect(model.readSome()).toBe(false);
    expect([0, 1, 2].map((nth) => model.bars.at(nth))).toMatchObject([
      { task: 2, lane: 1, startMs: 100, endMs: 105, state: barStates.recorded },
      { task: 0, lane: 1, startMs: 105, endMs: 110, state: barStates.failed },
      { task: 1, lane: 1, startMs: 110, endMs: 115, state: barStates.recorded },
    ]);
  });

  test("has no bar of negative length, and none outside its lease, whatever volunteers claim and clocks do", () => {
    const claim = fc.record({
      atMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
      startedMs: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      runtimesMs: fc.array(fc.float({ min: -100, max: Math.fround(1e9), noNaN: true }), { minLength: 1, maxLength: 5 }),
      sentMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
      slot: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 20 }), (claims) => {
        const model = read(
          claims.flatMap(({ atMs, startedMs, runtimesMs, sentMs, slot }, lease) => {
            const tasks = runtimesMs.map((_, nth) => nth);
            const claimed = { startedMs, slot, runtimesMs: Float32Array.from(runtimesMs) };
            return [sent(sentMs, lease + 1, tasks), answered(atMs, lease + 1, tasks, claimed)];
          }),
        );
        for (let number = model.bars.first; number < model.bars.end; number += 1) {
          const bar = model.bars.at(number);
          if (bar === null) throw new Error("it is there");
          const times = [bar.chosenMs, bar.sentMs, bar.startMs, bar.endMs, bar.recordedMs];
          expect(times).toEqual(times.toSorted((one, other) => one - other));
          expect(bar.earlyMs).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

/** Counts rectangles. */
function countingBrush(): Brush {
  return { fillStyle: "", fillRect: () => {} };
}

describe("400 slots and 100,000 bars", () => {
  const slots = 400;
  const answersOf = 250;
  const events: TraceEvent[] = [];
  for (let slot = 0; slot < slots; slot += 1) events.push(came(0, volunteerId(slot + 1)));
  for (let round = 0; round < answersOf; round += 1) {
    for (let slot = 0; slot < slots; slot += 1) {
      const task = round * slots + slot;
      const at = round * 100;
      const volunteer = volunteerId(slot + 1);
      events.push(sent(at, task + 1, [task], { volunteer }));
      events.push(
        answered(at + 90, task + 1, [task], { volunteer, runtimesMs: Float32Array.of(80), startedMs: at + 5 }),
      );
    }
  }
  const total = slots * answersOf;

  test("are read and painted in bounded slices, each bar once, and one that comes is one more", () => {
    const trace = new JobTrace({ now: () => 0 }, 0, 0, { events: 1_000_000, tasks: 1_000_000 });
    for (const event of events) trace.note(event);
    const model = new TimelineModel(nothing, trace);
    let isMore = true;
    while (isMore) {
      const before = model.tasksRead;
      isMore = model.readSome();
      expect(model.tasksRead - before).toBeLessThanOrEqual(16_384 + 1);
    }
    expect(model.bars.end).toBe(total);
    expect(model.bars.bytes).toBeLessThanOrEqual(131_072 * 57);

    const window = wholeWindow(model.endMs);
    const ground: Ground = { window, width: 1_200, height: slots * 6, laneHeight: 6, scale: 1, scrollTop: 0 };
    model.takeChanged();
    const painter = new BarPainter(model, ground, { computing: () => "green", waiting: "grey" });
    const brush = countingBrush();
    let frames = 0;
    isMore = true;
    while (isMore) {
      const before = painter.looks;
      isMore = painter.paintSome(brush);
      expect(painter.looks - before).toBeLessThanOrEqual(barsAFrame);
      frames += 1;
    }
    expect(frames).toBe(Math.ceil(total / barsAFrame));
    expect(painter.looks).toBe(total);
    expect(painter.rects).toBeLessThanOrEqual(3 * total);

    trace.note(sent(30_000, total + 1, [0]));
    trace.note(answered(30_090, total + 1, [0]));
    model.readSome();
    painter.noteChanged(model.takeChanged());
    expect(painter.paintSome(brush)).toBe(false);
    expect(painter.looks).toBe(total + 1);
  });

  test("that share pixels are painted as few rectangles", () => {
    const model = read(events);
    const ground: Ground = {
      window: { fromMs: 0, toMs: 1e7 },
      width: 100,
      height: slots * 6,
      laneHeight: 6,
      scale: 1,
      scrollTop: 0,
    };
    const painter = new BarPainter(model, ground, { computing: () => "green", waiting: "grey" });
    while (painter.paintSome(countingBrush())) {
      // In slices, to the end.
    }
    expect(painter.rects).toBeLessThanOrEqual(slots);
  });

  test("are kept in a trace of bounded length, which counts what it drops", () => {
    const trace = new JobTrace({ now: () => 0 }, 0, 0, { events: 1_000, tasks: 500 });
    for (const event of events) trace.note(event);
    expect(trace.count).toBe(events.length);
    expect(trace.at(trace.dropped)).not.toBeNull();
    expect(trace.at(trace.dropped - 1)).toBeNull();
    expect(trace.count - trace.dropped).toBeLessThanOrEqual(500);
    const model = new TimelineModel(nothing, trace);
    model.readSome();
    expect(model.missesSome).toBe(true);
  });
});
