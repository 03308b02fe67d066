import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commitId, leaseId, volunteerId, type VolunteerId } from "../../../core/ids.ts";
import { fates, JobTrace, type TraceEvent } from "../../../room/results/job-trace.ts";
import { JobLedger } from "./job-ledger.ts";

const first = volunteerId(1);
const second = volunteerId(2);

function ledgerOf(events: readonly TraceEvent[], now = 0): JobLedger {
  let at = 0;
  const trace = new JobTrace({ now: () => at });
  for (const event of events) trace.note(event);
  at = now;
  const ledger = new JobLedger(trace);
  while (ledger.readSome()) {
    // Reads in slices, to the end.
  }
  return ledger;
}

function came(atMs: number, volunteer = first, slots = 1): TraceEvent {
  return { type: "came", atMs, volunteer, slots, isNew: false };
}

function sent(atMs: number, lease: number, tasks: readonly number[], volunteer = first): TraceEvent {
  const columns = { indices: Uint32Array.from(tasks), attempts: new Uint8Array(tasks.length).fill(1) };
  return { type: "sent", atMs, volunteer, lease: leaseId(lease), chosenMs: atMs, isCopy: false, ...columns };
}

interface Answer {
  readonly lease: number;
  readonly tasks: readonly number[];
  readonly startedMs: number;
  readonly runtimeMs: number;
  readonly volunteer?: VolunteerId;
  readonly slot?: number;
  readonly found?: readonly number[];
}

function answered(atMs: number, { lease, tasks, startedMs, runtimeMs, volunteer = first, slot = 0, found }: Answer) {
  return {
    type: "answered",
    atMs,
    volunteer,
    lease: leaseId(lease),
    slot,
    startedMs,
    indices: Uint32Array.from(tasks),
    runtimesMs: new Float32Array(tasks.length).fill(runtimeMs),
    fates: found === undefined ? null : Uint8Array.from(found),
    commit: commitId(lease),
  } satisfies TraceEvent;
}

describe("the time of a slot", () => {
  test("is on the wire until it begins, computes, has overhead between tasks that it has in hand, and waits where it has none", () => {
    const ledger = ledgerOf([
      came(0),
      sent(100, 1, [0, 1]),
      answered(165, { lease: 1, tasks: [0], startedMs: 110, runtimeMs: 50 }),
      answered(230, { lease: 1, tasks: [1], startedMs: 175, runtimeMs: 50 }),
      sent(300, 2, [2]),
      answered(400, { lease: 2, tasks: [2], startedMs: 320, runtimeMs: 80 }),
    ]);
    expect(ledger.figures()).toEqual({
      wallMs: 300,
      slotTime: { computing: 180, wire: 30, overhead: 15, waiting: 75, lost: 0 },
      tasks: 3,
      mostSlots: 1,
    });
    expect(ledger.work.get(first)).toEqual({ tasks: 3, computedMs: 180, lost: 0 });
  });

  test("is lost with its volunteer, and in attempts that did not count", () => {
    const ledger = ledgerOf([
      came(0),
      came(0, second),
      sent(0, 1, [0]),
      sent(0, 2, [1], second),
      answered(100, { lease: 1, tasks: [0], startedMs: 0, runtimeMs: 100, found: [fates.threw] }),
      { type: "went", atMs: 150, volunteer: second, departure: "lost" },
      { type: "ended", atMs: 150, volunteer: second, lease: leaseId(2), how: "lost" },
      sent(150, 3, [0, 1]),
      answered(250, { lease: 3, tasks: [0, 1], startedMs: 150, runtimeMs: 50 }),
    ]);
    expect(ledger.figures()?.slotTime).toEqual({ computing: 100, wire: 0, overhead: 0, waiting: 50, lost: 250 });
    expect(ledger.work.get(second)).toEqual({ tasks: 0, computedMs: 0, lost: 1 });
  });

  test("goes on while tasks are in hand, as computing", () => {
    const ledger = ledgerOf([came(0), came(0, second), sent(100, 1, [0])], 400);
    expect(ledger.figures()).toMatchObject({ wallMs: 300, slotTime: { computing: 300, waiting: 300 } });
    expect(ledger.isUnderWay).toBe(true);
  });

  test("is bounded by the coordinator's clock, whatever a volunteer says of its times", () => {
    const ledger = ledgerOf([
      came(0),
      sent(100, 1, [0]),
      answered(200, { lease: 1, tasks: [0], startedMs: -9_999, runtimeMs: 5_000 }),
    ]);
    expect(ledger.figures()?.slotTime).toEqual({ computing: 100, wire: 0, overhead: 0, waiting: 0, lost: 0 });
  });
});

test("nothing is measured before the first sending, and what was dropped of the trace is told", () => {
  expect(ledgerOf([came(0)]).figures()).toBeNull();
  const trace = new JobTrace({ now: () => 0 }, 0, 0, { events: 2, tasks: 100 });
  for (let lease = 1; lease <= 4; lease += 1) trace.note(sent(lease, lease, [lease]));
  const ledger = new JobLedger(trace);
  ledger.readSome();
  expect(ledger.missesSome).toBe(true);
});

/** Facts about one volunteer with one slot, in order, with steps in milliseconds of any size. */
const story = fc.array(
  fc.record({
    stepMs: fc.nat(500),
    act: fc.constantFrom("send", "answer", "limits", "leave", "return"),
    runtimeMs: fc.nat(2_000),
    agoMs: fc.integer({ min: -500, max: 2_000 }),
    slot: fc.nat(2),
  }),
  { maxLength: 60 },
);

test("the parts of the slots' time are never negative, and come to the time for which slots were there", () => {
  fc.assert(
    fc.property(story, (steps) => {
      let now = 0;
      let lease = 0;
      let slots = 2;
      let isIn = true;
      let open: number[] = [];
      let began: number | null = null;
      let slotMs = 0;
      const events: TraceEvent[] = [came(0, first, slots)];
      for (const { stepMs, act, runtimeMs, agoMs, slot } of steps) {
        if (began !== null && isIn) slotMs += stepMs * slots;
        now += stepMs;
        if (act === "send" && isIn) {
          began ??= now;
          lease += 1;
          open.push(lease);
          events.push(sent(now, lease, [lease]));
        }
        if (act === "limits" && isIn) {
          slots = 1 + slot;
          events.push(came(now, first, slots));
        }
        const [oldest] = open;
        if (oldest !== undefined && act === "answer") {
          open.shift();
          const startedMs = now - agoMs;
          events.push(answered(now, { lease: oldest, tasks: [oldest], startedMs, runtimeMs, slot }));
        }
        if (oldest !== undefined && act === "return") {
          open.shift();
          const indices = Uint32Array.from([oldest]);
          events.push({ type: "returned", atMs: now, volunteer: first, lease: leaseId(oldest), indices });
        }
        if (act === "leave" && isIn && slot === 0) {
          isIn = false;
          events.push({ type: "went", atMs: now, volunteer: first, departure: "lost" });
          for (const left of open) {
            events.push({ type: "ended", atMs: now, volunteer: first, lease: leaseId(left), how: "lost" });
          }
          open = [];
        }
      }
      // The job's time goes on to the present moment while something is in hand.
      if (began === null || !isIn || open.length === 0) return;
      const figures = ledgerOf(events, now).figures();
      const parts = Object.values(figures?.slotTime ?? {});
      for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(slotMs, 3);
      expect(figures?.wallMs).toBe(now - began);
    }),
  );
});
