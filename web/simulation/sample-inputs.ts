import { Blob } from "../core/blobs/blob.ts";
import { largeInputBytes, pieceBytes } from "../core/blobs/pieces.ts";
import { atOnce } from "../core/time-slices.ts";
import { packAll } from "../core/values/packed.ts";

/** Bytes of the large inputs that tasks may have: of two pieces, and of three. */
const sizes = [largeInputBytes + 1, 2 * pieceBytes + 5];

export const sampleInputCount = sizes.length;

interface SampleInput {
  readonly input: Uint8Array;
  /** As it travels. */
  readonly blob: Blob;
}

const made = new Map<number, SampleInput>();

/** The large input of that number, from 0; the same one each time, since hashing takes a while. */
export function sampleInput(number: number): SampleInput {
  const known = made.get(number);
  if (known !== undefined) return known;
  const input = new Uint8Array(sizes[number] ?? 1);
  for (let at = 0; at < input.length; at += 100) input[at] = (at + number) % 241;
  const sample = { input, blob: atOnce(Blob.making(packAll([input]).bytes)) };
  made.set(number, sample);
  return sample;
}
