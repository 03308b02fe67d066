import { describe, expect, test } from "vitest";
import { epoch, jobId, volunteerId } from "../../core/ids.ts";
import { defaultSchedulerSettings } from "../../core/scheduler/settings.ts";
import { createScheduler } from "../../core/scheduler/state.ts";
import { fates, JobTrace, type TraceEvent } from "../results/job-trace.ts";
import type { Room } from "../room.ts";
import { Throws } from "../testing/plain-compute.ts";
import { TraceRecorder } from "./trace-recorder.ts";
import { OpenedRoom, squaresOf } from "../testing/opened-room.ts";

function eventsOf({ trace }: Room): readonly TraceEvent[] {
  const events: TraceEvent[] = [];
  for (let nth = 0; nth < (trace?.count ?? 0); nth += 1) {
    const event = trace?.at(nth) ?? null;
    if (event !== null) events.push(event);
  }
  return events;
}

function ofType<Type extends TraceEvent["type"]>(room: Room, type: Type): Extract<TraceEvent, { type: Type }>[] {
  return eventsOf(room).filter((event): event is Extract<TraceEvent, { type: Type }> => event.type === type);
}

function never(): Promise<never> {
  return new Promise(() => {});
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].toSorted((one, other) => one - other);
}

describe("the trace of a job", () => {
  test("tells of each task when it was sent, answered and on record, and who was there", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("ada", (input) => input, 2);
    await opened.start(squaresOf(5));
    const { room } = opened;
    expect(opened.job.done).toBe(5);
    expect(ofType(room, "came")).toMatchObject([{ slots: 2, isNew: false }]);
    const sent = ofType(room, "sent");
    const answered = ofType(room, "answered");
    expect(ascending(sent.flatMap(({ indices }) => Array.from(indices)))).toEqual([0, 1, 2, 3, 4]);
    expect(ascending(answered.flatMap(({ indices }) => Array.from(indices)))).toEqual([0, 1, 2, 3, 4]);
    expect(answered.every(({ fates: found }) => found === null)).toBe(true);
    for (const { lease, atMs } of answered) {
      const batch = sent.find((one) => one.lease === lease);
      expect(batch?.atMs).toBeLessThanOrEqual(atMs);
      expect(batch?.chosenMs).toBeLessThanOrEqual(batch?.atMs ?? 0);
    }
    const recorded = ofType(room, "recorded").map(({ commit }) => commit);
    expect(ascending(recorded)).toEqual(ascending(answered.map(({ commit }) => commit ?? 0)));
    expect(ofType(room, "ended")).toEqual([]);
  });

  test("tells errors that are tried again from the one that fails the task", async () => {
    const opened = await OpenedRoom.open();
    await opened.enter("ada", () => new Throws(new Error("no")));
    await opened.start(squaresOf(1, { maxAttempts: 2 }));
    await opened.browser.passTime(60_000);
    expect(opened.job.failed).toBe(1);
    const found = ofType(opened.room, "answered").map(({ fates: each }) => Array.from(each ?? []));
    expect(found).toEqual([[fates.threw], [fates.failed]]);
    expect(ofType(opened.room, "sent").map(({ attempts }) => Array.from(attempts))).toEqual([[1], [2]]);
  });

  test("tells what a volunteer had in hand that was lost, and what is taken back with a job", async () => {
    const opened = await OpenedRoom.open();
    const volunteer = await opened.enter("ada", never);
    await opened.start(squaresOf(2));
    const open = ofType(opened.room, "sent").map(({ lease }) => lease);
    expect(open.length).toBeGreaterThan(0);
    volunteer.membership.close();
    await opened.browser.passTime(60_000);
    expect(ofType(opened.room, "went")).toHaveLength(1);
    const ended = ofType(opened.room, "ended");
    expect(ended.map(({ lease }) => lease)).toEqual(open);
    expect(new Set(ended.map(({ how }) => how))).toEqual(
      new Set(ofType(opened.room, "went").map(({ departure }) => departure)),
    );

    await opened.enter("bob", never);
    await opened.browser.passTime(1_000);
    opened.room.cancelJob(opened.job.id);
    await opened.browser.passTime(1_000);
    expect(ofType(opened.room, "ended").at(-1)).toMatchObject({ how: "taken-back" });
  });

  test("tells a volunteer that was given up from one that has left", () => {
    const trace = new JobTrace({ now: () => 0 });
    const jobs = new Map([[jobId(1), { id: jobId(1), trace }]]);
    const recorder = new TraceRecorder(createScheduler(epoch(1), defaultSchedulerSettings), jobs);
    const volunteer = volunteerId(1);
    const leaves = { type: "volunteer-left", volunteer, departure: "goodbye" } as const;
    recorder.note({ type: "alarm-rang", now: 5 }, [{ type: "give-up-link", volunteer, because: "path", silentMs: 5 }]);
    recorder.note({ ...leaves, now: 6 }, []);
    recorder.note({ ...leaves, now: 9 }, []);
    expect([trace.at(0), trace.at(1)]).toEqual([
      { type: "went", atMs: 6, volunteer, departure: "lost" },
      { type: "went", atMs: 9, volunteer, departure: "goodbye" },
    ]);
  });

  test("is of the job shown in this start of the room, and none of one on record", async () => {
    const opened = await OpenedRoom.open();
    expect(opened.room.trace).toBeNull();
    await opened.enter("ada");
    await opened.start(squaresOf(1));
    expect(opened.room.trace?.resultsBefore).toBe(0);
    const { browser, code } = opened;
    opened.close();
    const again = await OpenedRoom.open({ browser, code });
    expect(again.job.done).toBe(1);
    expect(again.room.trace).toBeNull();
    expect(again.room.results?.stretchOf(0)).toMatchObject({ first: 0, end: 1, slot: 0 });
  });
});
