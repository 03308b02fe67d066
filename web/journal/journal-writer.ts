import type { Epoch } from "../core/ids.ts";
import type { Journal, JournalEntry } from "./journal.ts";
import type { RoomId } from "./room-id.ts";

/** Entries gathered for one transaction: at most so many, and for so long after the last one with results began. */
const mostEntries = 100;
const gatherMs = 50;

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
}

/** What people were told has been done must be on the disk, not in its queue. */
function isStrict({ type }: JournalEntry): boolean {
  return type === "job-changed" || type === "room-changed";
}

/** Nobody waits for more of it. A new job's results wait for it, and may be there within milliseconds. */
function isUrgent(entry: JournalEntry): boolean {
  return isStrict(entry) || entry.type === "job-created";
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

  constructor(journal: Journal, room: RoomId, epoch: Epoch, tell: (event: WriterEvent) => void) {
    this.#journal = journal;
    this.#room = room;
    this.#epoch = epoch;
    this.#tell = tell;
  }

  /** `written` is called once the entry is on record; never from within this call. */
  append(entry: JournalEntry, written: () => void = () => {}): void {
    this.#waiting.push({ entry, written });
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
    const isDue = this.#waiting.length >= mostEntries || this.#waiting.some(({ entry }) => isUrgent(entry));
    const waitMs = isDue ? 0 : this.#begunAt + gatherMs - performance.now();
    if (waitMs <= 0) void this.#write();
    else this.#timer = setTimeout(() => void this.#write(), waitMs);
  }

  async #write(): Promise<void> {
    const wasFull = this.#state === "full";
    this.#state = "writing";
    const batch = this.#waiting.slice(0, mostEntries);
    const entries = batch.map(({ entry }) => entry);
    const durability = entries.some(isStrict) ? "strict" : "relaxed";
    // The first results of a job that has just been created come alone, too.
    if (!entries.some(isUrgent)) this.#begunAt = performance.now();
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
