import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Blob } from "../core/blobs/blob.ts";
import { epoch, type Epoch, type RoomCode } from "../core/ids.ts";
import { BlobUses, blobsOf } from "./blob-uses.ts";
import { countAdded } from "./count-added.ts";
import {
  emptyRoomKeptMs,
  type BegunRoom,
  type JobHistory,
  type JobKey,
  type JobSummary,
  type JournalEntry,
  type KnownVolunteer,
  type NewRoom,
  type StoredRoom,
  type WriteOutcome,
} from "./journal.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";
import { newestOf } from "./newest-room.ts";
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

/** What changes a journal. All that it holds follows from its changes, in their order. */
export type JournalChange =
  /** The room is there from now on, or is now like this. */
  | { readonly type: "room"; readonly room: StoredRoom }
  | { readonly type: "room-gone"; readonly room: RoomId }
  | { readonly type: "entries"; readonly room: RoomId; readonly entries: readonly JournalEntry[] }
  | { readonly type: "job-gone"; readonly key: JobKey };

type Entry<Type extends JournalEntry["type"]> = Extract<JournalEntry, { type: Type }>;

/** What a kind of journal keeps of what may be large: the thing itself, or where it lies. */
export interface KeptParts {
  readonly definition: unknown;
  readonly inputs: unknown;
  readonly results: unknown;
  readonly blob: unknown;
}

/** Makes of an entry, or of a blob that none before has brought, what is kept of it. */
export interface Keeping<Kept extends KeptParts> {
  readonly definition: (entry: Entry<"job-created">) => Kept["definition"];
  readonly inputs: (entry: Entry<"tasks-added">) => Kept["inputs"];
  readonly results: (entry: Entry<"results-accepted">) => Kept["results"];
  readonly blob: (blob: Blob) => Kept["blob"];
}

interface IndexedInputs<Kept> {
  readonly count: number;
  readonly skipped: Uint32Array;
  readonly kept: Kept;
}

export interface IndexedJob<Kept extends KeptParts> {
  readonly head: JobHead;
  readonly definition: Kept["definition"];
  tally: JobTally;
  readonly inputs: IndexedInputs<Kept["inputs"]>[];
  /** In the order in which they were put on record. */
  readonly results: Kept["results"][];
}

export interface IndexedRoom<Kept extends KeptParts> {
  room: StoredRoom;
  readonly volunteers: Map<number, KnownVolunteer>;
  readonly jobs: Map<number, IndexedJob<Kept>>;
}

/** What is on record, for journals that hold it in memory: rooms, and jobs in figures. What may be large is kept as the kind of journal keeps it. */
export class JournalIndex<Kept extends KeptParts> {
  readonly #rooms = new Map<RoomId, IndexedRoom<Kept>>();
  readonly #blobs = new BlobUses<Kept["blob"]>();

  carryOut(change: JournalChange, keeping: Keeping<Kept>): void {
    switch (change.type) {
      case "room": {
        const { room } = change;
        const known = this.#rooms.get(room.id);
        if (known === undefined) this.#rooms.set(room.id, { room, volunteers: new Map(), jobs: new Map() });
        else known.room = room;
        return;
      }
      case "room-gone":
        this.#rooms.delete(change.room);
        return;
      case "entries": {
        const known = this.#rooms.get(change.room);
        if (known === undefined) return;
        for (const entry of change.entries) put(known, entry, keeping, this.#addBlobs(known, entry, keeping));
        return;
      }
      case "job-gone":
        this.#rooms.get(change.key.room)?.jobs.delete(change.key.job);
        this.#blobs.releaseBlobs(change.key);
        return;
    }
  }

  /** Gives the bytes of those that the job had not. */
  #addBlobs({ room, jobs }: IndexedRoom<Kept>, entry: JournalEntry, { blob }: Keeping<Kept>): number {
    // Inputs of a job that has been deleted meanwhile are dropped.
    if (entry.type === "tasks-added" && !jobs.has(entry.job)) return 0;
    return "job" in entry ? this.#blobs.addBlobs({ room: room.id, job: entry.job }, blobsOf(entry), blob) : 0;
  }

  /** The changes that put a room on record. */
  changesFor(room: NewRoom): JournalChange[] {
    const forgotten = this.rooms().filter(
      ({ room: other, jobs }) => jobs.size === 0 && other.openedAt < room.openedAt - emptyRoomKeptMs,
    );
    const gone = forgotten.map(({ room: { id } }) => ({ type: "room-gone", room: id }) as const);
    return [...gone, { type: "room", room: { ...room, epoch: 0, lastJob: 0 } }];
  }

  /** The room as it is once it is begun; null where it is not on record. */
  asBegun(id: RoomId, now: number): BegunRoom | null {
    const known = this.#rooms.get(id);
    return known === undefined ? null : { ...known.room, epoch: epoch(known.room.epoch + 1), openedAt: now };
  }

  /** Why a writer may not write; null where it may. */
  refusalOf(id: RoomId, writer: Epoch): WriteOutcome | null {
    const known = this.#rooms.get(id);
    if (known === undefined) return { type: "failed", reason: "the room is not in the journal" };
    return known.room.epoch === writer ? null : { type: "superseded", by: known.room.epoch };
  }

  rooms(): IndexedRoom<Kept>[] {
    return [...this.#rooms.values()];
  }

  findRoom(code: RoomCode): StoredRoom | null {
    return newestOf(this.#listRooms().filter((room) => room.code === code));
  }

  newestRoom(): StoredRoom | null {
    return newestOf(this.#listRooms());
  }

  #listRooms(): StoredRoom[] {
    return this.rooms().map(({ room }) => room);
  }

  volunteers(id: RoomId): KnownVolunteer[] {
    return [...(this.#rooms.get(id)?.volunteers.values() ?? [])];
  }

  jobs(): JobSummary[] {
    const all = this.rooms().flatMap(({ room, jobs }) => {
      return [...jobs.values()].map(({ head, tally }) => summaryOf(head, tally, room.code));
    });
    return all.toSorted(newestFirst);
  }

  findJob({ room, job }: JobKey): IndexedJob<Kept> | null {
    return this.#rooms.get(room)?.jobs.get(job) ?? null;
  }

  /** What a job's history tells beside its definition and its results; null where the job is not on record. */
  historyOf({ room, job }: JobKey): Omit<JobHistory, "definition" | "results"> | null {
    const known = this.#rooms.get(room);
    const found = known?.jobs.get(job);
    if (known === undefined || found === undefined) return null;
    const { head, tally, inputs } = found;
    return {
      summary: summaryOf(head, tally, known.room.code),
      ...countAdded(inputs),
      volunteers: this.volunteers(room),
    };
  }

  findBlob(name: BlobName): Kept["blob"] | null {
    return this.#blobs.findBlob(name);
  }
}

/** `ofBlobs`: bytes of blobs that its job had not. */
function put<Kept extends KeptParts>(
  known: IndexedRoom<Kept>,
  entry: JournalEntry,
  keeping: Keeping<Kept>,
  ofBlobs: number,
): void {
  switch (entry.type) {
    case "room-changed": {
      const { code, lent, helping } = entry;
      known.room = { ...known.room, code, lent, helping };
      return;
    }
    case "volunteer-known": {
      const { id, tab, name } = entry;
      known.volunteers.set(id, { id, tab, name });
      return;
    }
    case "job-created": {
      const { job } = entry;
      const key = { room: known.room.id, job };
      known.room = { ...known.room, lastJob: Math.max(known.room.lastJob, job) };
      const [head, tally] = [newHead(key, entry), newTally(key, entry)];
      known.jobs.set(job, { head, tally, definition: keeping.definition(entry), results: [], inputs: [] });
      return;
    }
    case "tasks-added": {
      const found = known.jobs.get(entry.job);
      if (found === undefined) return;
      found.tally = withInputs(found.tally, entry, ofBlobs);
      const { inputs, skipped } = entry;
      found.inputs.push({ count: inputs.ends.length, skipped: inOwnMemory(skipped), kept: keeping.inputs(entry) });
      return;
    }
    case "job-sealed": {
      const found = known.jobs.get(entry.job);
      if (found !== undefined) found.tally = withSeal(found.tally, entry);
      return;
    }
    case "results-accepted": {
      const found = known.jobs.get(entry.job);
      if (found === undefined) return;
      found.tally = withResults(found.tally, entry.results);
      found.results.push(keeping.results(entry));
      return;
    }
    case "job-changed": {
      const found = known.jobs.get(entry.job);
      if (found !== undefined) found.tally = withPhase(found.tally, entry);
      return;
    }
  }
}
