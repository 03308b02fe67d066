import * as fc from "fast-check";
import { expect, test } from "vitest";
import { commitId, leaseId, volunteerId } from "../../../core/ids.ts";
import { fates, JobTrace, type TraceEvent } from "../../../room/results/job-trace.ts";
import { attemptHead, attemptWords, timesOf } from "./story-words.ts";
import { TaskStory } from "./task-story.ts";

const first = volunteerId(1);
const second = volunteerId(2);

function storyOf(task: number, events: readonly TraceEvent[]): TaskStory {
  const trace = new JobTrace({ now: () => 0 });
  for (const event of events) trace.note(event);
  const story = new TaskStory(trace, task);
  while (story.readSome()) {
    // Reads in slices, to the end.
  }
  return story;
}

function sent(atMs: number, lease: number, tasks: readonly number[], changes = {}): TraceEvent {
  const columns = { indices: Uint32Array.from(tasks), attempts: new Uint8Array(tasks.length).fill(1) };
  const which = { volunteer: first, lease: leaseId(lease), isCopy: false };
  return { type: "sent", atMs, chosenMs: atMs - 2, ...which, ...columns, ...changes };
}

function answered(atMs: number, lease: number, tasks: readonly number[], changes = {}): TraceEvent {
  const columns = { indices: Uint32Array.from(tasks), runtimesMs: new Float32Array(tasks.length).fill(10) };
  const rest = { volunteer: first, slot: 0, startedMs: atMs - 10 * tasks.length - 3, fates: null };
  return { type: "answered", atMs, lease: leaseId(lease), commit: commitId(lease), ...columns, ...rest, ...changes };
}

test("a task that was computed with others has its own part of their time", () => {
  const { attempts } = storyOf(5, [
    sent(100, 1, [4, 5, 6]),
    answered(150, 1, [4, 5, 6]),
    { type: "recorded", atMs: 160, commit: commitId(1) },
    sent(170, 2, [7]),
  ]);
  expect(attempts).toMatchObject([
    {
      companions: 2,
      chosenMs: 98,
      sentMs: 100,
      slot: 0,
      computed: { startMs: 127, endMs: 137 },
      recordedMs: 160,
      end: "recorded",
    },
  ]);
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error("no attempt is known");
  expect(timesOf(attempt, 999)).toEqual({ queued: 2, wire: 27, computing: 10, record: 23, held: 0 });
  expect(attemptHead(attempt, () => "laptop")).toBe("laptop, slot 1: done");
  expect(attemptWords(attempt, timesOf(attempt, 999))).toBe(
    "At 0.098 s the volunteer was chosen, with 2 other tasks. It began at 0.127 s. " +
      "Queued to send for 2.0 ms, on the wire or in line for 27 ms, computing for 10 ms, to the record for 23 ms.",
  );
});

test("each attempt is told with what was decided of it: an error, a second copy, a recall, a loss, an answer too late", () => {
  const { attempts } = storyOf(5, [
    sent(0, 1, [5]),
    answered(20, 1, [5], { fates: Uint8Array.of(fates.threw), commit: null }),
    sent(30, 2, [5], { attempts: Uint8Array.of(2) }),
    { type: "recalled", atMs: 40, volunteer: first, lease: leaseId(2), count: 1 },
    { type: "returned", atMs: 50, volunteer: first, lease: leaseId(2), indices: Uint32Array.of(5) },
    sent(60, 3, [5], { attempts: Uint8Array.of(3) }),
    sent(90, 4, [5], { volunteer: second, isCopy: true }),
    { type: "ended", atMs: 100, volunteer: first, lease: leaseId(3), how: "lost" },
    answered(120, 4, [5], { volunteer: second, fates: Uint8Array.of(fates.late), commit: null }),
  ]);
  expect(attempts.map(({ end }) => end)).toEqual(["threw", "returned", "lost", "late"]);
  expect(attempts.map(({ isCopy }) => isCopy)).toEqual([false, false, false, true]);
  expect(attempts[1]?.recalledMs).toBe(40);
  const [, again, lost, copy] = attempts.map((attempt) => attemptWords(attempt, timesOf(attempt, 200)));
  expect(again).toContain("chosen for attempt 2");
  expect(again).toContain("At 0.040 s it was asked to give back");
  expect(lost).toContain("in hand for 40 ms");
  expect(copy).toContain("the task ran long elsewhere");
});

test("what a volunteer brings of a batch whose sending was dropped is told as an attempt of its own", () => {
  const { attempts } = storyOf(5, [answered(50, 9, [5])]);
  expect(attempts).toMatchObject([{ attempt: 0, end: "answered", overMs: 50 }]);
});

test("no part of an attempt is negative, whatever a volunteer says of its times", () => {
  const times = fc.record({
    sentMs: fc.nat(1_000),
    atMs: fc.nat(1_000),
    startedMs: fc.integer({ min: -9_999, max: 9_999 }),
    runtimeMs: fc.integer({ min: -99, max: 9_999 }),
    recordedMs: fc.nat(1_000),
  });
  fc.assert(
    fc.property(times, ({ sentMs, atMs, startedMs, runtimeMs, recordedMs }) => {
      const runtimesMs = new Float32Array(2).fill(runtimeMs);
      const { attempts } = storyOf(5, [
        sent(sentMs, 1, [4, 5]),
        answered(atMs, 1, [4, 5], { startedMs, runtimesMs }),
        { type: "recorded", atMs: recordedMs, commit: commitId(1) },
      ]);
      for (const attempt of attempts) {
        for (const part of Object.values(timesOf(attempt, 0))) expect(part).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
