import { byteLengthOf } from "../../core/values/value-column.ts";
import { definitionBytes } from "../../core/job/job-definition.ts";
import type { JobId } from "../../core/ids.ts";
import { isOver } from "../../core/scheduler/state.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { growingEntries, type NotKept, notKeptOf } from "./cancelled-entries.ts";

/** The most entries, and bytes, of one transaction. Its bytes are copied in one go, which the page waits for. */
const enoughEntries = 100;
const enoughBytes = 512 * 1024;

/**
 * How an entry is written: with others that come meanwhile; at once, since no other will come that it could be gathered with; or at
 * once and with strict durability.
 */
export type Haste = "gathered" | "at-once" | "strict";

export interface Waiting {
  /** Its large inputs are taken apart before it is written. */
  entry: JournalEntry;
  readonly written: (isOnRecord: boolean) => void;
  readonly haste: Haste;
  /** Approximate bytes that are copied to write the entry. */
  readonly bytes: number;
}

/** Bytes of a result beside its value: index, runtime, outcome, attempts. */
const columnBytes = 10;

function sizeOf(entry: JournalEntry): number {
  if (entry.type === "job-created") {
    return entry.blobs.reduce((sum, { name }) => sum + name.bytes, definitionBytes(entry.definition));
  }
  if (entry.type === "tasks-added") return entry.inputs.ends.byteLength + entry.inputs.bytes.length;
  if (entry.type !== "results-accepted") return 0;
  const { indices, values } = entry.results.block;
  return columnBytes * indices.length + byteLengthOf(values);
}

function isCreation({ entry }: Waiting): boolean {
  return entry.type === "job-created";
}

/**
 * What a full journal is tried with: all, one creation alone, all but the cancelled jobs that are not on record as a whole, or one of
 * these alone. `withdrawn`: the creation with its blobs while it is tried without them.
 */
type Trial =
  | { readonly type: "all" }
  | { readonly type: "creation"; readonly of: Waiting; readonly withdrawn: JournalEntry | null }
  | { readonly type: "others"; readonly without: ReadonlySet<JobId> }
  | { readonly type: "alone"; readonly job: JobId };

const all: Trial = { type: "all" };

/** A cancelled job whose entries were given up, and which. */
interface GivenUp {
  readonly job: JobId;
  readonly entries: readonly Waiting[];
  readonly notKept: NotKept;
}

/** What a refused transaction leads to. */
export interface Refused {
  /** Whether something else is to be tried at once. */
  readonly triesOn: boolean;
  /** null while nothing is given up. */
  readonly givenUp: GivenUp | null;
}

const waits: Refused = { triesOn: false, givenUp: null };
const triesOn: Refused = { triesOn: true, givenUp: null };

/**
 * The entries that are not on record yet, in their order. Those of one job are never reordered: while others are tried without a
 * cancelled job, they are passed over and keep their places.
 */
export class WaitingEntries {
  #entries: Waiting[] = [];
  #trial: Trial = all;

  get length(): number {
    return this.#entries.length;
  }

  /** Whether one of them is not gathered with others. */
  get isHasty(): boolean {
    return this.#entries.some(({ haste }) => haste !== "gathered");
  }

  get creations(): "none" | "some" | "all" {
    if (this.#entries.every(isCreation)) return "all";
    return this.#entries.some(isCreation) ? "some" : "none";
  }

  add(entry: JournalEntry, written: Waiting["written"], haste: Haste): void {
    this.#entries.push({ entry, written, haste, bytes: sizeOf(entry) });
  }

  /** The first creation, behind that one, with blobs of a job that is over before it is on record: it needs them only to be run again. */
  #overWithBlobs(behind?: Waiting): Waiting | undefined {
    const over = new Set<JobId>();
    for (const { entry } of this.#entries) if (entry.type === "job-changed" && isOver(entry)) over.add(entry.job);
    const from = behind === undefined ? 0 : this.#entries.indexOf(behind) + 1;
    return this.#entries
      .slice(from)
      .find(({ entry }) => entry.type === "job-created" && over.has(entry.job) && entry.blobs.length > 0);
  }

  /** The entries of the next transaction, and whether they are enough for one. */
  next(): { readonly batch: readonly Waiting[]; readonly isEnough: boolean } {
    const batch: Waiting[] = [];
    let bytes = 0;
    for (const waiting of this.#entries) {
      if (!this.#isTried(waiting)) continue;
      batch.push(waiting);
      bytes += waiting.bytes;
      if (bytes >= enoughBytes || batch.length >= enoughEntries) return { batch, isEnough: true };
    }
    return { batch, isEnough: false };
  }

  #isTried(waiting: Waiting): boolean {
    const trial = this.#trial;
    const { entry } = waiting;
    const job = "job" in entry ? entry.job : null;
    switch (trial.type) {
      case "all":
        return true;
      case "creation":
        return waiting === trial.of;
      case "others":
        return job === null || !trial.without.has(job);
      case "alone":
        // A volunteer is on record before any result that names it.
        return job === trial.job || entry.type === "volunteer-known";
    }
  }

  /** Taken out, in their order. */
  takeAll(): readonly Waiting[] {
    this.#trial = all;
    return this.#entries.splice(0);
  }

  /** They are on record. Tells whether the journal is still taken for full, and something else is to be tried at once. */
  noteWritten(batch: readonly Waiting[]): boolean {
    const trial = this.#trial;
    this.#trial = all;
    if (trial.type === "all") this.#entries.splice(0, batch.length);
    else this.#remove(batch);
    if (trial.type === "creation") return this.#entries.length > 0;
    if (trial.type !== "others") return false;
    const [job] = growingEntries(this.#entries).keys();
    if (job !== undefined) this.#trial = { type: "alone", job };
    return job !== undefined;
  }

  /**
   * Nothing was written, as it did not fit. It may be the blobs of a job that is over: its creation is tried alone, and then
   * without them, and keeps them unless that is written. Or it may be a cancelled job that is too large whatever else there is: then
   * nobody could delete it, and nothing else would get on record. All others are tried without such jobs; where something of these
   * was really written, one such job is tried alone, and what rests on an entry that was refused then is given up.
   */
  noteRefused(batch: readonly Waiting[]): Refused {
    const trial = this.#trial;
    this.#trial = all;
    switch (trial.type) {
      case "all":
        return this.#tryCreation(this.#overWithBlobs());
      case "creation": {
        const { of, withdrawn } = trial;
        if (withdrawn !== null) {
          of.entry = withdrawn;
          return this.#tryCreation(this.#overWithBlobs(of));
        }
        this.#trial = { type: "creation", of, withdrawn: of.entry };
        if (of.entry.type === "job-created") of.entry = { ...of.entry, blobs: [] };
        return triesOn;
      }
      case "others":
        return waits;
      case "alone":
        return this.#giveUp(trial.job, batch);
    }
  }

  #tryCreation(of: Waiting | undefined): Refused {
    if (of === undefined) return this.#tryOthers();
    this.#trial = { type: "creation", of, withdrawn: null };
    return triesOn;
  }

  #tryOthers(): Refused {
    const without = new Set(growingEntries(this.#entries).keys());
    this.#trial = { type: "others", without };
    if (without.size > 0 && this.next().batch.length > 0) return triesOn;
    this.#trial = all;
    return waits;
  }

  #giveUp(job: JobId, refused: readonly Waiting[]): Refused {
    const first = growingEntries(this.#entries).get(job);
    if (first === undefined || !refused.includes(first)) return waits;
    const isWhole = first.entry.type === "job-created";
    const entries = this.#entries
      .slice(this.#entries.indexOf(first))
      .filter(({ entry }) => "job" in entry && entry.job === job && (isWhole || entry.type !== "job-changed"));
    this.#remove(entries);
    const givenUp = { job, entries, notKept: notKeptOf(entries.map(({ entry }) => entry)) };
    return { triesOn: true, givenUp };
  }

  #remove(some: readonly Waiting[]): void {
    const gone = new Set(some);
    this.#entries = this.#entries.filter((waiting) => !gone.has(waiting));
  }
}
