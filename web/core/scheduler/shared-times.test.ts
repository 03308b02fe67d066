import { describe, expect, test } from "vitest";
import type { Job } from "./state.ts";
import { SharedTimes } from "./shared-times.ts";
import { sharedRate } from "./speeds.ts";
import { Room, taking } from "./testing/room.ts";

function told(byVolunteer: readonly (readonly number[])[]): SharedTimes {
  const times = new SharedTimes();
  for (const [volunteer, runtimes] of byVolunteer.entries()) {
    for (const runtimeMs of runtimes) {
      times.addRuntime(volunteer, runtimeMs);
      times.addPace(volunteer, runtimeMs);
      times.addSpeed(volunteer, 1, runtimeMs);
      times.addResultBytes(volunteer, runtimeMs);
    }
  }
  return times;
}

const honest = Array.from({ length: 20 }, (_, nth) => 90 + nth);
const lies = { slow: Array.from({ length: 400 }, () => 30_000), fast: Array.from({ length: 400 }, () => 0.001) };

describe("what a job's tasks take, over all volunteers", () => {
  test("is unknown before the first answer", () => {
    const times = new SharedTimes();
    expect([times.count, times.msPerTask, times.typicalMs, times.quantileMs(0.9), times.resultBytes]).toEqual([
      0,
      null,
      null,
      null,
      0,
    ]);
  });

  test.each(["slow", "fast"] as const)("stays what honest volunteers say while one says all are %s", (kind) => {
    const times = told([honest, lies[kind], honest]);
    expect(times.msPerTask).toBeGreaterThan(80);
    expect(times.msPerTask).toBeLessThan(120);
    expect(times.typicalMs).toBeGreaterThan(80);
    expect(times.typicalMs).toBeLessThan(120);
    expect(times.quantileMs(0.95)).toBeGreaterThan(80);
    expect(times.quantileMs(0.95)).toBeLessThan(140);
    expect(times.resultBytes).toBeGreaterThan(80);
    expect(times.resultBytes).toBeLessThan(120);
  });

  test("is in a room of two what does no harm: a liar makes no time longer, and no other one slow", () => {
    const slow = told([honest, lies.slow]);
    expect(slow.msPerTask).toBeLessThan(120);
    expect(slow.quantileMs(0.95)).toBeLessThan(140);
    expect(slow.resultBytes).toBeLessThan(120);
    expect(told([honest, lies.fast]).typicalMs).toBeGreaterThan(80);
  });

  test("is told by two alone where nine others have told other things before: each has its own word", () => {
    const times = new SharedTimes();
    for (let volunteer = 0; volunteer < 10; volunteer += 1) times.addRuntime(volunteer, 100);
    for (const runtimeMs of honest) times.addPace(0, runtimeMs);
    for (const runtimeMs of lies.fast) times.addPace(9, runtimeMs);
    expect(times.typicalMs).toBeGreaterThan(80);
  });

  test("counts a volunteer that comes again and again as one", () => {
    const times = told([honest]);
    for (let visit = 0; visit < 20; visit += 1) times.addRuntime(7, 30_000);
    expect(times.quantileMs(0.5)).toBeLessThan(120);
  });
});

/** A room in which volunteer 2 lies about its time in each answer, and the honest first one takes 1 ms a task. */
function beside(lieMs: number): { readonly room: Room; readonly job: Job } {
  const room = new Room();
  room.submit(1, 100_000);
  room.join(1);
  room.join(2);
  for (let round = 0; round < 12; round += 1) {
    room.now += 1_000;
    const own = room.lease(1);
    room.answer(1, own.id, taking(own, 1), { busyMs: own.indices.length, isLie: true });
    const other = room.lease(2);
    room.answer(2, other.id, taking(other, lieMs), { busyMs: lieMs, isLie: true });
  }
  return { room, job: room.job() };
}

describe("beside a liar", () => {
  test.each([
    ["never done", 2 ** 31 - 1],
    ["done in no time", 0],
  ])("whose tasks are %s, an honest volunteer's batches grow as if it were alone", (_, lieMs) => {
    const { room, job } = beside(lieMs);
    expect(Math.max(...room.leases(1).map(({ indices }) => indices.length))).toBeGreaterThanOrEqual(100);
    const stint = room.session(1).stints.get(job);
    expect(sharedRate(job)).toBeLessThanOrEqual(2 * (stint?.rate ?? 0) * 1.001);
  });
});
