/** Milliseconds that the rate looks back: people wait for what happens now. */
const windowMs = 15_000;
/** Results that the rate looks back at the least, however long ago they came. */
const leastResults = 10;
const leastSampleGapMs = 250;

/** How far a job had come in an earlier start of its room. */
export interface EarlierProgress {
  readonly elapsedMs: number;
  /** Tasks on record. */
  readonly settled: number;
}

const unbegun: EarlierProgress = { elapsedMs: 0, settled: 0 };

/** How long a job has been going, without the times in which its clock stood, and how long it will still take. */
export class Progress {
  #elapsedMs: number;
  #runningSince: number | null;
  #samples: { readonly atMs: number; readonly settled: number }[];

  /** The clock goes from now on. */
  constructor(now: number, before: EarlierProgress = unbegun) {
    this.#runningSince = now;
    this.#elapsedMs = before.elapsedMs;
    this.#samples = [{ atMs: before.elapsedMs, settled: before.settled }];
  }

  pause(now: number): void {
    this.#elapsedMs = this.elapsedMs(now);
    this.#runningSince = null;
  }

  resume(now: number): void {
    this.#runningSince ??= now;
  }

  get isRunning(): boolean {
    return this.#runningSince !== null;
  }

  elapsedMs(now: number): number {
    return this.#elapsedMs + (this.#runningSince === null ? 0 : now - this.#runningSince);
  }

  /** Milliseconds still to go at the present rate; null while nothing can be said. */
  remainingMs(now: number, settled: number, total: number): number | null {
    const atMs = this.elapsedMs(now);
    const newest = this.#samples.at(-1);
    if (newest === undefined || atMs - newest.atMs >= leastSampleGapMs) this.#samples.push({ atMs, settled });
    while (this.#mayForget(atMs, settled)) this.#samples.shift();
    const oldest = this.#samples[0];
    if (oldest === undefined || settled <= oldest.settled || atMs <= oldest.atMs) return null;
    return ((total - settled) * (atMs - oldest.atMs)) / (settled - oldest.settled);
  }

  #mayForget(atMs: number, settled: number): boolean {
    const second = this.#samples[1];
    return second !== undefined && second.atMs < atMs - windowMs && settled - second.settled >= leastResults;
  }
}
