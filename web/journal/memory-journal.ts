import type { BlobHash, BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import { epoch, type Epoch, type RoomCode } from "../core/ids.ts";
import {
  emptyRoomKeptMs,
  type AcceptedResults,
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
import { countAdded } from "./count-added.ts";
import type { InputChunk } from "../core/job/appended-inputs.ts";
import type { LargeInput } from "../core/wire/messages.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";
import type { Packed } from "../core/values/format.ts";
import { namesOf, storedDefinition, wholeDefinition, wholeInputs, type StoredDefinition } from "./stored-inputs.ts";
import type { RoomId } from "./room-id.ts";
import {
  newestFirst,
  newHead,
  newTally,
  summaryOf,
  withInputs,
  withPhase,
  withResults,
  withSeal,
  type JobHead,
  type JobTally,
} from "./tally.ts";

interface MemoryJob {
  readonly head: JobHead;
  readonly definition: StoredDefinition;
  tally: JobTally;
  readonly results: AcceptedResults[];
  readonly inputs: MemoryInputs[];
}

interface MemoryInputs extends InputChunk {
  readonly large: readonly LargeInput[];
}

interface MemoryRoom {
  room: StoredRoom;
  readonly volunteers: Map<number, KnownVolunteer>;
  readonly jobs: Map<number, MemoryJob>;
}

/** Each blob once, with the jobs that use it. */
class MemoryBlobs {
  readonly #kept = new Map<BlobHash, { readonly bytes: Uint8Array; readonly users: Set<string> }>();

  /** Gives the bytes of those that the job had not. */
  addBlobs(key: JobKey, blobs: Iterable<Blob>): number {
    let added = 0;
    for (const { name, bytes } of blobs) {
      const kept = this.#kept.get(name.hash) ?? { bytes: inOwnMemory(bytes), users: new Set() };
      this.#kept.set(name.hash, kept);
      if (!kept.users.has(userOf(key))) added += name.bytes;
      kept.users.add(userOf(key));
    }
    return added;
  }

  findBytes({ hash, bytes }: BlobName): Uint8Array | null {
    const kept = this.#kept.get(hash);
    return kept?.bytes.length === bytes ? kept.bytes : null;
  }

  releaseBlobs(key: JobKey): void {
    for (const [hash, { users }] of this.#kept) {
      users.delete(userOf(key));
      if (users.size === 0) this.#kept.delete(hash);
    }
  }
}

function userOf({ room, job }: JobKey): string {
  return `${room} ${job}`;
}

/** A journal that ends with the page: for browsers that give no storage. */
export class MemoryJournal implements Journal {
  readonly isDurable = false;
  readonly #rooms = new Map<RoomId, MemoryRoom>();
  readonly #blobs = new MemoryBlobs();

  async findRoom(code: RoomCode): Promise<StoredRoom | null> {
    const found = [...this.#rooms.values()].map(({ room }) => room).filter((room) => room.code === code);
    return found.toSorted((a, b) => b.openedAt - a.openedAt)[0] ?? null;
  }

  async addRoom(room: NewRoom): Promise<WriteOutcome> {
    for (const [id, { room: other, jobs }] of this.#rooms) {
      if (jobs.size === 0 && other.openedAt < room.openedAt - emptyRoomKeptMs) this.#rooms.delete(id);
    }
    this.#rooms.set(room.id, { room: { ...room, epoch: 0, lastJob: 0 }, volunteers: new Map(), jobs: new Map() });
    return { type: "written" };
  }

  async begin(id: RoomId, now: number): Promise<BeginOutcome> {
    const kept = this.#rooms.get(id);
    if (kept === undefined) return { type: "unknown" };
    const begun = { ...kept.room, epoch: epoch(kept.room.epoch + 1), openedAt: now };
    kept.room = begun;
    return { type: "begun", room: begun };
  }

  async write(id: RoomId, writer: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    const kept = this.#rooms.get(id);
    if (kept === undefined) return { type: "failed", reason: "the room is not in the journal" };
    if (kept.room.epoch !== writer) return { type: "superseded", by: kept.room.epoch };
    for (const entry of entries) {
      put(kept, entry, this.#addBlobs(kept, entry));
    }
    return { type: "written" };
  }

  /** Gives the bytes of those that the job had not. */
  #addBlobs({ room, jobs }: MemoryRoom, entry: JournalEntry): number {
    if (entry.type !== "job-created" && entry.type !== "tasks-added") return 0;
    // Inputs of a job that has been deleted meanwhile are dropped.
    if (entry.type === "tasks-added" && !jobs.has(entry.job)) return 0;
    const large = (entry.large ?? []).map(({ blob }) => blob);
    const blobs = entry.type === "job-created" ? [...entry.blobs, ...large] : large;
    return this.#blobs.addBlobs({ room: room.id, job: entry.job }, blobs);
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
    return this.#blobs.findBytes(name);
  }

  async deleteJob(key: JobKey): Promise<void> {
    this.#rooms.get(key.room)?.jobs.delete(key.job);
    this.#blobs.releaseBlobs(key);
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
