import type { Pace } from "../../core/pace.ts";
import { browserClock } from "./browser-clock.ts";

/** Longest wait for a frame, in milliseconds: a hidden page draws none, but its title is still read in the tab strip. */
const hiddenFrameMs = 500;

/**
 * Share of the main thread's time that drawing may take: the rest is for the work that is drawn. Compositing and
 * rasterising, which no page can measure, take two to three times as much again on other threads.
 */
const drawingShare = 0.01;

/** Longest rest after a frame, reached by frames of 10 ms: the page is never older than this. */
const longestRestMs = 1_000;

/** Draw at most ten times a second: faster text cannot be read, and an empty frame still wakes four browser threads. */
const shortestRestMs = 100;

/** Wait from a change to its frame: what follows at once, such as a short task's result, is drawn in the same frame. */
const gatherMs = 30;

/** The page's pace: frames that rest for as long as drawing took a share of the time, but not after a click. */
export class FramePacer implements Pace {
  readonly #waiting = new Set<() => void>();
  /** Whether a frame is awaited or being drawn. */
  #isAskedFor = false;
  /** When the rest after the last frame is over. */
  #restedMs = 0;
  #isHurried = false;
  /** When the rest under way is over, and the way to call it off; null while a frame is awaited without a rest. */
  #dueMs = 0;
  #callOffRest: (() => void) | null = null;

  onNextFrame(callback: () => void): () => void {
    const once = (): void => callback();
    this.#waiting.add(once);
    this.#askForFrame();
    return () => this.#waiting.delete(once);
  }

  hurry(): void {
    this.#isHurried = true;
    const soonMs = browserClock.now() + gatherMs;
    if (this.#callOffRest !== null && soonMs < this.#dueMs) this.#restUntil(soonMs);
  }

  /** Hurries after each click in the page, also by a key that presses a button. A field draws by itself what is typed. */
  hurryOnClick(page: EventTarget): void {
    page.addEventListener("click", () => this.hurry(), { capture: true, passive: true });
  }

  #askForFrame(): void {
    if (this.#isAskedFor) return;
    this.#isAskedFor = true;
    const soonMs = browserClock.now() + gatherMs;
    this.#restUntil(this.#isHurried ? soonMs : Math.max(soonMs, this.#restedMs));
  }

  #restUntil(ms: number): void {
    this.#callOffRest?.();
    this.#dueMs = ms;
    this.#callOffRest = browserClock.after(ms - browserClock.now(), () => this.#awaitFrame());
  }

  #awaitFrame(): void {
    this.#callOffRest = null;
    const draw = (): void => {
      cancelAnimationFrame(frame);
      callOffTimer();
      this.#draw();
    };
    const frame = requestAnimationFrame(draw);
    const callOffTimer = browserClock.after(hiddenFrameMs, draw);
  }

  #draw(): void {
    const beganMs = browserClock.now();
    this.#isHurried = false;
    try {
      this.#callWaiting();
      this.#callWaiting();
    } finally {
      // Behind this frame's task: React draws in a microtask, then the browser computes styles and layout and paints.
      browserClock.after(0, () => this.#rest(beganMs));
    }
  }

  /** The frame that began at `beganMs` has been painted. */
  #rest(beganMs: number): void {
    const now = browserClock.now();
    const fairRestMs = Math.max(shortestRestMs, (now - beganMs) * (1 / drawingShare - 1));
    this.#restedMs = now + Math.min(longestRestMs, fairRestMs);
    this.#isAskedFor = false;
    if (this.#waiting.size > 0) this.#askForFrame();
  }

  /** Calls those that wait now, except those that another calls off meanwhile. */
  #callWaiting(): void {
    const due = [...this.#waiting];
    for (const callback of due) if (this.#waiting.delete(callback)) callback();
  }
}
