/** Buckets are a quarter of an octave wide, from 2^-7 ms (the clock's grain) to 2^33 ms (a hundred days). */
const bucketsPerOctave = 4;
const lowestOctave = -7;
const bucketCount = 40 * bucketsPerOctave;

/**
 * Quantiles of runtimes from a histogram with logarithmic buckets: constant memory and time, whatever the number
 * of tasks, at a relative error of at most 2^(1/4) − 1 = 19 %; a lease and a second copy need no better.
 */
export class Runtimes {
  readonly #buckets = new Uint32Array(bucketCount);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(runtimeMs: number): void {
    const at = Math.floor((Math.log2(runtimeMs) - lowestOctave) * bucketsPerOctave);
    const bucket = Math.min(bucketCount - 1, Math.max(0, at));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count += 1;
  }

  /** Upper end, in ms, of the bucket that holds the quantile; null before the first runtime. */
  quantileMs(share: number): number | null {
    if (this.#count === 0) return null;
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return 2 ** (lowestOctave + (bucket + 1) / bucketsPerOctave);
    }
    return 2 ** (lowestOctave + bucketCount / bucketsPerOctave);
  }
}

/** Weight of one further sample in the typical runtime, once there are many. */
const paceWeight = 0.03;

/** Milliseconds that a clock cannot tell from nothing. */
const clockGrainMs = 0.01;

/**
 * The geometric mean of runtimes, to compare two volunteers: if a few tasks take a hundred times as long as the others, the
 * arithmetic mean only says which volunteer had one of them.
 */
export class Pace {
  #octaves = 0;
  #variance = 0;
  #samples = 0;

  /** null before the first runtime. */
  get typicalMs(): number | null {
    return this.#samples === 0 ? null : 2 ** this.#octaves;
  }

  /** Standard deviation of one runtime, in octaves; null before the second. */
  get spread(): number | null {
    return this.#samples < 2 ? null : Math.sqrt(this.#variance);
  }

  /** Runtimes that decide. */
  get weightOfAll(): number {
    return Math.min(this.#samples, 2 / paceWeight - 1);
  }

  add(runtimeMs: number): void {
    this.#samples += 1;
    const weight = Math.max(1 / this.#samples, paceWeight);
    const off = Math.log2(Math.max(clockGrainMs, runtimeMs)) - this.#octaves;
    this.#octaves += weight * off;
    this.#variance = (1 - weight) * (this.#variance + weight * off ** 2);
  }
}

/** Weight of one further sample in the average: about the last ten decide. */
const weightPerSample = 0.2;

/** A moving average of milliseconds a task, for one volunteer and job. */
export class Speed {
  #msPerTask = 0;
  #samples = 0;

  get samples(): number {
    return this.#samples;
  }

  /** null before the first sample. */
  get msPerTask(): number | null {
    return this.#samples === 0 ? null : this.#msPerTask;
  }

  add(tasks: number, busyMs: number): void {
    const weight = this.#samples === 0 ? 1 : 1 - (1 - weightPerSample) ** tasks;
    this.#msPerTask += weight * (busyMs / tasks - this.#msPerTask);
    this.#samples += tasks;
  }
}
