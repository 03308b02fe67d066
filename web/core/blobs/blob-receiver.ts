import type { JobId } from "../ids.ts";
import type { BlobHash, BlobName } from "./blob-name.ts";
import type { BlobTrouble } from "./blob-trouble.ts";
import { RunningHash } from "./running-hash.ts";
import { beginBlob, forgetAsked, newBytes, piecesToAsk, type KnownBlob, type PartialBlob } from "./known-blob.ts";
import { pieceLength } from "./pieces.ts";

export interface ReceiverSettings {
  /** Most bytes of jobs' blobs that are kept or under way. */
  readonly budgetBytes: number;
  /** Most bytes of inputs that are kept or under way, beside those. */
  readonly inputBytes: number;
  /** Pieces asked for ahead of those that have come: so many of jobs' blobs, and as many of inputs. */
  readonly piecesAhead: number;
}

/** A task's wish for its input. Each object is a wish of its own: several tasks may have the same input. */
export interface InputWish {
  readonly name: BlobName;
}

/** What a receiver wants done. */
export type ReceiverOrder =
  /** Ask the coordinator for the piece that begins at `from`. */
  | { readonly type: "want-piece"; readonly hash: BlobHash; readonly from: number }
  /** All blobs of the job are here and verified. */
  | { readonly type: "equipped"; readonly job: JobId }
  /** The job's blobs cannot be had. The job is forgotten; opened once more, it is tried anew. */
  | { readonly type: "unequipped"; readonly job: JobId; readonly trouble: BlobTrouble }
  /** The input cannot be had. The wish is forgotten. */
  | { readonly type: "input-failed"; readonly wish: InputWish; readonly trouble: BlobTrouble };

interface OpenJob {
  readonly hashes: ReadonlySet<BlobHash>;
  isEquipped: boolean;
}

/**
 * The blobs of a volunteer: asks for what its open jobs lack, verifies what comes, and keeps it for later jobs within a budget.
 * What no open job names makes room for others, the blob first whose job was opened first. The bytes come from strangers: sizes
 * count against the budget before any memory is taken, and a piece that was not asked for changes nothing.
 *
 * So it is with large inputs, within a budget of their own: those of waiting tasks are asked for in the order of the tasks, as far
 * as they fit, and those used before make room for them.
 */
export class BlobReceiver {
  readonly #settings: ReceiverSettings;
  /** In the order of their last use. */
  readonly #blobs = new Map<BlobHash, KnownBlob>();
  readonly #jobs = new Map<JobId, OpenJob>();
  /** In the order in which their tasks will be computed. */
  readonly #wishes = new Set<InputWish>();
  /** Those of `#blobs` that no job has named: they count as inputs. */
  readonly #inputs = new Set<BlobHash>();
  #orders: ReceiverOrder[] = [];

  constructor(settings: ReceiverSettings) {
    this.#settings = settings;
  }

  /** Bytes of jobs' blobs that are kept or under way. */
  get usedBytes(): number {
    let used = 0;
    for (const [hash, { name }] of this.#blobs) if (!this.#inputs.has(hash)) used += name.bytes;
    return used;
  }

  /** Bytes of inputs that are kept or under way. */
  get usedInputBytes(): number {
    let used = 0;
    for (const hash of this.#inputs) used += this.#blobs.get(hash)?.name.bytes ?? 0;
    return used;
  }

  /** What open jobs and waiting tasks need, be it here or not: none of it makes room for others. */
  get pinned(): ReadonlySet<BlobHash> {
    const pinned = new Set<BlobHash>();
    for (const { hashes } of this.#jobs.values()) for (const hash of hashes) pinned.add(hash);
    for (const { name } of this.#wishes) pinned.add(name.hash);
    return pinned;
  }

  isEquipped(job: JobId): boolean {
    return this.#jobs.get(job)?.isEquipped === true;
  }

  /** Whether the input is here as a whole, verified. */
  hasInput({ hash }: BlobName): boolean {
    return this.#blobs.get(hash)?.type === "whole";
  }

  /** The blob's bytes. @throws Error unless it is here as a whole, as all blobs of an equipped job are. */
  bytesOf({ hash }: BlobName): Uint8Array {
    const blob = this.#blobs.get(hash);
    if (blob?.type !== "whole") throw new Error(`blob ${hash} is not here`);
    return blob.bytes;
  }

  /** What is under way for open jobs and waiting tasks; null if nothing is. */
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
    for (const hash of closed?.hashes ?? []) forgetAsked(this.#blobs.get(hash));
    this.#settle();
    return this.#orders;
  }

  /** Tasks that wait need these inputs, behind those that wait already. */
  wishInputs(wishes: readonly InputWish[]): readonly ReceiverOrder[] {
    this.#orders = [];
    for (const wish of wishes) this.#wishes.add(wish);
    this.#settle();
    return this.#orders;
  }

  /** The tasks have begun, or will not. Their inputs stay, as long as nothing else needs their room. */
  dropWishes(wishes: readonly InputWish[]): readonly ReceiverOrder[] {
    this.#orders = [];
    for (const wish of wishes) {
      if (!this.#wishes.delete(wish)) continue;
      const { hash } = wish.name;
      const blob = this.#blobs.get(hash);
      if (blob === undefined) continue;
      // With the last task that needs it the coordinator may have dropped what was asked for, as with a job.
      if (![...this.#wishes].some(({ name }) => name.hash === hash)) forgetAsked(blob);
      this.#putLast(hash, blob);
    }
    this.#settle();
    return this.#orders;
  }

  /** Nothing that was asked for comes any more. What has come stays, and the rest is asked for when the job is opened again, or a task needs it. */
  forgetLink(): void {
    this.#wishes.clear();
    for (const blob of this.#blobs.values()) forgetAsked(blob);
    for (const [job, { isEquipped }] of this.#jobs) if (!isEquipped) this.#jobs.delete(job);
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
    for (const hash of this.#blobs.keys()) if (!pinned.has(hash)) this.#delete(hash);
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

  /** Gives the blob up, and with it all jobs and tasks that wait for it. */
  #drop({ name }: PartialBlob, trouble: BlobTrouble): void {
    this.#delete(name.hash);
    for (const [job, { hashes }] of this.#jobs) if (hashes.has(name.hash)) this.#refuse(job, trouble);
    for (const wish of this.#wishes) if (wish.name.hash === name.hash) this.#refuseWish(wish, trouble);
  }

  #delete(hash: BlobHash): void {
    this.#blobs.delete(hash);
    this.#inputs.delete(hash);
  }

  #refuseWish(wish: InputWish, trouble: BlobTrouble): void {
    this.#wishes.delete(wish);
    this.#orders.push({ type: "input-failed", wish, trouble });
  }

  #refuse(job: JobId, trouble: BlobTrouble): void {
    this.#jobs.delete(job);
    this.#orders.push({ type: "unequipped", job, trouble });
  }

  /** Takes the job in, or refuses it where it is known beforehand that its blobs cannot be had. */
  #register(job: JobId, names: readonly BlobName[]): void {
    const pinned = this.#pinnedByJobs();
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
    for (const name of names) {
      this.#keepOrBegin(name);
      this.#inputs.delete(name.hash);
    }
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
    const known = this.#blobs.get(name.hash) ?? beginBlob(name);
    this.#putLast(name.hash, known);
  }

  #putLast(hash: BlobHash, blob: KnownBlob): void {
    this.#blobs.delete(hash);
    this.#blobs.set(hash, blob);
  }

  #makeRoom(pinned: ReadonlyMap<BlobHash, BlobName>): void {
    let used = this.usedBytes;
    for (const [hash, { name }] of this.#blobs) {
      if (used <= this.#settings.budgetBytes) return;
      if (pinned.has(hash) || this.#inputs.has(hash)) continue;
      this.#delete(hash);
      used -= name.bytes;
    }
  }

  /** Begins the inputs of waiting tasks, the first ones first, as far as there is room beside those that are under way. */
  #admitInputs(): void {
    for (const wish of this.#wishes) {
      const { name } = wish;
      const known = this.#blobs.get(name.hash);
      if (known !== undefined) {
        if (known.name.bytes !== name.bytes)
          this.#refuseWish(wish, { key: "blob-of-two-sizes", ...name, known: known.name.bytes });
        continue;
      }
      const { inputBytes } = this.#settings;
      if (name.bytes > inputBytes) {
        this.#refuseWish(wish, { key: "blobs-beyond-budget", needed: name.bytes, kept: inputBytes });
        continue;
      }
      const [first] = this.#wishes;
      if (!this.#makeInputRoom(name.bytes, wish === first)) return;
      this.#keepOrBegin(name);
      this.#inputs.add(name.hash);
    }
  }

  /** False where inputs that wait for their tasks are in the way; nothing is dropped then. `isFirst`: of all waiting tasks. */
  #makeInputRoom(bytes: number, isFirst: boolean): boolean {
    const most = this.#settings.inputBytes - bytes;
    let used = this.usedInputBytes;
    const dropped: BlobHash[] = [];
    for (const { hash, bytes: each } of this.#inputsToDrop(isFirst)) {
      if (used <= most) break;
      used -= each;
      dropped.push(hash);
    }
    if (used > most) return false;
    for (const hash of dropped) this.#delete(hash);
    return true;
  }

  /**
   * Inputs that no task waits for, and then, for the first task, those that later ones wait for, the last one first: they may be in
   * the same batch, which goes no further without the first one's, and so would keep its room for ever.
   */
  *#inputsToDrop(isFirst: boolean): Generator<BlobName> {
    const pinned = this.#pinned();
    for (const [hash, { name }] of this.#blobs) if (this.#inputs.has(hash) && !pinned.has(hash)) yield name;
    if (!isFirst) return;
    const later = new Set([...this.#wishes].toReversed().map(({ name }) => name.hash));
    for (const hash of later) {
      // Its own size: a wish may claim another one.
      const kept = this.#inputs.has(hash) ? this.#blobs.get(hash) : undefined;
      if (kept !== undefined) yield kept.name;
    }
  }

  /** The blobs of all open jobs, and the inputs of waiting tasks that are here or under way. */
  #pinned(): Map<BlobHash, BlobName> {
    const pinned = this.#pinnedByJobs();
    for (const { name } of this.#wishes) if (this.#blobs.has(name.hash)) pinned.set(name.hash, name);
    return pinned;
  }

  #pinnedByJobs(): Map<BlobHash, BlobName> {
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

  /** The blobs under way that an open job or a waiting task needs. */
  #missing(): readonly PartialBlob[] {
    const missing = this.#missingOfJobs();
    for (const { name } of this.#wishes) {
      const blob = this.#blobs.get(name.hash);
      if (blob?.type === "partial") missing.add(blob);
    }
    return [...missing];
  }

  #missingOfJobs(): Set<PartialBlob> {
    const missing = new Set<PartialBlob>();
    for (const { hashes, isEquipped } of this.#jobs.values()) {
      for (const hash of isEquipped ? [] : hashes) {
        const blob = this.#blobs.get(hash);
        if (blob?.type === "partial") missing.add(blob);
      }
    }
    return missing;
  }

  #settle(): void {
    this.#admitInputs();
    // Inputs may wait for others to make room at the coordinator: blobs of jobs do not wait with them.
    const ofJobs = this.#missingOfJobs();
    const inputs = this.#missing().filter((blob) => !ofJobs.has(blob));
    for (const missing of [[...ofJobs], inputs]) {
      for (const piece of piecesToAsk(missing, this.#settings.piecesAhead)) {
        this.#orders.push({ type: "want-piece", ...piece });
      }
    }
  }
}
