/** Bins that are kept: with one more, each two become one of twice the width. */
const mostBins = 120;
const firstWidthMs = 500;

/** What happened in one stretch of a job's time. */
interface Bin {
  /** Tasks that came to their end. */
  settled: number;
  /** Tasks in volunteers' hands, by the milliseconds for which they were. */
  heldMs: number;
}

/** Tasks a second and tasks in flight over a job's whole time, in a bounded number of bins of one width. */
export class RateBins {
  #bins: Bin[] = [];
  #widthMs = firstWidthMs;
  /** Up to where `heldMs` is known. */
  #heldUpToMs = 0;

  get widthMs(): number {
    return this.#widthMs;
  }

  get bins(): readonly Readonly<Bin>[] {
    return this.#bins;
  }

  /** `atMs`: since the job began. */
  settle(atMs: number, tasks: number): void {
    this.#binAt(atMs).settled += tasks;
  }

  /** So many tasks were in volunteers' hands since the last call, up to this moment. */
  hold(atMs: number, tasks: number): void {
    while (this.#heldUpToMs < atMs) {
      // Bins may become wider by it.
      const bin = this.#binAt(this.#heldUpToMs);
      const end = Math.min(atMs, (Math.floor(this.#heldUpToMs / this.#widthMs) + 1) * this.#widthMs);
      bin.heldMs += tasks * (end - this.#heldUpToMs);
      this.#heldUpToMs = end;
    }
  }

  /** Tasks that came to their end a second, in equal parts of the time up to `upToMs`. */
  perSecond(upToMs: number, parts: number): readonly number[] {
    const found = Array.from({ length: parts }, () => 0);
    const partMs = Math.max(upToMs, 1) / parts;
    for (const [nth, { settled }] of this.#bins.entries()) {
      if (settled === 0) continue;
      // What came at the very end may lie in a bin behind it.
      const from = Math.min((nth * this.#widthMs) / partMs, parts - 1);
      const to = Math.min(parts, ((nth + 1) * this.#widthMs) / partMs);
      for (let part = Math.floor(from); part < to; part += 1) {
        const within = Math.min(part + 1, to) - Math.max(part, from);
        found[part] = (found[part] ?? 0) + (settled * within) / (to - from) / (partMs / 1_000);
      }
    }
    return found;
  }

  #binAt(atMs: number): Bin {
    const ms = Math.max(0, atMs);
    while (ms >= mostBins * this.#widthMs) {
      this.#bins = Array.from({ length: Math.ceil(this.#bins.length / 2) }, (_, nth) =>
        joined(this.#bins[2 * nth], this.#bins[2 * nth + 1]),
      );
      this.#widthMs *= 2;
    }
    const nth = Math.floor(ms / this.#widthMs);
    while (this.#bins.length <= nth) this.#bins.push({ settled: 0, heldMs: 0 });
    return this.#bins[nth] ?? { settled: 0, heldMs: 0 };
  }
}

function joined(one: Bin = { settled: 0, heldMs: 0 }, other: Bin = { settled: 0, heldMs: 0 }): Bin {
  return { settled: one.settled + other.settled, heldMs: one.heldMs + other.heldMs };
}
