import { expect, test } from "vitest";
import { atOnce, inSlices, runInSlices } from "./time-slices.ts";

function* stepsOf(count: number): Generator<number, string> {
  for (let step = 0; step < count; step += 1) {
    const untilMs = performance.now() + 0.2;
    while (performance.now() < untilMs);
    yield step;
  }
  return "done";
}

async function run(count: number): Promise<{ slices: number; turns: number; result: string; busyMs: number }> {
  let slices = 0;
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setTimeout(turn);
  };
  turn();
  return new Promise((resolve) => {
    runInSlices(stepsOf(count), {
      progressed: () => (slices += 1),
      finished: (result, busyMs) => {
        isDone = true;
        resolve({ slices, turns, result, busyMs });
      },
      failed: () => expect.unreachable(),
    });
  });
}

test("long work lets everything else have its turn in between, and says how far it is", async () => {
  const { slices, turns, result, busyMs } = await run(500);
  expect(result).toBe("done");
  expect(slices).toBeGreaterThanOrEqual(5);
  expect(turns).toBeGreaterThanOrEqual(3);
  expect(busyMs).toBeGreaterThanOrEqual(100);
});

test("work of one step is done at once", () => {
  let result = "";
  runInSlices(stepsOf(0), {
    progressed: () => expect.unreachable(),
    finished: (value) => (result = value),
    failed: () => expect.unreachable(),
  });
  expect(result).toBe("done");
});

test("work that is called off takes no further step", async () => {
  let last = 0;
  const callOff = runInSlices(stepsOf(500), {
    progressed: (step) => (last = step),
    finished: () => expect.unreachable(),
    failed: () => expect.unreachable(),
  });
  callOff();
  const before = last;
  const { result } = await run(100);
  expect(result).toBe("done");
  expect(last).toBe(before);
});

test("work comes to the same in slices as at a stroke", async () => {
  expect(atOnce(stepsOf(100))).toBe("done");
  expect(await inSlices(stepsOf(100))).toBe("done");
});

function* failingAfter(count: number): Generator<number, string> {
  yield* stepsOf(count);
  throw new RangeError("too long");
}

test("what a step throws, be it the first or one in a later slice, is what the work comes to", async () => {
  for (const count of [0, 200]) await expect(inSlices(failingAfter(count))).rejects.toThrow("too long");
});
