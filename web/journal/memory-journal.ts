import type { BlobName } from "../core/blobs/blob-name.ts";
import { epoch, type Epoch, type RoomCode } from "../core/ids.ts";
import type { Packed } from "../core/values/format.ts";
import { countAdded } from "./count-added.ts";
import {
  emptyRoomKeptMs,
  type BeginOutcome,
  type JobHistory,
  type JobKey,
  type JobSummary,
  type Journal,
  type JournalEntry,
  type KnownVolunteer,
  type NewRoom,
  type StoredRoom,
  type WriteOutcome,
} from "./journal.ts";
import { blobsOf, MemoryBlobs } from "./memory-blobs.ts";
import { entriesOf, type MemoryJob } from "./memory-job.ts";
import { newestOf } from "./newest-room.ts";
import type { RoomId } from "./room-id.ts";
import { namesOf, storedDefinition, wholeDefinition, wholeInputs } from "./stored-inputs.ts";
import { newestFirst, newHead, newTally, summaryOf, withInputs, withPhase, withResults, withSeal } from "./tally.ts";

interface MemoryRoom {
  room: StoredRoom;
  readonly volunteers: Map<number, KnownVolunteer>;
  readonly jobs: Map<number, MemoryJob>;
}

/** What changes a journal. All that it holds follows from its changes, in their order. */
export type JournalChange =
  /** The room is there from now on, or is now like this. */
  | { readonly type: "room"; readonly room: StoredRoom }
  | { readonly type: "room-gone"; readonly room: RoomId }
  | { readonly type: "entries"; readonly room: RoomId; readonly entries: readonly JournalEntry[] }
  | { readonly type: "job-gone"; readonly key: JobKey };

export type KeepOutcome = Extract<WriteOutcome, { type: "written" | "full" | "failed" }>;

export interface MemoryJournalOptions {
  /** Whether inputs and results are kept. Without them jobs are known by name and number alone. */
  readonly keepsTasks: boolean;
}

/** A journal that ends with the page: for browsers that give no storage. Kinds that keep its changes elsewhere, too, are made of it. */
export class MemoryJournal implements Journal {
  readonly isDurable: boolean = false;
  readonly #rooms = new Map<RoomId, MemoryRoom>();
  readonly #blobs = new MemoryBlobs();
  readonly #keepsTasks: boolean;

  constructor({ keepsTasks }: MemoryJournalOptions = { keepsTasks: true }) {
    this.#keepsTasks = keepsTasks;
  }

  /** Has the changes take effect: all or none. */
  protected async keepChanges(changes: readonly JournalChange[]): Promise<KeepOutcome> {
    for (const change of changes) this.carryOut(change);
    return { type: "written" };
  }

  protected carryOut(change: JournalChange): void {
    switch (change.type) {
      case "room": {
        const { room } = change;
        const kept = this.#rooms.get(room.id);
        if (kept === undefined) this.#rooms.set(room.id, { room, volunteers: new Map(), jobs: new Map() });
        else kept.room = room;
        return;
      }
      case "room-gone":
        this.#rooms.delete(change.room);
        return;
      case "entries": {
        const kept = this.#rooms.get(change.room);
        if (kept === undefined) return;
        for (const entry of change.entries) this.#put(kept, entry);
        return;
      }
      case "job-gone":
        this.#rooms.get(change.key.room)?.jobs.delete(change.key.job);
        this.#blobs.releaseBlobs(change.key);
        return;
    }
  }

  #put(kept: MemoryRoom, entry: JournalEntry): void {
    const isOfTasks = entry.type === "tasks-added" || entry.type === "results-accepted";
    if (this.#keepsTasks || !isOfTasks) put(kept, entry, this.#addBlobs(kept, entry));
  }

  /** Changes after which another journal holds what this one does. */
  protected *allChanges(): Generator<JournalChange> {
    for (const { room, volunteers, jobs } of this.#rooms.values()) {
      yield { type: "room", room };
      const known = Array.from(volunteers.values(), (one) => ({ type: "volunteer-known", ...one }) as const);
      if (known.length > 0) yield { type: "entries", room: room.id, entries: known };
      for (const job of jobs.values()) {
        for (const entry of entriesOf(job, this.#blobs)) yield { type: "entries", room: room.id, entries: [entry] };
      }
    }
  }

  async findRoom(code: RoomCode): Promise<StoredRoom | null> {
    return newestOf(this.#listRooms().filter((room) => room.code === code));
  }

  async newestRoom(): Promise<StoredRoom | null> {
    return newestOf(this.#listRooms());
  }

  #listRooms(): StoredRoom[] {
    return Array.from(this.#rooms.values(), ({ room }) => room);
  }

  async addRoom(room: NewRoom): Promise<WriteOutcome> {
    const forgotten = [...this.#rooms.values()].filter(
      ({ room: other, jobs }) => jobs.size === 0 && other.openedAt < room.openedAt - emptyRoomKeptMs,
    );
    const gone = forgotten.map(({ room: { id } }) => ({ type: "room-gone", room: id }) as const);
    return this.keepChanges([...gone, { type: "room", room: { ...room, epoch: 0, lastJob: 0 } }]);
  }

  async begin(id: RoomId, now: number): Promise<BeginOutcome> {
    const kept = this.#rooms.get(id);
    if (kept === undefined) return { type: "unknown" };
    const room = { ...kept.room, epoch: epoch(kept.room.epoch + 1), openedAt: now };
    const outcome = await this.keepChanges([{ type: "room", room }]);
    return outcome.type === "written" ? { type: "begun", room } : outcome;
  }

  async write(id: RoomId, writer: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    const kept = this.#rooms.get(id);
    if (kept === undefined) return { type: "failed", reason: "the room is not in the journal" };
    if (kept.room.epoch !== writer) return { type: "superseded", by: kept.room.epoch };
    return this.keepChanges([{ type: "entries", room: id, entries }]);
  }

  /** Gives the bytes of those that the job had not. */
  #addBlobs({ room, jobs }: MemoryRoom, entry: JournalEntry): number {
    // Inputs of a job that has been deleted meanwhile are dropped.
    if (entry.type === "tasks-added" && !jobs.has(entry.job)) return 0;
    return "job" in entry ? this.#blobs.addBlobs({ room: room.id, job: entry.job }, blobsOf(entry)) : 0;
  }

  async volunteers(id: RoomId): Promise<readonly KnownVolunteer[]> {
    return [...(this.#rooms.get(id)?.volunteers.values() ?? [])];
  }

  async jobs(): Promise<readonly JobSummary[]> {
    const kept = [...this.#rooms.values()];
    const all = kept.flatMap(({ room, jobs }) => {
      return [...jobs.values()].map(({ head, tally }) => summaryOf(head, tally, room.code));
    });
    return all.toSorted(newestFirst);
  }

  async readJob({ room: id, job }: JobKey): Promise<JobHistory | null> {
    const kept = this.#rooms.get(id);
    const found = kept?.jobs.get(job);
    if (kept === undefined || found === undefined) return null;
    const { head, definition, tally, results, inputs } = found;
    return {
      summary: summaryOf(head, tally, kept.room.code),
      definition: await wholeDefinition(definition, async (name) => this.#blobs.findBytes(name)),
      ...countAdded(inputs.map(({ inputs: { ends }, skipped }) => ({ count: ends.length, skipped }))),
      results: [...results],
      volunteers: [...kept.volunteers.values()],
    };
  }

  async readInputs({ room, job }: JobKey, nth: number): Promise<Packed | null> {
    const added = this.#rooms.get(room)?.jobs.get(job)?.inputs[nth];
    if (added === undefined) return null;
    return wholeInputs(added.inputs, added.large, async (name) => this.#blobs.findBytes(name));
  }

  async readBlob(name: BlobName): Promise<Uint8Array | null> {
    return this.findBlob(name);
  }

  protected findBlob(name: BlobName): Uint8Array | null {
    return this.#blobs.findBytes(name);
  }

  async deleteJob(key: JobKey): Promise<void> {
    const outcome = await this.keepChanges([{ type: "job-gone", key }]);
    if (outcome.type === "written") return;
    throw new Error(outcome.type === "full" ? "there is no space to note what was deleted" : outcome.reason);
  }

  close(): void {
    // Another part of the page may have it open, too; nothing has to be freed.
  }
}

/** `ofBlobs`: bytes of blobs that its job had not. */
function put(kept: MemoryRoom, entry: JournalEntry, ofBlobs: number): void {
  switch (entry.type) {
    case "room-changed": {
      const { code, lent, helping } = entry;
      kept.room = { ...kept.room, code, lent, helping };
      return;
    }
    case "volunteer-known": {
      const { id, tab, name } = entry;
      kept.volunteers.set(id, { id, tab, name });
      return;
    }
    case "job-created": {
      const { job, definition, large = [] } = entry;
      const key = { room: kept.room.id, job };
      kept.room = { ...kept.room, lastJob: Math.max(kept.room.lastJob, job) };
      kept.jobs.set(job, {
        head: newHead(key, entry),
        definition: storedDefinition(definition, large),
        tally: newTally(key, entry),
        results: [],
        inputs: [],
      });
      return;
    }
    case "tasks-added": {
      const found = kept.jobs.get(entry.job);
      if (found === undefined) return;
      found.tally = withInputs(found.tally, entry, ofBlobs);
      const { inputs, skipped, large = [] } = entry;
      found.inputs.push({ inputs, skipped, large: namesOf(large) });
      return;
    }
    case "job-sealed": {
      const found = kept.jobs.get(entry.job);
      if (found !== undefined) found.tally = withSeal(found.tally, entry);
      return;
    }
    case "results-accepted": {
      const found = kept.jobs.get(entry.job);
      if (found === undefined) return;
      found.tally = withResults(found.tally, entry.results);
      found.results.push(entry.results);
      return;
    }
    case "job-changed": {
      const found = kept.jobs.get(entry.job);
      if (found !== undefined) found.tally = withPhase(found.tally, entry);
      return;
    }
  }
}
