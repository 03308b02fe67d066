import type { Bar, TimelineBars } from "./timeline-bars.ts";
import type { Held, TimelineModel } from "./timeline-model.ts";

/** What a person points at: an attempt that has ended, or tasks in a volunteer's hands. */
export type Pointed = {
  readonly lane: number;
  readonly task: number;
  readonly startMs: number;
  readonly endMs: number;
} & (
  | { readonly type: "bar"; readonly number: number; readonly bar: Bar }
  | { readonly type: "held"; readonly held: Held }
);

export function pointedAt(bars: TimelineBars, number: number): Pointed | null {
  const bar = bars.at(number);
  return bar === null ? null : { ...bar, type: "bar", number, bar };
}

/** The bar of the lane at that moment, the newest one of several, or else the nearest one within `nearMs`. */
export function findBar(bars: TimelineBars, lane: number, atMs: number, nearMs: number): Pointed | null {
  let best = -1;
  let leastMs = nearMs;
  for (let number = bars.end - 1; number >= bars.first; number -= 1) {
    if (bars.laneOf(number) !== lane) continue;
    const distance = Math.max(bars.startOf(number) - atMs, atMs - bars.endOf(number), 0);
    if (distance === 0) return pointedAt(bars, number);
    if (distance < leastMs) [best, leastMs] = [number, distance];
  }
  return pointedAt(bars, best);
}

export function findHeld({ held, endMs, lastEndOf }: TimelineModel, lane: number, atMs: number): Pointed | null {
  for (const one of held.values()) {
    const [task] = one.attempts.keys();
    if (one.lane !== lane || task === undefined || atMs < one.chosenMs || atMs > endMs) continue;
    return { type: "held", held: one, lane, task, startMs: Math.max(one.sentMs, lastEndOf(lane)), endMs };
  }
  return null;
}

/** The bar before or behind one in its lane; null where it is the last. */
export function neighbour(bars: TimelineBars, of: Pointed, by: 1 | -1): Pointed | null {
  let best = -1;
  const ownNumber = of.type === "bar" ? of.number : bars.end;
  const isFurther = (number: number, than: number): boolean => {
    const distance = bars.startOf(number) - (than === ownNumber ? of.startMs : bars.startOf(than));
    return distance === 0 ? (number - than) * by > 0 : distance * by > 0;
  };
  for (let number = bars.first; number < bars.end; number += 1) {
    if (bars.laneOf(number) !== of.lane || number === ownNumber || !isFurther(number, ownNumber)) continue;
    if (best === -1 || isFurther(best, number)) best = number;
  }
  return pointedAt(bars, best);
}

/** The bar of the nearest lane above or below that has any, as near in time as there is; null where there is none. */
export function inNextLane(model: TimelineModel, of: Pointed, by: 1 | -1): Pointed | null {
  const { lanesInOrder, rows, bars } = model;
  for (let row = (rows[of.lane] ?? 0) + by; row >= 0 && row < lanesInOrder.length; row += by) {
    const found = findBar(bars, lanesInOrder[row] ?? 0, of.startMs, Number.POSITIVE_INFINITY);
    if (found !== null) return found;
  }
  return null;
}
