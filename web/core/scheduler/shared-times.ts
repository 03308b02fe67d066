import { Pace, Runtimes, Speed } from "../job/runtimes.ts";

/**
 * Groups that volunteers are spread over. One liar spoils one group. In a room of so many or fewer each is a group of its own; in a larger
 * one more groups would leave each with too few runtimes for its quantiles.
 */
const groupCount = 9;

const byteWeight = 0.2;

/** What some of a job's volunteers say of its tasks. */
class Group {
  readonly runtimes = new Runtimes();
  readonly speed = new Speed();
  readonly pace = new Pace();
  resultBytes: number | null = null;

  noteBytes(each: number): void {
    this.resultBytes = this.resultBytes === null ? each : this.resultBytes + byteWeight * (each - this.resultBytes);
  }
}

/**
 * What a job's tasks take, for decisions about any volunteer: medians over groups of volunteers, so that no single volunteer's word
 * decides what others get. Where there are two groups, the one is taken with which the other can do no harm: the shorter time, but for
 * `typicalMs` the longer.
 */
export class SharedTimes {
  readonly #groups: Group[] = [];
  readonly #groupOf = new Map<number, Group>();
  #count = 0;

  /** Runtimes that are known. */
  get count(): number {
    return this.#count;
  }

  /** Average milliseconds a task; null while nothing is known. */
  get msPerTask(): number | null {
    return this.#median(({ speed }) => speed.msPerTask, 0);
  }

  /** Typical milliseconds of a task, to compare a volunteer with: with two groups the longer, so that none is called slow for another's words. */
  get typicalMs(): number | null {
    return this.#median(({ pace }) => pace.typicalMs, 1);
  }

  /** Bytes of a result; 0 while nothing is known. */
  get resultBytes(): number {
    return this.#median(({ resultBytes }) => resultBytes, 0) ?? 0;
  }

  /** Milliseconds within which that share of the tasks is done; null while nothing is known. */
  quantileMs(share: number): number | null {
    return this.#median(({ runtimes }) => runtimes.quantileMs(share), 0);
  }

  addRuntime(volunteer: number, runtimeMs: number): void {
    this.#count += 1;
    this.#of(volunteer).runtimes.add(runtimeMs);
  }

  addSpeed(volunteer: number, tasks: number, busyMs: number): void {
    this.#of(volunteer).speed.add(tasks, busyMs);
  }

  addPace(volunteer: number, runtimeMs: number): void {
    this.#of(volunteer).pace.add(runtimeMs);
  }

  addResultBytes(volunteer: number, each: number): void {
    this.#of(volunteer).noteBytes(each);
  }

  /** The volunteer's group, also when it comes back: the next one in turn for one that is new to the job. */
  #of(volunteer: number): Group {
    const known = this.#groupOf.get(volunteer);
    if (known !== undefined) return known;
    const at = this.#groupOf.size % groupCount;
    const group = this.#groups[at] ?? new Group();
    this.#groups[at] = group;
    this.#groupOf.set(volunteer, group);
    return group;
  }

  /** `upper`: 1 to take the larger of the two in the middle, 0 the smaller. */
  #median(valueOf: (group: Group) => number | null, upper: 0 | 1): number | null {
    const known: number[] = [];
    for (const group of this.#groups) {
      const value = valueOf(group);
      if (value !== null) known.push(value);
    }
    known.sort((a, b) => a - b);
    return known[Math.floor((known.length - 1 + upper) / 2)] ?? null;
  }
}
