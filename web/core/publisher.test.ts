import { beforeEach, expect, test, vi } from "vitest";
import type { Pace } from "./pace.ts";
import { Publisher } from "./publisher.ts";

/** A pace whose frames a test draws. */
class ManualPace implements Pace {
  hurries = 0;
  readonly #waiting = new Set<() => void>();

  onNextFrame(callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => this.#waiting.delete(callback);
  }

  hurry(): void {
    this.hurries += 1;
  }

  /** Gives the number of callbacks. */
  drawFrame(): number {
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of due) callback();
    return due.length;
  }
}

let pace: ManualPace;
beforeEach(() => {
  pace = new ManualPace();
});

test("changes between two frames are published once, with the next frame", () => {
  const publish = vi.fn();
  const publisher = new Publisher(pace, publish);
  publisher.touch();
  publisher.touch();
  expect(publish).not.toHaveBeenCalled();
  pace.drawFrame();
  expect(publish).toHaveBeenCalledOnce();
  expect(pace.hurries).toBe(0);
});

test("a change that publishing brings about is published with a further frame", () => {
  let left = 2;
  const publisher = new Publisher(pace, () => {
    left -= 1;
    if (left > 0) publisher.touch();
  });
  publisher.touch();
  expect(pace.drawFrame()).toBe(1);
  expect(pace.drawFrame()).toBe(1);
  expect(pace.drawFrame()).toBe(0);
  expect(left).toBe(0);
});

test("what is published at once is not published again with the frame that was awaited", () => {
  const publish = vi.fn();
  const publisher = new Publisher(pace, publish);
  publisher.touch();
  publisher.publishNow();
  expect(publish).toHaveBeenCalledOnce();
  expect(pace.hurries).toBe(1);
  expect(pace.drawFrame()).toBe(0);
});

test("nothing is published with a frame after the end", () => {
  const publish = vi.fn();
  const publisher = new Publisher(pace, publish);
  publisher.touch();
  publisher.stop();
  publisher.touch();
  expect(pace.drawFrame()).toBe(0);
  expect(publish).not.toHaveBeenCalled();
});
