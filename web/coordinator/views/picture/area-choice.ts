import type { Place } from "../../../workloads/image-picture.ts";

/** A place on the screen, relative to the picture's corner, both in parts of the picture's size. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A move of fewer parts of the picture's width is a click, or a finger that rests. */
const leastMove = 0.015;

/** The area between two corners; null where they are too close to be meant. */
export function areaBetween(from: Spot, to: Spot): Place | null {
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (Math.max(width, height) < leastMove) return null;
  return { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width, height };
}

/**
 * The area that fills the picture once two fingers have moved: what was under each at first is under it then. Fingers that come closer
 * see more than the picture.
 */
export function areaPinched(before: readonly [Spot, Spot], after: readonly [Spot, Spot]): Place | null {
  const apart = ([a, b]: readonly [Spot, Spot]): number => Math.hypot(b.x - a.x, b.y - a.y);
  const between = ([a, b]: readonly [Spot, Spot]): Spot => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const part = apart(before) / apart(after);
  if (!Number.isFinite(part) || part === 0) return null;
  const [from, to] = [between(before), between(after)];
  const area = { x: from.x - to.x * part, y: from.y - to.y * part, width: part, height: part };
  const isMoved = Math.abs(part - 1) >= leastMove || Math.hypot(area.x, area.y) >= leastMove;
  return isMoved ? area : null;
}

/** The middle of the picture, `part` of its width and height; a part above 1 is more than the picture. */
export function middle(part: number): Place {
  return { x: (1 - part) / 2, y: (1 - part) / 2, width: part, height: part };
}
