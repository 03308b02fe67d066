import { Pace, Runtimes, Speed } from "../job/runtimes.ts";

/**
 * Groups that volunteers are spread over. One liar spoils one group. In a room of no more volunteers each is a group of its own; in a larger
 * one more groups would leave each with too few runtimes for its quantiles.
 */
const groupCount = 9;

const byteWeight = 0.2;

/** A moving average of bytes. */
class AverageBytes {
  #each: number | null = null;

  get each(): number | null {
    return this.#each;
  }

  add(each: number): void {
    this.#each = this.#each === null ? each : this.#each + byteWeight * (each - this.#each);
  }
}

/** One measure, as groups of volunteers tell it. Each volunteer is alone in a group for as long as there are no more volunteers than groups. */
class Groups<Measure> {
  readonly #make: () => Measure;
  readonly #groups: Measure[] = [];
  readonly #groupOf = new Map<number, Measure>();

  constructor(make: () => Measure) {
    this.#make = make;
  }

  /** The volunteer's group, also when it comes back: the next one in turn for one that tells the measure for the first time. */
  of(volunteer: number): Measure {
    const known = this.#groupOf.get(volunteer);
    if (known !== undefined) return known;
    const at = this.#groupOf.size % groupCount;
    const group = this.#groups[at] ?? this.#make();
    this.#groups[at] = group;
    this.#groupOf.set(volunteer, group);
    return group;
  }

  /** `upper`: 1 to take the larger of the two in the middle, 0 the smaller. */
  median(valueOf: (group: Measure) => number | null, upper: 0 | 1): number | null {
    const known: number[] = [];
    for (const group of this.#groups) {
      const value = valueOf(group);
      if (value !== null) known.push(value);
    }
    known.sort((x, y) => x - y);
    return known[Math.floor((known.length - 1 + upper) / 2)] ?? null;
  }
}

/**
 * What a job's tasks take, for decisions about any volunteer: medians over groups of volunteers, so that no single volunteer's word
 * decides what others get. Where there are two groups, the one is taken with which the other can do no harm: the shorter time, but for
 * `typicalMs` the longer.
 */
export class SharedTimes {
  readonly #runtimes = new Groups(() => new Runtimes());
  readonly #speeds = new Groups(() => new Speed());
  readonly #paces = new Groups(() => new Pace());
  readonly #resultBytes = new Groups(() => new AverageBytes());
  #count = 0;

  /** Runtimes that are known. */
  get count(): number {
    return this.#count;
  }

  /** Average milliseconds a task; null while nothing is known. */
  get msPerTask(): number | null {
    return this.#speeds.median(({ msPerTask }) => msPerTask, 0);
  }

  /** Typical milliseconds of a task, to compare a volunteer with: with two groups the longer, so that none is called slow for another's words. */
  get typicalMs(): number | null {
    return this.#paces.median(({ typicalMs }) => typicalMs, 1);
  }

  /** Standard deviation of a volunteer's runtimes, in octaves: how far one may be from the typical one by chance. null while no volunteer has told two. */
  get spread(): number | null {
    return this.#paces.median(({ spread }) => spread, 1);
  }

  /** Bytes of a result; 0 while nothing is known. */
  get resultBytes(): number {
    return this.#resultBytes.median(({ each }) => each, 0) ?? 0;
  }

  /** Milliseconds within which that share of the tasks is done; null while nothing is known. */
  quantileMs(share: number): number | null {
    return this.#runtimes.median((runtimes) => runtimes.quantileMs(share), 0);
  }

  addRuntime(volunteer: number, runtimeMs: number): void {
    this.#count += 1;
    this.#runtimes.of(volunteer).add(runtimeMs);
  }

  addSpeed(volunteer: number, tasks: number, busyMs: number): void {
    this.#speeds.of(volunteer).add(tasks, busyMs);
  }

  addPace(volunteer: number, runtimeMs: number): void {
    this.#paces.of(volunteer).add(runtimeMs);
  }

  addResultBytes(volunteer: number, each: number): void {
    this.#resultBytes.of(volunteer).add(each);
  }
}
