import { formatCount } from "../words/format.ts";

/** Whole numbers from one to another, both included. */
export type Segment = readonly [from: number, to: number];

/** Most segments that a range is cut into: they are in the job's definition one by one. */
const mostSegments = 100_000;

/** The numbers from `from` to `to`, in segments of `length` and what is left. */
export function segmentsOf(from: number, to: number, length: number): readonly Segment[] {
  const count = Math.max(0, Math.ceil((to - from + 1) / length));
  return Array.from({ length: count }, (_, at) => {
    const first = from + at * length;
    return [first, Math.min(to, first + length - 1)];
  });
}

/** What is wrong with segments of that length; null where nothing is. */
export function segmentsProblem(from: number, to: number, length: number): string | null {
  if ((to - from + 1) / length <= mostSegments) return null;
  const least = Math.ceil((to - from + 1) / mostSegments);
  return `Makes more than ${formatCount(mostSegments)} tasks: must be at least ${formatCount(least)}.`;
}
