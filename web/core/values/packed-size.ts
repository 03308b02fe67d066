import type { Packed } from "../job/job.ts";
import { ShapedValues } from "./shaped-values.ts";

/** Bytes of value `i`; 0 where there is none, and of those of one shape, which are short. */
export function bytesAt(packed: Packed, i: number): number {
  if (packed instanceof ShapedValues) return 0;
  return (packed.ends[i] ?? 0) - (i === 0 ? 0 : (packed.ends[i - 1] ?? 0));
}
