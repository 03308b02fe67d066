import type { Packed } from "../../core/values/format.ts";

/** Faster than to compare megabytes with `toEqual`, in a browser, too. */
export function isSameInputs(read: Packed | null, { ends, bytes }: Packed): boolean {
  if (read === null) return false;
  const areBytes = read.bytes.length === bytes.length && read.bytes.every((byte, at) => byte === bytes[at]);
  return areBytes && read.ends.length === ends.length && read.ends.every((end, at) => end === ends[at]);
}
