import { Dice } from "../dice.ts";

export type Runtimes = "constant" | "uniform" | "heavy-tailed";

/** One volunteer: there from `from` until `until`, each slot computing `speed` reference milliseconds a millisecond. */
export interface Helper {
  readonly speed: number;
  readonly slots: number;
  readonly from: number;
  readonly until: number;
}

export interface Crowd {
  readonly helpers: readonly Helper[];
  /** What each task takes at speed 1, in ms. */
  readonly workMs: Float64Array;
}

export interface CrowdPlan {
  readonly volunteers: number;
  readonly tasksEach: number;
  readonly runtimes: Runtimes;
  /** Mean stay of a volunteer in ms; whoever leaves is followed by another. null: all stay. */
  readonly stayMs: number | null;
  readonly seed: number;
}

const meanMs = 1_000;
const slowest = 1;
const fastest = 20;

function drawWork(dice: Dice, runtimes: Runtimes): number {
  const share = (dice.whole(0, 999_999) + 0.5) / 1_000_000;
  switch (runtimes) {
    case "constant":
      return meanMs;
    case "uniform":
      return 2 * meanMs * share;
    // Pareto with exponent 1.5, cut at a hundred times the mean.
    case "heavy-tailed":
      return Math.min(100 * meanMs, (meanMs / 3) * (1 - share) ** (-1 / 1.5));
  }
}

/** Beyond any makespan. */
const endOfTime = 1e9;

export function gather({ volunteers, tasksEach, runtimes, stayMs, seed }: CrowdPlan): Crowd {
  const dice = new Dice(seed);
  const helpers: Helper[] = [];
  for (let place = 0; place < volunteers; place += 1) {
    const last = stayMs === null ? 0 : 60 * stayMs;
    for (let from = 0; from <= last;) {
      const share = (dice.whole(0, 999_999) + 0.5) / 1_000_000;
      const until = stayMs === null ? endOfTime : from - stayMs * Math.log(share);
      helpers.push({ speed: slowest + ((fastest - slowest) * dice.whole(0, 1_000)) / 1_000, slots: 1, from, until });
      from = until;
    }
  }
  const workMs = Float64Array.from({ length: volunteers * tasksEach }, () => drawWork(dice, runtimes));
  return { helpers, workMs };
}

/** Volunteers of several slots each, which are all there from the beginning, and tasks of `leastMs` to `mostMs`. */
export interface RoomPlan {
  readonly slots: readonly number[];
  readonly tasks: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly seed: number;
}

export function gatherRoom({ slots, tasks, leastMs, mostMs, seed }: RoomPlan): Crowd {
  const dice = new Dice(seed);
  return {
    helpers: slots.map((each) => ({ speed: 1, slots: each, from: 0, until: endOfTime })),
    workMs: Float64Array.from({ length: tasks }, () => dice.whole(leastMs, mostMs)),
  };
}

/** Of volunteers with one slot each. No schedule ends before: all work by all who are there, and the longest task on the fastest machine that is there for it. */
export function lowerBoundMs({ helpers, workMs }: Crowd): number {
  let total = 0;
  let longest = 0;
  for (const work of workMs) {
    total += work;
    longest = Math.max(longest, work);
  }
  // Nobody ends the longest task before the first who stays long enough for it.
  let longestEndsAt = Number.POSITIVE_INFINITY;
  for (const { from, until, speed } of helpers) {
    const endsAt = from + longest / speed;
    if (endsAt <= until) longestEndsAt = Math.min(longestEndsAt, endsAt);
  }
  const changes: { at: number; by: number }[] = [];
  for (const { from, until, speed } of helpers) changes.push({ at: from, by: speed }, { at: until, by: -speed });
  changes.sort((a, b) => a.at - b.at);
  let at = 0;
  let rate = 0;
  for (const change of changes) {
    const done = (change.at - at) * rate;
    if (done >= total && rate > 0) break;
    total -= done;
    at = change.at;
    rate += change.by;
  }
  return Math.max(at + total / rate, longestEndsAt);
}
