import type { Clock } from "../core/clock.ts";
import type { Pace } from "../core/pace.ts";

/** Milliseconds from a change to its frame: what changes meanwhile is told together. */
const frameMs = 16;

/** A pace by timers, for whoever draws nothing: a process, and a pool in a page, which may be hidden and then has no frames. */
export class TimerPace implements Pace {
  readonly #clock: Pick<Clock, "after">;
  readonly #waiting = new Set<() => void>();
  #isAskedFor = false;

  constructor(clock: Pick<Clock, "after">) {
    this.#clock = clock;
  }

  onNextFrame(callback: () => void): () => void {
    const once = (): void => callback();
    this.#waiting.add(once);
    this.#askForFrame();
    return () => this.#waiting.delete(once);
  }

  hurry(): void {
    // The next frame is never far.
  }

  #askForFrame(): void {
    if (this.#isAskedFor) return;
    this.#isAskedFor = true;
    this.#clock.after(frameMs, () => {
      try {
        this.#callWaiting();
        this.#callWaiting();
      } finally {
        this.#isAskedFor = false;
        if (this.#waiting.size > 0) this.#askForFrame();
      }
    });
  }

  /** Calls those that wait now, except those that another calls off meanwhile. */
  #callWaiting(): void {
    const due = [...this.#waiting];
    for (const callback of due) if (this.#waiting.delete(callback)) callback();
  }
}
