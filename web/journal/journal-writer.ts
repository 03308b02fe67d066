import { byteLengthOf } from "../core/values/value-column.ts";
import type { Epoch } from "../core/ids.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import { definitionBytes } from "./tally.ts";

/**
 * Entries gathered for one transaction: up to so many or so many bytes, and for so long after the last one with
 * results began. A transaction costs 2.5 ms of computing in two processes, and people see a page that is drawn a few
 * times a second; its bytes are copied at a stroke.
 */
const enoughEntries = 100;
const enoughBytes = 512 * 1024;
const gatherMs = 200;

/** A new job waits a moment for its first results: a short one then needs one transaction and not two. */
const createdMs = 20;

/** How long until a full journal is tried again. */
const retryMs = 2_000;

export type WriterEvent =
  /** Nothing is taken for the time being; what waits is kept, and tried again by itself. */
  | { readonly type: "full" }
  | { readonly type: "writing-again" }
  /** Another tab has the room: nothing is written any more, and nothing that waits is answered. */
  | { readonly type: "superseded" }
  /** The storage is gone: from here on entries are answered without being written. */
  | { readonly type: "failed"; readonly reason: string };

interface Waiting {
  readonly entry: JournalEntry;
  readonly written: () => void;
  readonly isUrgent: boolean;
  readonly bytes: number;
}

/** What people were told has been done must be on the disk, not in its queue. */
function isStrict({ type }: JournalEntry): boolean {
  return type === "job-changed" || type === "room-changed";
}

/** What a task takes beside its value: index, runtime, outcome, attempts. */
const columnBytes = 10;

/** About what is copied for it. */
function sizeOf(entry: JournalEntry): number {
  if (entry.type === "job-created") return definitionBytes(entry.definition);
  if (entry.type !== "results-accepted") return 0;
  const { indices, values } = entry.results.block;
  return columnBytes * indices.length + byteLengthOf(values);
}

function isCreation({ type }: JournalEntry): boolean {
  return type === "job-created";
}

/**
 * One start of a room, as a writer: gathers entries, writes them in their order, and answers each when it is on record.
 * An entry that comes alone is written at once.
 */
export class JournalWriter {
  readonly #journal: Journal;
  readonly #room: RoomId;
  readonly #epoch: Epoch;
  readonly #tell: (event: WriterEvent) => void;
  #waiting: Waiting[] = [];
  #state: "idle" | "writing" | "full" | "failed" | "over" = "idle";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #begunAt = -Infinity;
  /** When the newest job was created. */
  #createdAt = -Infinity;

  constructor(journal: Journal, room: RoomId, epoch: Epoch, tell: (event: WriterEvent) => void) {
    this.#journal = journal;
    this.#room = room;
    this.#epoch = epoch;
    this.#tell = tell;
  }

  /**
   * `written` is called once the entry is on record; never from within this call. An urgent one is waited for, and
   * nothing more is to come that it could be gathered with.
   */
  append(entry: JournalEntry, written: () => void = () => {}, isUrgent = isStrict(entry)): void {
    if (isCreation(entry)) this.#createdAt = performance.now();
    this.#waiting.push({ entry, written, isUrgent, bytes: sizeOf(entry) });
    this.#schedule();
  }

  /** There may be room again. */
  retry(): void {
    if (this.#state !== "full") return;
    clearTimeout(this.#timer);
    void this.#write();
  }

  /** What waits is written if the page lives long enough, and not answered. */
  close(): void {
    const last = this.#state === "idle" ? this.#waiting.map(({ entry }) => entry) : [];
    this.#state = "over";
    clearTimeout(this.#timer);
    this.#waiting = [];
    if (last.length > 0) void this.#journal.write(this.#room, this.#epoch, last, "relaxed");
  }

  #schedule(): void {
    if (this.#state === "failed") queueMicrotask(() => this.#answer(this.#waiting.splice(0)));
    if (this.#state !== "idle" || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    const waitMs = this.#dueAt() - performance.now();
    if (waitMs <= 0) void this.#write();
    else this.#timer = setTimeout(() => void this.#write(), waitMs);
  }

  #dueAt(): number {
    if (this.#next().isEnough || this.#waiting.some(({ isUrgent }) => isUrgent)) return -Infinity;
    const gatheredAt = this.#begunAt + gatherMs;
    const createdAt = this.#createdAt + createdMs;
    if (this.#waiting.every(({ entry }) => isCreation(entry))) return createdAt;
    return this.#waiting.some(({ entry }) => isCreation(entry)) ? Math.min(gatheredAt, createdAt) : gatheredAt;
  }

  /** Those that go into one transaction, and whether that is worth one. */
  #next(): { readonly batch: readonly Waiting[]; readonly isEnough: boolean } {
    let count = 0;
    let bytes = 0;
    for (const waiting of this.#waiting) {
      count += 1;
      bytes += waiting.bytes;
      if (bytes >= enoughBytes || count >= enoughEntries)
        return { batch: this.#waiting.slice(0, count), isEnough: true };
    }
    return { batch: this.#waiting.slice(), isEnough: false };
  }

  async #write(): Promise<void> {
    const wasFull = this.#state === "full";
    this.#state = "writing";
    const { batch } = this.#next();
    const entries = batch.map(({ entry }) => entry);
    const durability = entries.some(isStrict) ? "strict" : "relaxed";
    // The first results of a job come alone, too, whatever has just been written of it or of the one before.
    if (entries.some(({ type }) => type === "results-accepted")) this.#begunAt = performance.now();
    const outcome = await this.#journal.write(this.#room, this.#epoch, entries, durability);
    // Closed meanwhile: nobody waits for the answer.
    if (this.#isOver()) return;
    switch (outcome.type) {
      case "written":
        this.#waiting.splice(0, batch.length);
        this.#state = "idle";
        if (wasFull) this.#tell({ type: "writing-again" });
        this.#answer(batch);
        this.#schedule();
        return;
      case "full":
        this.#state = "full";
        this.#timer = setTimeout(() => void this.#write(), retryMs);
        if (!wasFull) this.#tell({ type: "full" });
        return;
      case "superseded":
        this.close();
        this.#tell({ type: "superseded" });
        return;
      case "failed":
        this.#state = "failed";
        this.#tell({ type: "failed", reason: outcome.reason });
        this.#answer(this.#waiting.splice(0));
        return;
    }
  }

  #isOver(): boolean {
    return this.#state === "over";
  }

  #answer(batch: readonly Waiting[]): void {
    for (const { written } of batch) if (!this.#isOver()) written();
  }
}
