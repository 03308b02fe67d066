import type { BlobName } from "../../web/core/blobs/blob-name.ts";
import type { Blob } from "../../web/core/blobs/blob.ts";
import type { PlacedBlob } from "../../web/core/blobs/inputs-apart.ts";
import type { Packed } from "../../web/core/values/format.ts";
import { inOwnMemory } from "../../web/core/values/own-memory.ts";
import { compact, revive } from "../../web/journal/compact.ts";
import type { AcceptedResults, JobKey, JournalEntry } from "../../web/journal/journal.ts";
import {
  JournalIndex,
  type IndexedJob,
  type JournalChange,
  type Keeping,
  type KeptParts,
} from "../../web/journal/journal-index.ts";
import {
  namesOf,
  storedDefinition,
  type StoredDefinition,
  type StoredInputs,
} from "../../web/journal/stored-inputs.ts";
import type { RecordFile } from "./record-file.ts";
import { unpackChanges } from "./stored-changes.ts";

/** Places in the file: of a blob that of its first byte, of all else that of the record it came with. */
interface PlacesInFile extends KeptParts {
  readonly definition: number;
  readonly inputs: number;
  readonly results: number;
  readonly blob: number;
}

/** What is in the file, without what may be large. */
export type FileIndex = JournalIndex<PlacesInFile>;
type JobInFile = IndexedJob<PlacesInFile>;

type OfJob<Type extends JournalEntry["type"]> = Extract<JournalEntry, { type: Type; job: unknown }>;

/**
 * Has what a record says take effect. `place`: of the record's first byte.
 *
 * @throws Error for a record that cannot be read.
 */
export function indexRecord(index: FileIndex, record: Uint8Array, place: number): void {
  const ofRecord = (): number => place;
  const keeping: Keeping<PlacesInFile> = {
    definition: ofRecord,
    inputs: ofRecord,
    results: ofRecord,
    blob: ({ bytes }) => {
      if (bytes.buffer !== record.buffer) throw new Error("this Node does not tell where in a record its bytes are");
      return place + bytes.byteOffset - record.byteOffset;
    },
  };
  for (const change of unpackChanges(record, (name) => index.findBlob(name) !== null)) index.carryOut(change, keeping);
}

/** A job's entries of one type in those records; blobs of it may have no bytes there. */
async function* entriesIn<Type extends "job-created" | "tasks-added" | "results-accepted">(
  file: RecordFile,
  { room, job }: JobKey,
  places: Iterable<number>,
  type: Type,
): AsyncGenerator<OfJob<Type>> {
  const isAsked = (entry: JournalEntry): entry is OfJob<Type> => entry.type === type && entry.job === job;
  for (const place of new Set(places)) {
    for (const change of unpackChanges(await file.readRecord(place), () => true)) {
      if (change.type === "entries" && change.room === room) yield* change.entries.filter(isAsked);
    }
  }
}

export async function readDefinition(file: RecordFile, key: JobKey, job: JobInFile): Promise<StoredDefinition> {
  for await (const { definition, large = [] } of entriesIn(file, key, [job.definition], "job-created")) {
    const { inputs } = definition;
    const own = inputs.type === "packed" ? { ...inputs, values: packedInOwnMemory(inputs.values) } : inputs;
    return storedDefinition({ ...definition, inputs: own }, large);
  }
  throw new Error("the record of a job does not have it");
}

export async function* readResults(file: RecordFile, key: JobKey, job: JobInFile): AsyncGenerator<AcceptedResults> {
  // A view would keep its whole record in memory.
  for await (const { results } of entriesIn(file, key, job.results, "results-accepted")) yield revive(compact(results));
}

/** Inputs that were added together, `nth` of all; null where there are none. */
export async function readAddition(
  file: RecordFile,
  key: JobKey,
  job: JobInFile,
  nth: number,
): Promise<StoredInputs | null> {
  const place = job.inputs[nth]?.kept;
  if (place === undefined) return null;
  let before = nth - job.inputs.findIndex(({ kept }) => kept === place);
  for await (const { inputs, large = [] } of entriesIn(file, key, [place], "tasks-added")) {
    if (before === 0) return { ...packedInOwnMemory(inputs), large: namesOf(large) };
    before -= 1;
  }
  return null;
}

function packedInOwnMemory({ ends, bytes }: Packed): Packed {
  return { ends: inOwnMemory(ends), bytes: inOwnMemory(bytes) };
}

type ReadBytes = (name: BlobName) => Promise<Uint8Array>;

/** Changes after which another file holds what this one does. `readBytes`: of blobs, as far as the other file needs them. */
export async function* changesOf(
  index: FileIndex,
  file: RecordFile,
  readBytes: ReadBytes,
): AsyncGenerator<JournalChange> {
  for (const { room, volunteers, jobs } of index.rooms()) {
    yield { type: "room", room };
    const known = Array.from(volunteers.values(), (one) => ({ type: "volunteer-known", ...one }) as const);
    if (known.length > 0) yield { type: "entries", room: room.id, entries: known };
    for (const job of jobs.values()) {
      for await (const entry of entriesOf(job, file, readBytes)) {
        yield { type: "entries", room: room.id, entries: [entry] };
      }
    }
  }
}

async function* entriesOf(
  { head, tally, definition, inputs, results }: JobInFile,
  file: RecordFile,
  readBytes: ReadBytes,
): AsyncGenerator<JournalEntry> {
  const { job } = head;
  const withBytes = async ({ name }: Blob): Promise<Blob> => ({ name, bytes: await readBytes(name) });
  const placed = async (large: readonly PlacedBlob[] = []): Promise<PlacedBlob[]> =>
    Promise.all(large.map(async ({ at, blob }) => ({ at, blob: await withBytes(blob) })));
  for await (const created of entriesIn(file, head, [definition], "job-created")) {
    const blobs = await Promise.all(created.blobs.map(withBytes));
    yield { ...created, isSealed: tally.isSealed, blobs, large: await placed(created.large) };
  }
  const placesOfInputs = inputs.map(({ kept }) => kept);
  for await (const added of entriesIn(file, head, placesOfInputs, "tasks-added")) {
    yield { ...added, large: await placed(added.large) };
  }
  yield* entriesIn(file, head, results, "results-accepted");
  if (tally.sourceProblem !== null) yield { type: "job-sealed", job, problem: tally.sourceProblem };
  const { phase, elapsedMs, problem, endedBy, endRule } = tally;
  yield {
    type: "job-changed",
    job,
    phase,
    elapsedMs,
    ...(problem === undefined || problem === null ? {} : { problem }),
    ...(endedBy === undefined || endedBy === null ? {} : { endedBy }),
    ...(endRule === undefined ? {} : { endRule }),
  };
}
