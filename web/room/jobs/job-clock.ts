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

/** A moment at which the job's clock was started or stopped. */
interface Mark {
  readonly at: number;
  readonly elapsedMs: number;
  /** Whether the clock goes from then on. */
  readonly isRunning: boolean;
}

/** Marks that are kept: a job whose only volunteer keeps losing its link may run for days. */
const mostMarks = 1_000;

/** How long a job has been going, without the times in which its clock stood, and how long it will still take. */
export class JobClock {
  /** In the order of their times; the last one holds now. */
  readonly #marks: Mark[];
  #samples: { readonly atMs: number; readonly settled: number }[];

  /** The clock stands until `resume`. */
  constructor(now: number, { elapsedMs, settled }: EarlierProgress = unbegun) {
    this.#marks = [{ at: now, elapsedMs, isRunning: false }];
    this.#samples = [{ atMs: elapsedMs, settled }];
  }

  pause(now: number): void {
    this.#setRunning(false, now);
  }

  resume(now: number): void {
    this.#setRunning(true, now);
  }

  #setRunning(isRunning: boolean, now: number): void {
    if (isRunning === this.isRunning) return;
    this.#marks.push({ at: now, elapsedMs: this.elapsedAt(now), isRunning });
    if (this.#marks.length > mostMarks) this.#marks.shift();
  }

  get isRunning(): boolean {
    return this.#marks.at(-1)?.isRunning === true;
  }

  /**
   * Milliseconds that the clock had gone at that moment, now or earlier: results may come long after a pause in which, or
   * before which, their tasks began. Of a moment before the oldest mark only the most that it can be is known.
   */
  elapsedAt(then: number): number {
    const mark = this.#marks.findLast(({ at }) => at <= then);
    if (mark === undefined) return this.#marks[0]?.elapsedMs ?? 0;
    return mark.elapsedMs + (mark.isRunning ? then - mark.at : 0);
  }

  /** Milliseconds still to go at the present rate; null while nothing can be said. */
  remainingMs(now: number, settled: number, total: number): number | null {
    const perSecond = this.settledPerSecond(now, settled);
    return perSecond === null ? null : (1_000 * (total - settled)) / perSecond;
  }

  /** Tasks that were settled a second lately; null while nothing can be said. */
  settledPerSecond(now: number, settled: number): number | null {
    const atMs = this.elapsedAt(now);
    const newest = this.#samples.at(-1);
    if (newest === undefined || atMs - newest.atMs >= leastSampleGapMs) this.#samples.push({ atMs, settled });
    while (this.#mayForget(atMs, settled)) this.#samples.shift();
    const oldest = this.#samples[0];
    if (oldest === undefined || settled <= oldest.settled || atMs <= oldest.atMs) return null;
    return (1_000 * (settled - oldest.settled)) / (atMs - oldest.atMs);
  }

  #mayForget(atMs: number, settled: number): boolean {
    const second = this.#samples[1];
    return second !== undefined && second.atMs < atMs - windowMs && settled - second.settled >= leastResults;
  }
}
