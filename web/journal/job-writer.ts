import type { IDBPObjectStore } from "idb";
import type { JobId } from "../core/ids.ts";
import { inBackground } from "../core/in-background.ts";
import { inOwnMemory } from "../core/values/own-memory.ts";
import type { Blob } from "../core/blobs/blob.ts";
import { compact } from "./compact.ts";
import type { JobKey, JournalEntry } from "./journal.ts";
import type { RoomId } from "./room-id.ts";
import { namesOf, storedDefinition } from "./stored-inputs.ts";
import type { StoredBlobs } from "./stored-blobs.ts";
import type { JournalSchema } from "./schema.ts";
import { newHead, newTally, withInputs, withPhase, withResults, withSeal, type JobTally } from "./tally.ts";

type Entry<Type extends JournalEntry["type"]> = Extract<JournalEntry, { type: Type }>;
type Store<Name extends "jobs" | "definitions" | "tallies" | "inputs" | "results"> = IDBPObjectStore<
  JournalSchema,
  Name[],
  Name,
  "readwrite"
>;

export interface JobStores {
  readonly jobs: Pick<Store<"jobs">, "put">;
  readonly definitions: Pick<Store<"definitions">, "put">;
  readonly tallies: Pick<Store<"tallies">, "get" | "put">;
  readonly inputs: Pick<Store<"inputs">, "put">;
  readonly results: Pick<Store<"results">, "put">;
  readonly blobs: StoredBlobs;
}

/** Writes the jobs' part of one transaction. Reads and writes each tally once, for any number of records. */
export class JobWriter {
  readonly #started: Promise<unknown>[] = [];
  readonly #stores: JobStores;
  readonly #room: RoomId;
  readonly #tallies: Map<JobId, JobTally>;

  /** `tallies`: empty, and filled with those that are to be put. */
  constructor(stores: JobStores, room: RoomId, tallies: Map<JobId, JobTally>) {
    this.#stores = stores;
    this.#room = room;
    this.#tallies = tallies;
  }

  start(request: Promise<unknown>): void {
    inBackground(request, () => {
      // A request that fails aborts the transaction, which tells why.
    });
    this.#started.push(request);
  }

  async allDone(): Promise<void> {
    await Promise.all(this.#started);
  }

  async create(entry: Entry<"job-created">): Promise<void> {
    const { job, definition, blobs, large = [] } = entry;
    const key: JobKey = { room: this.#room, job };
    this.start(this.#stores.jobs.put(newHead(key, entry)));
    this.start(this.#stores.definitions.put(storedDefinition(definition, large), [this.#room, job]));
    this.#tallies.set(job, newTally(key, entry));
    await this.#addBlobs(key, [...blobs, ...large.map(({ blob }) => blob)]);
  }

  /** Gives the bytes of those that the job had not. */
  async #addBlobs(key: JobKey, blobs: Iterable<Blob>): Promise<number> {
    let bytes = 0;
    for (const blob of new Set(blobs)) if (await this.#stores.blobs.addBlob(key, blob)) bytes += blob.name.bytes;
    return bytes;
  }

  async addInputs(entry: Entry<"tasks-added">): Promise<void> {
    const { job, inputs, skipped, large = [] } = entry;
    const before = await this.#tally(job);
    if (before === undefined) return;
    const ofLarge = await this.#addBlobs(
      { room: this.#room, job },
      large.map(({ blob }) => blob),
    );
    const tally = withInputs(before, entry, ofLarge);
    this.#tallies.set(job, tally);
    const { ends, bytes } = inputs;
    const columns = { ends: inOwnMemory(ends), bytes: inOwnMemory(bytes), skipped: inOwnMemory(skipped) };
    const stored = large.length === 0 ? columns : { ...columns, large: namesOf(large) };
    this.start(this.#stores.inputs.put(stored, [this.#room, job, tally.inputRecords]));
  }

  async seal(entry: Entry<"job-sealed">): Promise<void> {
    const tally = await this.#tally(entry.job);
    if (tally !== undefined) this.#tallies.set(entry.job, withSeal(tally, entry));
  }

  async addResults({ job, results }: Entry<"results-accepted">): Promise<void> {
    const before = await this.#tally(job);
    if (before === undefined) return;
    const tally = withResults(before, results);
    this.#tallies.set(job, tally);
    this.start(this.#stores.results.put(compact(results), [this.#room, job, tally.records]));
  }

  async change(entry: Entry<"job-changed">): Promise<void> {
    const tally = await this.#tally(entry.job);
    if (tally !== undefined) this.#tallies.set(entry.job, withPhase(tally, entry));
  }

  putTallies(): void {
    for (const tally of this.#tallies.values()) this.start(this.#stores.tallies.put(tally));
  }

  async #tally(job: JobId): Promise<JobTally | undefined> {
    return this.#tallies.get(job) ?? (await this.#stores.tallies.get([this.#room, job]));
  }
}
