import type { BlobName } from "../core/blobs/blob-name.ts";
import type { Epoch, RoomCode } from "../core/ids.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";
import type { Packed } from "../core/values/format.ts";
import type {
  AcceptedResults,
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
} from "./journal.ts";
import { JournalIndex, type JournalChange, type Keeping } from "./journal-index.ts";
import type { RoomId } from "./room-id.ts";
import {
  namesOf,
  storedDefinition,
  wholeDefinition,
  wholeInputs,
  type StoredDefinition,
  type StoredInputs,
} from "./stored-inputs.ts";

export interface MemoryJournalOptions {
  /** Whether inputs and results are kept. Without them jobs are known by name and number alone. */
  readonly keepsTasks: boolean;
}

interface KeptInMemory {
  readonly definition: StoredDefinition;
  readonly inputs: StoredInputs;
  readonly results: AcceptedResults;
  readonly blob: Uint8Array;
}

const keeping: Keeping<KeptInMemory> = {
  definition: ({ definition, large = [] }) => storedDefinition(definition, large),
  inputs: ({ inputs, large = [] }) => ({ ...inputs, large: namesOf(large) }),
  results: ({ results }) => results,
  blob: ({ bytes }) => inOwnMemory(bytes),
};

/** A journal that ends with the page: for browsers that give no storage. */
export class MemoryJournal implements Journal {
  readonly isDurable = false;
  readonly #index = new JournalIndex<KeptInMemory>();
  readonly #keepsTasks: boolean;

  constructor({ keepsTasks }: MemoryJournalOptions = { keepsTasks: true }) {
    this.#keepsTasks = keepsTasks;
  }

  #carryOut(...changes: readonly JournalChange[]): WriteOutcome {
    for (const change of changes) this.#index.carryOut(change, keeping);
    return { type: "written" };
  }

  async findRoom(code: RoomCode): Promise<StoredRoom | null> {
    return this.#index.findRoom(code);
  }

  async newestRoom(): Promise<StoredRoom | null> {
    return this.#index.newestRoom();
  }

  async addRoom(room: NewRoom): Promise<WriteOutcome> {
    return this.#carryOut(...this.#index.changesFor(room));
  }

  async begin(id: RoomId, now: number): Promise<BeginOutcome> {
    const room = this.#index.asBegun(id, now);
    if (room === null) return { type: "unknown" };
    this.#carryOut({ type: "room", room });
    return { type: "begun", room };
  }

  async write(id: RoomId, writer: Epoch, entries: readonly JournalEntry[]): Promise<WriteOutcome> {
    const kept = this.#keepsTasks ? entries : entries.filter((entry) => !isOfTasks(entry));
    return this.#index.refusalOf(id, writer) ?? this.#carryOut({ type: "entries", room: id, entries: kept });
  }

  async volunteers(id: RoomId): Promise<readonly KnownVolunteer[]> {
    return this.#index.volunteers(id);
  }

  async jobs(): Promise<readonly JobSummary[]> {
    return this.#index.jobs();
  }

  async readJob(key: JobKey): Promise<JobHistory | null> {
    const [history, job] = [this.#index.historyOf(key), this.#index.findJob(key)];
    if (history === null || job === null) return null;
    const definition = await wholeDefinition(job.definition, (name) => this.readBlob(name));
    return { ...history, definition, results: [...job.results] };
  }

  async readInputs(key: JobKey, nth: number): Promise<Packed | null> {
    const added = this.#index.findJob(key)?.inputs[nth]?.kept;
    return added === undefined ? null : wholeInputs(added, added.large ?? [], (name) => this.readBlob(name));
  }

  async readBlob(name: BlobName): Promise<Uint8Array | null> {
    return this.#index.findBlob(name);
  }

  async deleteJob(key: JobKey): Promise<void> {
    this.#carryOut({ type: "job-gone", key });
  }

  close(): void {
    // Another part of the page may have it open, too; nothing has to be freed.
  }
}

function isOfTasks({ type }: JournalEntry): boolean {
  return type === "tasks-added" || type === "results-accepted";
}
