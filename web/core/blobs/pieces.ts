import type { BlobName } from "./blob-name.ts";

/**
 * Bytes of one piece of a blob; the last piece has what is left. Hashing one takes a few milliseconds on a slow phone.
 */
export const pieceBytes = 256 * 1024;

/**
 * Pieces that a volunteer asks for ahead of those that have come: 1 MiB under way fills a path of 100 Mbit/s whose answers
 * take 80 ms, and is the most that a batch of another job waits for on its link.
 */
export const piecesAhead = 4;

/**
 * Bytes of an input above which it travels beside its batch, as blobs do. A smaller one is a single piece, and cutting it would
 * gain nothing; a batch aims at as many bytes.
 */
export const largeInputBytes = 256 * 1024;

/**
 * Most bytes of large inputs that a volunteer keeps: of tasks that wait, and of earlier ones, since others may have the same
 * input. Room for one of the largest size. The coordinator keeps as many to be sent, and reads others again.
 */
export const keptInputBlobBytes = 64 * 1024 * 1024;

/** Whether a piece of the blob begins at this offset. */
export function isPieceStart(offset: number, { bytes }: BlobName): boolean {
  return offset >= 0 && offset < bytes && offset % pieceBytes === 0;
}

/** Bytes of the piece that begins at `offset`. */
export function pieceLength(offset: number, { bytes }: BlobName): number {
  return Math.min(pieceBytes, bytes - offset);
}

/**
 * Most bytes of blobs that a volunteer keeps. A job whose blobs are more together is refused where it starts, and so is one whose
 * blobs do not fit beside those of other open jobs.
 */
export const keptBlobBytes = 256 * 1024 * 1024;
