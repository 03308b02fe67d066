import type { JobId } from "../ids.ts";
import type { BlobHash, BlobName } from "./blob-name.ts";
import type { BlobTrouble } from "./blob-trouble.ts";
import { RunningHash } from "./hashing.ts";
import { pieceBytes, pieceLength } from "./pieces.ts";

export interface ReceiverSettings {
  /** Most bytes of all blobs that are kept or under way. */
  readonly budgetBytes: number;
  /** Pieces asked for ahead of those that have come. */
  readonly piecesAhead: number;
}

/** What a receiver wants done. */
export type ReceiverOrder =
  /** Ask the coordinator for the piece that begins at `from`. */
  | { readonly type: "want-piece"; readonly hash: BlobHash; readonly from: number }
  /** All blobs of the job are here and verified. */
  | { readonly type: "equipped"; readonly job: JobId }
  /** The job's blobs cannot be had. The job is forgotten; opened once more, it is tried anew. */
  | { readonly type: "unequipped"; readonly job: JobId; readonly trouble: BlobTrouble };

/** A blob that is here as a whole. Its hash has been verified. */
interface WholeBlob {
  readonly type: "whole";
  readonly name: BlobName;
  readonly bytes: Uint8Array;
}

/** A blob under way. Pieces come in order, so that `arrived` says all about what is here. */
interface PartialBlob {
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

/** Pieces of the blob that are asked for and have not come. */
function waitingFor({ asked, arrived }: PartialBlob): number {
  return Math.ceil((asked - arrived) / pieceBytes);
}

interface OpenJob {
  readonly hashes: ReadonlySet<BlobHash>;
  isEquipped: boolean;
}

/**
 * The blobs of a volunteer: asks for what its open jobs lack, verifies what comes, and keeps it for later jobs within a budget.
 * What no open job names makes room for others, the blob first whose job was opened first. The bytes come from strangers: sizes
 * count against the budget before any memory is taken, and a piece that was not asked for changes nothing.
 */
export class BlobReceiver {
  readonly #settings: ReceiverSettings;
  /** In the order of their last use. */
  readonly #blobs = new Map<BlobHash, WholeBlob | PartialBlob>();
  readonly #jobs = new Map<JobId, OpenJob>();
  #orders: ReceiverOrder[] = [];

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  /** Bytes of all blobs that are kept or under way. */
  get usedBytes(): number {
    let used = 0;
    for (const { name } of this.#blobs.values()) used += name.bytes;
    return used;
  }

  isEquipped(job: JobId): boolean {
    return this.#jobs.get(job)?.isEquipped === true;
  }

  /** The blob's bytes. @throws Error unless it is here as a whole, as all blobs of an equipped job are. */
  bytesOf({ hash }: BlobName): Uint8Array {
    const blob = this.#blobs.get(hash);
    if (blob?.type !== "whole") throw new Error(`blob ${hash} is not here`);
    return blob.bytes;
  }

  /** What is under way for open jobs; null if nothing is. */
  get progress(): { readonly arrivedBytes: number; readonly totalBytes: number } | null {
    const missing = this.#missing();
    if (missing.length === 0) return null;
    return {
      arrivedBytes: missing.reduce((sum, { arrived }) => sum + arrived, 0),
      totalBytes: missing.reduce((sum, { name }) => sum + name.bytes, 0),
    };
  }

  /** The job needs these blobs. A job that is open already is told of once more: equipped, or still fetching. */
  openJob(job: JobId, names: readonly BlobName[]): readonly ReceiverOrder[] {
    this.#orders = [];
    if (this.isEquipped(job)) this.#orders.push({ type: "equipped", job });
    if (!this.#jobs.has(job)) this.#register(job, names);
    this.#settle();
    return this.#orders;
  }

  /** The job needs its blobs no longer. They stay, as long as nothing else needs their room. */
  closeJob(job: JobId): readonly ReceiverOrder[] {
    this.#orders = [];
    const closed = this.#jobs.get(job);
    this.#jobs.delete(job);
    // The coordinator may have dropped what was asked for with the job, though another job needs it: it is asked for again.
    for (const hash of closed?.hashes ?? []) this.#forgetAsked(this.#blobs.get(hash));
    this.#settle();
    return this.#orders;
  }

  /** Nothing that was asked for comes any more. What has come stays, and the rest is asked for when the job is opened again. */
  forgetLink(): void {
    for (const blob of this.#blobs.values()) this.#forgetAsked(blob);
    for (const [job, { isEquipped }] of this.#jobs) if (!isEquipped) this.#jobs.delete(job);
  }

  #forgetAsked(blob: WholeBlob | PartialBlob | undefined): void {
    if (blob?.type === "partial") blob.asked = blob.arrived;
  }

  /** A piece has come. One that came before, or that belongs to nothing here, changes nothing. */
  takePiece(hash: BlobHash, offset: number, bytes: Uint8Array): readonly ReceiverOrder[] {
    this.#orders = [];
    const blob = this.#blobs.get(hash);
    if (blob?.type !== "partial" || offset !== blob.arrived) return this.#orders;
    if (bytes.length !== pieceLength(offset, blob.name)) this.#rejectBytes(blob);
    else this.#addPiece(blob, bytes);
    this.#settle();
    return this.#orders;
  }

  #addPiece(blob: PartialBlob, piece: Uint8Array): void {
    blob.bytes ??= this.#allocate(blob.name.bytes);
    if (blob.bytes === null) {
      this.#drop(blob, { key: "no-memory-for-blob", ...blob.name });
      return;
    }
    blob.bytes.set(piece, blob.arrived);
    blob.hash.addBytes(piece);
    blob.arrived += piece.length;
    blob.asked = Math.max(blob.asked, blob.arrived);
    if (blob.arrived === blob.name.bytes) this.#verify(blob, blob.bytes);
  }

  /** Null where this tab has no memory for so many bytes, even without the blobs that no open job needs. */
  #allocate(bytes: number): Uint8Array | null {
    const memory = newBytes(bytes);
    if (memory !== null) return memory;
    const pinned = this.#pinned();
    for (const hash of this.#blobs.keys()) if (!pinned.has(hash)) this.#blobs.delete(hash);
    return newBytes(bytes);
  }

  #verify(blob: PartialBlob, bytes: Uint8Array): void {
    const { name } = blob;
    if (blob.hash.end() !== name.hash) {
      this.#rejectBytes(blob);
      return;
    }
    this.#blobs.set(name.hash, { type: "whole", name, bytes });
    this.#announceEquipped();
  }

  #announceEquipped(): void {
    for (const [job, open] of this.#jobs) {
      if (open.isEquipped || !this.#hasAll(open)) continue;
      open.isEquipped = true;
      this.#orders.push({ type: "equipped", job });
    }
  }

  /** What came is not the blob: it is asked for once more, then given up. */
  #rejectBytes(blob: PartialBlob): void {
    if (blob.isSecondTry) {
      this.#drop(blob, { key: "blob-differs", ...blob.name });
      return;
    }
    Object.assign(blob, { arrived: 0, asked: 0, hash: new RunningHash(), isSecondTry: true });
  }

  /** Gives the blob up, and with it all jobs that wait for it. */
  #drop(blob: PartialBlob, trouble: BlobTrouble): void {
    this.#blobs.delete(blob.name.hash);
    for (const [job, { hashes }] of this.#jobs) if (hashes.has(blob.name.hash)) this.#refuse(job, trouble);
  }

  #refuse(job: JobId, trouble: BlobTrouble): void {
    this.#jobs.delete(job);
    this.#orders.push({ type: "unequipped", job, trouble });
  }

  /** Takes the job in, or refuses it where it is known beforehand that its blobs cannot be had. */
  #register(job: JobId, names: readonly BlobName[]): void {
    const pinned = this.#pinned();
    for (const name of names) {
      const known = pinned.get(name.hash) ?? this.#blobs.get(name.hash)?.name ?? name;
      if (known.bytes !== name.bytes) {
        this.#refuse(job, { key: "blob-of-two-sizes", ...name, known: known.bytes });
        return;
      }
      pinned.set(name.hash, name);
    }
    let needed = 0;
    for (const { bytes } of pinned.values()) needed += bytes;
    const { budgetBytes } = this.#settings;
    if (needed > budgetBytes) {
      this.#refuse(job, { key: "blobs-beyond-budget", needed, kept: budgetBytes });
      return;
    }
    for (const name of names) this.#keepOrBegin(name);
    this.#makeRoom(pinned);
    this.#jobs.set(job, { hashes: new Set(names.map(({ hash }) => hash)), isEquipped: false });
    this.#verifyEmpty(names);
    this.#announceEquipped();
  }

  /** A blob without bytes has no piece that could come. */
  #verifyEmpty(names: readonly BlobName[]): void {
    for (const { hash, bytes } of names) {
      const blob = this.#blobs.get(hash);
      if (bytes > 0 || blob?.type !== "partial") continue;
      blob.isSecondTry = true;
      this.#verify(blob, new Uint8Array());
    }
  }

  /** Puts the blob behind all others in the order of use. */
  #keepOrBegin(name: BlobName): void {
    const known = this.#blobs.get(name.hash);
    this.#blobs.delete(name.hash);
    this.#blobs.set(
      name.hash,
      known ?? {
        type: "partial",
        name,
        bytes: null,
        arrived: 0,
        asked: 0,
        hash: new RunningHash(),
        isSecondTry: false,
      },
    );
  }

  #makeRoom(pinned: ReadonlyMap<BlobHash, BlobName>): void {
    let used = this.usedBytes;
    for (const [hash, { name }] of this.#blobs) {
      if (used <= this.#settings.budgetBytes) return;
      if (pinned.has(hash)) continue;
      this.#blobs.delete(hash);
      used -= name.bytes;
    }
  }

  /** The blobs of all open jobs. */
  #pinned(): Map<BlobHash, BlobName> {
    const pinned = new Map<BlobHash, BlobName>();
    for (const { hashes } of this.#jobs.values()) {
      for (const hash of hashes) {
        const blob = this.#blobs.get(hash);
        if (blob !== undefined) pinned.set(hash, blob.name);
      }
    }
    return pinned;
  }

  #hasAll({ hashes }: OpenJob): boolean {
    for (const hash of hashes) if (this.#blobs.get(hash)?.type !== "whole") return false;
    return true;
  }

  /** The blobs under way that an open job needs. */
  #missing(): readonly PartialBlob[] {
    const missing = new Set<PartialBlob>();
    for (const { hashes, isEquipped } of this.#jobs.values()) {
      for (const hash of isEquipped ? [] : hashes) {
        const blob = this.#blobs.get(hash);
        if (blob?.type === "partial") missing.add(blob);
      }
    }
    return [...missing];
  }

  /** Asks for pieces, in turns of all blobs that are missing: a small one does not wait for a large one. */
  #settle(): void {
    const missing = this.#missing();
    let outstanding = missing.reduce((sum, blob) => sum + waitingFor(blob), 0);
    for (; outstanding < this.#settings.piecesAhead; outstanding += 1) {
      const open = missing.filter(({ asked, name }) => asked < name.bytes);
      const [next] = open.toSorted((a, b) => waitingFor(a) - waitingFor(b));
      if (next === undefined) return;
      this.#orders.push({ type: "want-piece", hash: next.name.hash, from: next.asked });
      next.asked += pieceLength(next.asked, next.name);
    }
  }
}

function newBytes(count: number): Uint8Array | null {
  try {
    return new Uint8Array(count);
  } catch {
    return null;
  }
}
