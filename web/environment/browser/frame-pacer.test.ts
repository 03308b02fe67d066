import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FramePacer } from "./frame-pacer.ts";

const frameMs = 16;

/** A pacer with frames of 16 ms, which Node has not. */
function createPacer(): FramePacer {
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => setTimeout(call, frameMs));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  return new FramePacer();
}

/** Lets the clock go on in steps, between which the messages come that follow a frame: they do not go by this clock. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1) {
    await vi.advanceTimersByTimeAsync(1);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the frames of a page", () => {
  test("gather changes for a moment, and draw what follows from drawing in the same one", async () => {
    const pacer = createPacer();
    const drawn: string[] = [];
    pacer.onNextFrame(() => {
      drawn.push("first");
      pacer.onNextFrame(() => drawn.push("what follows"));
    });
    await pass(20);
    pacer.onNextFrame(() => drawn.push("second"));
    expect(drawn).toEqual([]);
    await pass(10 + frameMs);
    expect(drawn).toEqual(["first", "second", "what follows"]);
  });

  test("do not call what has been called off", async () => {
    const pacer = createPacer();
    const draw = vi.fn();
    const callOff = pacer.onNextFrame(draw);
    callOff();
    await pass(100);
    expect(draw).not.toHaveBeenCalled();
  });

  test("rest for a hundred times as long as one took, and no longer than a second", async () => {
    const pacer = createPacer();
    const times: number[] = [];
    const drawFor = (ms: number): void => {
      times.push(performance.now());
      vi.advanceTimersByTime(ms);
    };
    pacer.onNextFrame(() => drawFor(2));
    await pass(60);
    pacer.onNextFrame(() => drawFor(50));
    await pass(250);
    pacer.onNextFrame(() => drawFor(1));
    await pass(1_100);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(198);
    expect(second - first).toBeLessThan(240);
    expect(third - second).toBeGreaterThanOrEqual(1_000);
    expect(third - second).toBeLessThan(1_100);
  });

  test("do not rest after a click", async () => {
    const pacer = createPacer();
    const clicked = new EventTarget();
    pacer.hurryOnClick(clicked);
    const draw = vi.fn();
    pacer.onNextFrame(() => vi.advanceTimersByTime(20));
    await pass(100);
    pacer.onNextFrame(draw);
    await pass(60);
    expect(draw).not.toHaveBeenCalled();
    clicked.dispatchEvent(new Event("click"));
    await pass(30 + frameMs + 1);
    expect(draw).toHaveBeenCalledOnce();
  });

  test("are not put off by clicks that follow one another", async () => {
    const pacer = createPacer();
    const draw = vi.fn();
    pacer.onNextFrame(draw);
    for (let clicks = 0; clicks < 6; clicks += 1) {
      await pass(10);
      pacer.hurry();
    }
    expect(draw).toHaveBeenCalledOnce();
  });

  test("do not rest after a hurry while one was being drawn", async () => {
    const pacer = createPacer();
    const draw = vi.fn();
    pacer.onNextFrame(() => {
      vi.advanceTimersByTime(20);
      pacer.hurry();
      queueMicrotask(() => pacer.onNextFrame(draw));
    });
    await pass(30 + frameMs + 1);
    await pass(30 + frameMs + 1);
    expect(draw).toHaveBeenCalledOnce();
  });

  test("call the others with the next one when a callback throws", async () => {
    const pacer = createPacer();
    const draw = vi.fn();
    pacer.onNextFrame(() => {
      throw new Error("not drawn");
    });
    pacer.onNextFrame(draw);
    await expect(pass(60)).rejects.toThrow("not drawn");
    await pass(200);
    expect(draw).toHaveBeenCalledOnce();
  });
});
