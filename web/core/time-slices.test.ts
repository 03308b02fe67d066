import { expect, test } from "vitest";
import { steadyClock } from "./steady-clock.ts";
import { ManualClock } from "./testing/manual-clock.ts";
import { atOnce, inSlices, runInSlices, TimeSlice } from "./time-slices.ts";

const clock = new ManualClock();

/** So many steps of a millisecond each. */
function* stepsOf(count: number): Generator<number, string> {
  for (let step = 0; step < count; step += 1) {
    clock.work(1);
    yield step;
  }
  return "done";
}

function unreachable(): void {
  expect.unreachable();
}

test("long work is taken in slices of eight milliseconds, and says after each how far it is", () => {
  const shares: number[] = [];
  let end: unknown = null;
  runInSlices(stepsOf(20), clock, {
    progressed: (step) => shares.push(step),
    finished: (result, busyMs) => (end = { result, busyMs }),
    failed: unreachable,
  });
  expect(shares).toEqual([7]);
  clock.work(100);
  clock.ringAll();
  expect(shares).toEqual([7, 15]);
  expect(end).toEqual({ result: "done", busyMs: 20 });
});

test("a step that a steady clock leaves out for its length ends its slice all the same", () => {
  const steady = steadyClock(clock);
  const taken: number[] = [];
  function* longSteps(): Generator<number, string> {
    for (let step = 0; step < 3; step += 1) {
      clock.work(5_000);
      taken.push(step);
      yield step;
    }
    return "done";
  }
  const listener = { progressed: () => {}, finished: () => {}, failed: unreachable };
  const callOff = runInSlices(longSteps(), steady, listener);
  expect(taken).toEqual([0]);
  clock.ringNext();
  expect(taken).toEqual([0, 1]);
  callOff();
  const slice = new TimeSlice(steady);
  clock.work(5_000);
  expect(slice.isSpent).toBe(true);
});

test("steps that a steady clock leaves out for their length count as the work's time, and a wait in which the machine sleeps does not", async () => {
  const steady = steadyClock(clock);
  let bring = unreachable;
  const wait = new Promise<void>((resolve) => (bring = resolve));
  let busy = 0;
  function* steps(): Generator<number | Promise<unknown>, string> {
    clock.work(5_000);
    yield wait;
    clock.work(4_000);
    return "done";
  }
  const listener = {
    progressed: () => {},
    finished: (_: string, busyMs: number) => (busy = busyMs),
    failed: unreachable,
  };
  runInSlices(steps(), steady, listener);
  clock.work(3_600_000);
  bring();
  await settle();
  expect(busy).toBe(9_000);
});

test("work of one slice is done at once", () => {
  let result = "";
  runInSlices(stepsOf(7), clock, {
    progressed: unreachable,
    finished: (value) => (result = value),
    failed: unreachable,
  });
  expect(result).toBe("done");
  expect(clock.ringNext()).toBe(false);
});

test("work that is called off takes no further step", () => {
  let last = 0;
  const callOff = runInSlices(stepsOf(100), clock, {
    progressed: (step) => (last = step),
    finished: unreachable,
    failed: unreachable,
  });
  clock.ringNext();
  expect(last).toBe(15);
  callOff();
  expect(clock.ringNext()).toBe(false);
  expect(last).toBe(15);
});

test("work that its listener calls off between two slices takes no further step", () => {
  const seen: number[] = [];
  const callOff = runInSlices(stepsOf(100), clock, {
    progressed: (step) => {
      seen.push(step);
      if (seen.length === 2) callOff();
    },
    finished: unreachable,
    failed: unreachable,
  });
  clock.ringAll();
  expect(seen).toEqual([7, 15]);
});

test("work gives the same result in slices as without a pause", async () => {
  expect(atOnce(stepsOf(100))).toBe("done");
  const slices = inSlices(stepsOf(100), clock);
  clock.ringAll();
  expect(await slices).toBe("done");
});

function* failingAfter(count: number): Generator<number, string> {
  yield* stepsOf(count);
  throw new RangeError("too long");
}

test.each([0, 200])("what a step throws after %d steps is how the work ends", async (count) => {
  const slices = inSlices(failingAfter(count), clock);
  clock.ringAll();
  await expect(slices).rejects.toThrow("too long");
});

/** Steps of a millisecond each, with a wait after each of them. */
function* waitingSteps(waits: readonly Promise<unknown>[]): Generator<number | Promise<unknown>, string> {
  for (const [step, wait] of waits.entries()) {
    clock.work(1);
    yield step;
    yield wait;
  }
  return "done";
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

test("work that waits says with each wait how far it is, and waits count as its time", async () => {
  const shares: number[] = [];
  let busy = 0;
  let bring = unreachable;
  const wait = new Promise<void>((resolve) => (bring = resolve));
  runInSlices(waitingSteps([Promise.reject(new Error("gone")), wait]), clock, {
    progressed: (step) => shares.push(step),
    finished: (_, busyMs) => (busy = busyMs),
    failed: unreachable,
  });
  expect(shares).toEqual([0]);
  await settle();
  expect(shares).toEqual([0, 1]);
  clock.work(50);
  bring();
  await settle();
  clock.ringAll();
  expect(busy).toBe(52);
});

test("waits that are over at once give everything else its turn as often as work without them", async () => {
  let result = "";
  const shares: number[] = [];
  runInSlices(waitingSteps(Array.from({ length: 20 }, async () => Promise.resolve())), clock, {
    progressed: (step) => shares.push(step),
    finished: (value) => (result = value),
    failed: unreachable,
  });
  await settle();
  expect([shares.at(-1), clock.pending]).toEqual([7, 1]);
  clock.ringNext();
  await settle();
  expect([shares.at(-1), clock.pending]).toEqual([15, 1]);
  clock.ringNext();
  await settle();
  expect([result, clock.pending]).toEqual(["done", 0]);
});

test("the step after a wait is taken before anything else has its turn, however long the wait was", async () => {
  const seen: string[] = [];
  let bring = unreachable;
  const wait = new Promise<void>((resolve) => (bring = resolve));
  function* steps(): Generator<Promise<void>, string> {
    yield wait;
    seen.push("looked");
    return "done";
  }
  runInSlices(steps(), clock, { progressed: unreachable, finished: (value) => seen.push(value), failed: unreachable });
  clock.work(50);
  bring();
  await settle();
  expect([seen, clock.pending]).toEqual([["looked", "done"], 0]);
});

test("work that is called off while it waits takes no further step", async () => {
  const shares: number[] = [];
  const callOff = runInSlices(waitingSteps([Promise.resolve(), Promise.resolve()]), clock, {
    progressed: (step) => shares.push(step),
    finished: unreachable,
    failed: unreachable,
  });
  callOff();
  await settle();
  expect([shares, clock.pending]).toEqual([[0], 0]);
});
