import { maxTasksInMessage } from "./limits.ts";

/**
 * Columns as they travel, since a byte costs more on the way than in computing. A stranger may send any bytes, so each
 * decoder gives `undefined` if they are no such column, and makes no more than a message may hold.
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

/** One byte if all are the same: most blocks hold values only. */
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

/** The most different numbers of a palette, in which each number takes a byte: clocks are coarse, and short runtimes much alike. */
const largestPalette = 255;

/** A byte with the size of the palette, the palette, and a place in it for each; or a 0 and the numbers themselves. */
export function toPalette(numbers: Float32Array): Uint8Array {
  const places = new Map<number, number>();
  const chosen = new Uint8Array(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    let place = places.get(number);
    if (place === undefined) {
      place = places.size;
      places.set(number, place);
    }
    chosen[at] = place;
    if (places.size > largestPalette) return joined(0, numbers);
  }
  const palette = Float32Array.from(places.keys());
  return palette.length * 4 + numbers.length < numbers.byteLength
    ? joined(palette.length, palette, chosen)
    : joined(0, numbers);
}

function joined(size: number, ...parts: readonly (Uint8Array | Float32Array)[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 1));
  bytes[0] = size;
  let at = 1;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

export function fromPalette(bytes: Uint8Array | undefined, count: number): Float32Array<ArrayBuffer> | undefined {
  if (bytes === undefined || bytes.length === 0) return undefined;
  const size = bytes[0] ?? 0;
  const numbersEnd = 1 + 4 * (size === 0 ? count : size);
  if (bytes.length !== numbersEnd + (size === 0 ? 0 : count)) return undefined;
  const numbers = new Float32Array(bytes.slice(1, numbersEnd).buffer);
  if (size === 0) return numbers;
  const chosen = new Float32Array(count);
  for (let at = 0; at < count; at += 1) chosen[at] = numbers[bytes[numbersEnd + at] ?? 0] ?? NaN;
  return chosen;
}
