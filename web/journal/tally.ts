import { definitionBytes } from "../core/job/job-definition.ts";
import type { AcceptedResults, JobKey, JournalEntry, JobSummary } from "./journal.ts";
import type { EndRule, SourceProblem, ThrownError } from "../core/job/job.ts";
import type { InputChunk } from "../core/job/appended-inputs.ts";
import { storedBytesOf } from "../core/values/stored-column.ts";
import type { JobPhase } from "../core/scheduler/state.ts";

/** The part of a job that changes with every write. */
export interface JobTally extends JobKey {
  readonly phase: JobPhase;
  /** Missing in records of earlier versions, as `endedBy` is. */
  readonly problem?: ThrownError | null;
  readonly endedBy?: number | null;
  /** Missing where no rule has ended the job: pages of before pass it over. */
  readonly endRule?: EndRule;
  readonly elapsedMs: number;
  readonly done: number;
  readonly failed: number;
  readonly bytes: number;
  /** Records of results so far; the next one's number is one more. */
  readonly records: number;
  /** Records of added inputs so far. */
  readonly inputRecords: number;
  /** Tasks added since the job was created. */
  readonly added: number;
  readonly isSealed: boolean;
  readonly sourceProblem: SourceProblem | null;
  /** Of the added tasks those that are never to be computed. */
  readonly skipped: number;
}

/** What the tally of a job has that never grew, as version 4 of the database brought it in. */
export const unchangedTotal = { inputRecords: 0, added: 0, isSealed: true, sourceProblem: null } as const;

/** The part of a job in a list that never changes. Without the definition, whose inputs may be many megabytes. */
export interface JobHead extends JobKey {
  readonly title: string;
  readonly total: number;
  readonly createdAt: number;
}

export function newHead(key: JobKey, entry: Extract<JournalEntry, { type: "job-created" }>): JobHead {
  const { total, definition, createdAt } = entry;
  return { ...key, title: definition.title, total, createdAt };
}

export function newTally(key: JobKey, entry: Extract<JournalEntry, { type: "job-created" }>): JobTally {
  const { blobs, large = [] } = entry;
  const named = new Map([...blobs, ...large.map(({ blob }) => blob)].map(({ name }) => [name.hash, name]));
  let ofBlobs = 0;
  for (const { bytes: each } of named.values()) ofBlobs += each;
  const bytes = definitionBytes(entry.definition) + ofBlobs;
  const counts = { elapsedMs: 0, done: 0, failed: 0, bytes, records: 0 };
  return { ...key, phase: "running", ...counts, ...unchangedTotal, skipped: 0, isSealed: entry.isSealed };
}

/** `ofLarge`: bytes of large inputs among them that the job has not had before. */
export function withInputs(
  tally: JobTally,
  { inputs: { ends, bytes }, skipped }: InputChunk,
  ofLarge: number,
): JobTally {
  return {
    ...tally,
    skipped: tally.skipped + skipped.length,
    added: tally.added + ends.length,
    inputRecords: tally.inputRecords + 1,
    bytes: tally.bytes + ends.byteLength + bytes.byteLength + skipped.byteLength + ofLarge,
  };
}

export function withSeal(tally: JobTally, entry: Extract<JournalEntry, { type: "job-sealed" }>): JobTally {
  return { ...tally, isSealed: true, sourceProblem: entry.problem };
}

export function withResults(tally: JobTally, results: AcceptedResults): JobTally {
  const { block, positions, failures } = results;
  return {
    ...tally,
    elapsedMs: Math.max(tally.elapsedMs, results.elapsedMs),
    done: tally.done + (positions ?? block.indices).length,
    failed: tally.failed + failures.length,
    bytes: tally.bytes + bytesOf(results),
    records: tally.records + 1,
  };
}

export function withPhase(tally: JobTally, entry: Extract<JournalEntry, { type: "job-changed" }>): JobTally {
  return {
    ...tally,
    phase: entry.phase,
    problem: entry.problem ?? null,
    endedBy: entry.endedBy ?? null,
    ...(entry.endRule === undefined ? {} : { endRule: entry.endRule }),
    elapsedMs: Math.max(tally.elapsedMs, entry.elapsedMs),
  };
}

function bytesOf({ block, positions, failures, attempts }: AcceptedResults): number {
  const { indices, outcomes, runtimesMs, values } = block;
  const columns = [indices, outcomes, runtimesMs, attempts, positions ?? attempts.subarray(0, 0)];
  // One that several attempts share is stored once.
  const errors = new Set<Uint8Array>();
  for (const { history } of failures) for (const { error } of history) errors.add(error);
  return [...columns, ...errors].reduce((sum, { byteLength }) => sum + byteLength, storedBytesOf(values));
}

export function summaryOf(head: JobHead, tally: JobTally, code: JobSummary["code"]): JobSummary {
  const { room, job, title, createdAt } = head;
  const {
    phase,
    problem = null,
    endedBy = null,
    endRule = null,
    elapsedMs,
    done,
    failed,
    skipped,
    bytes,
    isSealed,
    sourceProblem,
  } = tally;
  const total = head.total + tally.added;
  const growth = { total, isSealed, sourceProblem };
  return {
    room,
    job,
    code,
    title,
    ...growth,
    createdAt,
    phase,
    problem,
    endedBy,
    endRule,
    elapsedMs,
    done,
    failed,
    skipped,
    bytes,
  };
}

export function newestFirst(a: JobSummary, b: JobSummary): number {
  return b.createdAt - a.createdAt || b.job - a.job;
}
