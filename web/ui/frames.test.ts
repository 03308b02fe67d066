import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const frameMs = 16;

/** What a page has and Node has not: frames, and a clock that drawing takes up. */
async function page() {
  vi.resetModules();
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => setTimeout(call, frameMs));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  return import("./frames.ts");
}

/** The message that tells that a frame has been painted comes by itself, and not by this clock. */
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
    const { onNextFrame } = await page();
    const drawn: string[] = [];
    onNextFrame(() => {
      drawn.push("first");
      onNextFrame(() => drawn.push("what follows"));
    });
    await pass(20);
    onNextFrame(() => drawn.push("second"));
    expect(drawn).toEqual([]);
    await pass(10 + frameMs);
    expect(drawn).toEqual(["first", "second", "what follows"]);
  });

  test("are not drawn for who has called off", async () => {
    const { onNextFrame } = await page();
    const draw = vi.fn();
    const callOff = onNextFrame(draw);
    callOff();
    await pass(100);
    expect(draw).not.toHaveBeenCalled();
  });

  test("rest for a hundred times as long as one took, and no longer than a second", async () => {
    const { onNextFrame } = await page();
    const times: number[] = [];
    const drawFor = (ms: number): void => {
      times.push(performance.now());
      vi.advanceTimersByTime(ms);
    };
    onNextFrame(() => drawFor(2));
    await pass(60);
    onNextFrame(() => drawFor(50));
    await pass(250);
    onNextFrame(() => drawFor(1));
    await pass(1_100);
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(198);
    expect(second - first).toBeLessThan(240);
    expect(third - second).toBeGreaterThanOrEqual(1_000);
    expect(third - second).toBeLessThan(1_100);
  });

  test("do not rest where somebody has clicked", async () => {
    const { onNextFrame, hurryOnClick } = await page();
    const clicked = new EventTarget();
    hurryOnClick(clicked);
    const draw = vi.fn();
    onNextFrame(() => vi.advanceTimersByTime(20));
    await pass(100);
    onNextFrame(draw);
    await pass(60);
    expect(draw).not.toHaveBeenCalled();
    clicked.dispatchEvent(new Event("click"));
    await pass(30 + frameMs + 1);
    expect(draw).toHaveBeenCalledOnce();
  });

  test("come in time for who clicks without a pause", async () => {
    const { onNextFrame, hurry } = await page();
    const draw = vi.fn();
    onNextFrame(draw);
    for (let clicks = 0; clicks < 6; clicks += 1) {
      await pass(10);
      hurry();
    }
    expect(draw).toHaveBeenCalledOnce();
  });

  test("do not rest for who has done something while one was being drawn", async () => {
    const { onNextFrame, hurry } = await page();
    const draw = vi.fn();
    onNextFrame(() => {
      vi.advanceTimersByTime(20);
      hurry();
      queueMicrotask(() => onNextFrame(draw));
    });
    await pass(30 + frameMs + 1);
    await pass(30 + frameMs + 1);
    expect(draw).toHaveBeenCalledOnce();
  });

  test("draw the others with the next one when one of them throws", async () => {
    const { onNextFrame } = await page();
    const draw = vi.fn();
    onNextFrame(() => {
      throw new Error("not drawn");
    });
    onNextFrame(draw);
    await expect(pass(60)).rejects.toThrow("not drawn");
    await pass(200);
    expect(draw).toHaveBeenCalledOnce();
  });
});
