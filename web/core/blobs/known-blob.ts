import type { BlobHash, BlobName } from "./blob-name.ts";
import { RunningHash } from "./running-hash.ts";
import { pieceBytes, pieceLength } from "./pieces.ts";

/** A blob that is here as a whole. Its hash has been verified. */
interface WholeBlob {
  readonly type: "whole";
  readonly name: BlobName;
  readonly bytes: Uint8Array;
}

/** A blob under way. Pieces come in order, so that `arrived` says all about what is here. */
export interface PartialBlob {
  readonly type: "partial";
  readonly name: BlobName;
  /** Null until the first piece has come: a name alone takes no memory. */
  bytes: Uint8Array | null;
  /** Bytes that have come, from the beginning on. */
  arrived: number;
  /** Offset up to which pieces are asked for. */
  asked: number;
  hash: RunningHash;
  /** Whether the bytes came before and their hash differed. */
  isSecondTry: boolean;
}

export type KnownBlob = WholeBlob | PartialBlob;

export function beginBlob(name: BlobName): PartialBlob {
  return { type: "partial", name, bytes: null, arrived: 0, asked: 0, hash: new RunningHash(), isSecondTry: false };
}

/** Pieces of the blob that are asked for and have not come. */
function waitingFor({ asked, arrived }: PartialBlob): number {
  return Math.ceil((asked - arrived) / pieceBytes);
}

/** Nothing that was asked for of it comes any more. */
export function forgetAsked(blob: KnownBlob | undefined): void {
  if (blob?.type === "partial") blob.asked = blob.arrived;
}

/**
 * The pieces to ask for, so that as many are under way as `piecesAhead` says: in turns of all blobs that are missing, so that a small
 * one does not wait for a large one.
 */
export function* piecesToAsk(
  missing: readonly PartialBlob[],
  piecesAhead: number,
): Generator<{ readonly hash: BlobHash; readonly from: number }> {
  let outstanding = missing.reduce((sum, blob) => sum + waitingFor(blob), 0);
  for (; outstanding < piecesAhead; outstanding += 1) {
    const open = missing.filter(({ asked, name }) => asked < name.bytes);
    const [next] = open.toSorted((a, b) => waitingFor(a) - waitingFor(b));
    if (next === undefined) return;
    const from = next.asked;
    next.asked += pieceLength(from, next.name);
    yield { hash: next.name.hash, from };
  }
}

/** Null where this tab has no memory for so many. */
export function newBytes(count: number): Uint8Array | null {
  try {
    return new Uint8Array(count);
  } catch {
    return null;
  }
}
