import type { Timeline } from "./timeline.ts";

/** What follows from the first broken promises helps nobody. */
const mostKept = 5;

/** The first things that are not as they must be, with the time at which each was found. */
export class Findings {
  readonly broken: string[] = [];
  readonly #timeline: Timeline;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  must(isTrue: boolean, words: string): void {
    if (isTrue || this.broken.length >= mostKept) return;
    this.broken.push(`${(this.#timeline.now / 1_000).toFixed(1)} s: ${words}`);
  }
}
