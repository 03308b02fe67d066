import { maxTasksInMessage } from "./limits.ts";

/**
 * Columns as they travel: a byte costs more on the way than to compute. Whoever decodes them may be told anything, so
 * each gives `undefined` where the bytes are no such column, and none makes more than a message may hold.
 */

/** Ascending neighbours as pairs of a first index and a count: a batch is mostly one stretch of tasks. */
export function toRuns(indices: Uint32Array): Uint32Array {
  const runs = new Uint32Array(2 * indices.length);
  let end = 0;
  for (let at = 0; at < indices.length; at += 1) {
    const index = indices[at] ?? 0;
    if (end > 0 && (runs[end - 2] ?? 0) + (runs[end - 1] ?? 0) === index) {
      runs[end - 1] = (runs[end - 1] ?? 0) + 1;
      continue;
    }
    runs[end] = index;
    runs[end + 1] = 1;
    end += 2;
  }
  return runs.slice(0, end);
}

export function fromRuns(runs: Uint32Array | undefined): Uint32Array<ArrayBuffer> | undefined {
  if (runs === undefined || runs.length % 2 !== 0) return undefined;
  let count = 0;
  for (let at = 1; at < runs.length; at += 2) count += runs[at] ?? 0;
  if (count > maxTasksInMessage) return undefined;
  const indices = new Uint32Array(count);
  let filled = 0;
  for (let at = 0; at < runs.length; at += 2) {
    const first = runs[at] ?? 0;
    const length = runs[at + 1] ?? 0;
    for (let step = 0; step < length; step += 1) indices[filled + step] = first + step;
    filled += length;
  }
  return indices;
}

const mostLengthBytes = 5;

/** Ends as the lengths between them, seven bits a byte and the lowest first: most values are short. */
export function toLengths(ends: Uint32Array): Uint8Array {
  const lengths = new Uint8Array(mostLengthBytes * ends.length);
  let size = 0;
  let start = 0;
  for (let at = 0; at < ends.length; at += 1) {
    const end = ends[at] ?? 0;
    let left = end - start;
    start = end;
    while (left > 0x7f) {
      lengths[size] = (left & 0x7f) | 0x80;
      left >>>= 7;
      size += 1;
    }
    lengths[size] = left;
    size += 1;
  }
  return lengths.slice(0, size);
}

export function fromLengths(lengths: Uint8Array | undefined): Uint32Array<ArrayBuffer> | undefined {
  if (lengths === undefined || lengths.length > mostLengthBytes * maxTasksInMessage) return undefined;
  const ends = new Uint32Array(Math.min(lengths.length, maxTasksInMessage));
  let count = 0;
  let end = 0;
  let length = 0;
  let weight = 1;
  for (let at = 0; at < lengths.length; at += 1) {
    const byte = lengths[at] ?? 0;
    length += (byte & 0x7f) * weight;
    weight *= 0x80;
    if (weight > 2 ** 35) return undefined;
    if (byte > 0x7f) continue;
    end += length;
    if (end > 0xffff_ffff || count === maxTasksInMessage) return undefined;
    ends[count] = end;
    count += 1;
    length = 0;
    weight = 1;
  }
  return weight === 1 ? ends.slice(0, count) : undefined;
}

/** One byte where all are the same: most blocks hold values only. */
export function toUniform(bytes: Uint8Array): Uint8Array {
  const [first] = bytes;
  return bytes.every((byte) => byte === first) ? bytes.slice(0, 1) : bytes;
}

export function fromUniform(
  bytes: Uint8Array<ArrayBuffer> | undefined,
  count: number,
): Uint8Array<ArrayBuffer> | undefined {
  if (bytes?.length !== 1) return bytes;
  return new Uint8Array(count).fill(bytes[0] ?? 0);
}
