import type { BlobName } from "../../core/blobs/blob-name.ts";
import type { Packed } from "../../core/values/format.ts";
import type { Epoch, RoomCode } from "../../core/ids.ts";
import type {
  BeginOutcome,
  JobHistory,
  JobKey,
  JobSummary,
  Journal,
  JournalEntry,
  KnownVolunteer,
  NewRoom,
  StoredRoom,
  WriteOutcome,
} from "../../journal/journal.ts";
import { MemoryJournal } from "../../journal/memory-journal.ts";
import type { RoomId } from "../../journal/room-id.ts";

type Fault = Extract<WriteOutcome, { type: "full" | "failed" }>;

/** A browser's journal: outlives its rooms, and takes nothing while it has a fault. */
export class FaultyJournal implements Journal {
  readonly isDurable = true;
  readonly #kept = new MemoryJournal();
  fault: Fault | null = null;
  /** The page is gone before the first entry of that type is written. */
  goneBefore: JournalEntry["type"] | null = null;
  /** All that was written, in its order. */
  readonly entries: JournalEntry[] = [];

  findRoom(code: RoomCode): Promise<StoredRoom | null> {
    return this.#kept.findRoom(code);
  }

  newestRoom(): Promise<StoredRoom | null> {
    return this.#kept.newestRoom();
  }

  async addRoom(room: NewRoom): Promise<WriteOutcome> {
    return this.fault ?? this.#kept.addRoom(room);
  }

  async begin(room: RoomId, now: number): Promise<BeginOutcome> {
    return this.fault ?? this.#kept.begin(room, now);
  }

  async write(room: RoomId, epoch: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    if (this.fault !== null) return this.fault;
    const cut = entries.findIndex(({ type }) => type === this.goneBefore);
    const written = cut === -1 ? entries : entries.slice(0, cut);
    const outcome = await this.#kept.write(room, epoch, written);
    if (outcome.type === "written") this.entries.push(...written);
    return cut === -1 ? outcome : new Promise(() => {});
  }

  volunteers(room: RoomId): Promise<readonly KnownVolunteer[]> {
    return this.#kept.volunteers(room);
  }

  jobs(): Promise<readonly JobSummary[]> {
    return this.#kept.jobs();
  }

  readJob(key: JobKey): Promise<JobHistory | null> {
    return this.#kept.readJob(key);
  }

  readInputs(key: JobKey, nth: number): Promise<Packed | null> {
    return this.#kept.readInputs(key, nth);
  }

  readBlob(name: BlobName): Promise<Uint8Array | null> {
    return this.#kept.readBlob(name);
  }

  /** One that is full gets room by it, as a browser's does. */
  async deleteJob(key: JobKey): Promise<void> {
    if (this.fault?.type === "failed") throw new Error(this.fault.reason);
    await this.#kept.deleteJob(key);
  }

  close(): void {
    // The browser keeps it for the next page.
  }
}
