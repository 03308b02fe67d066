/** Milliseconds that the rate looks back: long enough to be calm, short enough to show a slow-down. */
const windowMs = 10_000;
/** Milliseconds between two samples, at least, so that a window has a bounded number of them. */
const leastGapMs = 200;

/** Tasks a second over the last ten seconds or so. */
export class Rate {
  #samples: { readonly at: number; readonly count: number }[] = [];

  /** `count` is the total up to `now`. */
  rateAt(now: number, count: number): number {
    const newest = this.#samples.at(-1);
    if (newest === undefined || now - newest.at >= leastGapMs) this.#samples.push({ at: now, count });
    while ((this.#samples[1]?.at ?? Infinity) <= now - windowMs) this.#samples.shift();
    const oldest = this.#samples[0];
    if (oldest === undefined || now <= oldest.at) return 0;
    return ((count - oldest.count) * 1_000) / (now - oldest.at);
  }
}
