import type { CallOff } from "../core/clock.ts";
import type { Pace } from "../core/pace.ts";
import type { SimulatedPage } from "./simulated-page.ts";
import type { Timeline } from "./timeline.ts";

/** Frames that nobody looks at would make up most of a run. */
const frameMs = 600_000;

/** Frames of one page: a few in a virtual hour, and when they are asked for. */
export class SimulatedPace implements Pace {
  readonly tickMs = frameMs;
  readonly #timeline: Timeline;
  readonly #page: SimulatedPage;
  readonly #waiting = new Set<() => void>();

  constructor(timeline: Timeline, page: SimulatedPage) {
    this.#timeline = timeline;
    this.#page = page;
  }

  onNextFrame(callback: () => void): CallOff {
    const draw = (): void => {
      if (this.#waiting.delete(draw)) callback();
    };
    this.#waiting.add(draw);
    this.#timeline.after(frameMs, () => this.#page.hear(draw));
    return () => this.#waiting.delete(draw);
  }

  hurry(): void {
    // What hurries is published without a frame.
  }

  /** Draws what waits for a frame: somebody looks at the page. */
  drawNow(): void {
    if (this.#page.isDead || this.#page.isFrozen) return;
    for (const draw of this.#waiting) draw();
  }
}
