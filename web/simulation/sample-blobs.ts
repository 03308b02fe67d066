import { Blob } from "../core/blobs/blob.ts";
import { pieceBytes } from "../core/blobs/pieces.ts";
import { atOnce } from "../core/time-slices.ts";

/** Bytes of the shared values that planned jobs may have: of one piece, of two, of three. */
const sizes = [700, pieceBytes + 100, 2 * pieceBytes + 3];

export const sampleBlobCount = sizes.length;

const made = new Map<number, Blob>();

/** The shared value of that number, from 0; the same one each time, since hashing takes a while. */
export function sampleBlob(number: number): Blob {
  const known = made.get(number);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(sizes[number] ?? 1);
  for (let at = 0; at < bytes.length; at += 100) bytes[at] = (at + number) % 251;
  const blob = atOnce(Blob.making(bytes));
  made.set(number, blob);
  return blob;
}
