import { isTicket, type Ticket } from "../lease-ticket.ts";
import { isBlobHash, isBlobName, maxBlobBytes, type BlobHash, type BlobName } from "../blobs/blob-name.ts";
import { pieceBytes } from "../blobs/pieces.ts";
import { isFields } from "../fields.ts";
import { isEpoch, isJobId, isLeaseId, isParcelId, isTabId, isVolunteerId } from "../ids.ts";
import type { Epoch, JobId, LeaseId, ParcelId, TabId, VolunteerId } from "../ids.ts";
import { consoleLevels, isConsoleLevel, type ConsoleLevel } from "../job/console-level.ts";
import { isFeature, type Feature } from "../job/features.ts";
import { bringsValue, isOutcome } from "../job/job.ts";
import type { Language, ResultBlock } from "../job/job.ts";
import { isAnswerLength, isRequestLength, mostCallArguments } from "../objects/call-bounds.ts";
import type { Packed } from "../values/format.ts";
import {
  maxDurationMs,
  maxFeatures,
  maxFileNameLength,
  maxLargeInputs,
  maxLeasesInHeartbeat,
  maxParcelsInCommitted,
  maxProgramFiles,
  maxSlots,
  maxTaskIndex,
  maxTasksInMessage,
} from "./limits.ts";
import type { LargeInput, LeaseName, TaskProgress } from "./messages.ts";
import { maxThrownBytes } from "../values/limits.ts";
import { bytesAt, isPacked, wrongColumn, type ValueColumn } from "../values/value-column.ts";

/** What one field of a message may hold. */
export interface Field<Value> {
  /** The accepted values in words, for people and for the schema's hash: must change when they change. */
  readonly spec: string;
  readonly is: (value: unknown) => value is Value;
  /** Copies the known parts of a compound value; simple values need none. */
  readonly copy?: (value: unknown) => unknown;
  /** Says more precisely what is wrong with a value that `is` refused. */
  readonly why?: (value: unknown) => string | null;
}

const isNumberWithin = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && value >= least && value <= most;

export function wholeNumber(least: number, most: number): Field<number> {
  return {
    spec: `whole number ${least} to ${most}`,
    is: (value): value is number => isNumberWithin(value, least, most) && Number.isInteger(value),
  };
}

export function numberWithin(least: number, most: number): Field<number> {
  return {
    spec: `number ${least} to ${most}`,
    is: (value): value is number => isNumberWithin(value, least, most),
  };
}

export function text(least: number, most: number): Field<string> {
  return {
    spec: `text of ${least} to ${most} characters`,
    is: (value): value is string => typeof value === "string" && value.length >= least && value.length <= most,
  };
}

export function orNull<Value>({ spec, is }: Field<Value>): Field<Value | null> {
  return { spec: `${spec}, or null`, is: (value): value is Value | null => value === null || is(value) };
}

export const truth: Field<boolean> = {
  spec: "true or false",
  is: (value): value is boolean => typeof value === "boolean",
};

export const durationMs = numberWithin(0, maxDurationMs);

export const tabField: Field<TabId> = { spec: "32 hex digits", is: isTabId };

export const ticketField: Field<Ticket> = { spec: "32 hex digits", is: isTicket };
export const jobField: Field<JobId> = { spec: "job id of 53 bits", is: isJobId };
export const volunteerField: Field<VolunteerId> = { spec: "volunteer id", is: isVolunteerId };
export const leaseField: Field<LeaseId> = { spec: "lease id", is: isLeaseId };
export const epochField: Field<Epoch> = { spec: "epoch", is: isEpoch };
export const parcelField: Field<ParcelId> = { spec: "parcel id", is: isParcelId };

export function oneOf<Word extends string>(words: readonly Word[]): Field<Word> {
  return { spec: words.join(" or "), is: (value): value is Word => words.some((word) => word === value) };
}

export const languageField: Field<Language> = {
  spec: "javascript",
  is: (value): value is Language => value === "javascript",
};

export const consoleLevelField: Field<ConsoleLevel> = {
  spec: consoleLevels.join(", "),
  is: isConsoleLevel,
};

const taskIndex = wholeNumber(0, maxTaskIndex);

export const taskOrNull: Field<number | null> = {
  spec: `${taskIndex.spec}, or null`,
  is: (value): value is number | null => value === null || taskIndex.is(value),
};

export const featureList: Field<readonly Feature[]> = {
  spec: `at most ${maxFeatures} features of a to z, 0 to 9 and -`,
  is: (value): value is readonly Feature[] =>
    Array.isArray(value) && value.length <= maxFeatures && value.every(isFeature),
};

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isLeaseName(value: unknown): value is LeaseName {
  return isObject(value) && "epoch" in value && isEpoch(value.epoch) && "lease" in value && isLeaseId(value.lease);
}

export const leaseNames: Field<readonly LeaseName[]> = {
  spec: `at most ${maxLeasesInHeartbeat} of {epoch, lease}`,
  is: (value): value is readonly LeaseName[] =>
    Array.isArray(value) && value.length <= maxLeasesInHeartbeat && value.every(isLeaseName),
  copy: (value) =>
    Array.isArray(value) && value.length <= maxLeasesInHeartbeat
      ? value.map((name: unknown) => (isLeaseName(name) ? { epoch: name.epoch, lease: name.lease } : name))
      : value,
};

const partDone = numberWithin(0, 1);

function isTaskProgress(value: unknown): value is TaskProgress {
  if (!isObject(value) || !("job" in value && "task" in value && "part" in value)) return false;
  return isJobId(value.job) && taskIndex.is(value.task) && partDone.is(value.part);
}

/** At most one for each slot: a slot runs one task at a time. */
export const runningTasks: Field<readonly TaskProgress[]> = {
  spec: `at most ${maxSlots} of {job, task, part from 0 to 1}`,
  is: (value): value is readonly TaskProgress[] =>
    Array.isArray(value) && value.length <= maxSlots && value.every(isTaskProgress),
  copy: (value) =>
    Array.isArray(value) && value.length <= maxSlots
      ? value.map((each: unknown) =>
          isTaskProgress(each) ? { job: each.job, task: each.task, part: each.part } : each,
        )
      : value,
};

export const parcelIds: Field<readonly ParcelId[]> = {
  spec: `1 to ${maxParcelsInCommitted} parcel ids`,
  is: (value): value is readonly ParcelId[] =>
    Array.isArray(value) && value.length >= 1 && value.length <= maxParcelsInCommitted && value.every(isParcelId),
};

function wrongIndices(value: unknown, least: number): string | null {
  if (!(value instanceof Uint32Array)) return "indices are missing";
  if (value.length < least || value.length > maxTasksInMessage) {
    return `${value.length} tasks; expected ${least} to ${maxTasksInMessage}`;
  }
  for (const index of value) if (index > maxTaskIndex) return `task index ${index} is above ${maxTaskIndex}`;
  return null;
}

function wrongBlock(value: unknown): string | null {
  if (!isObject(value)) return "the block is missing";
  if (!("indices" in value && "outcomes" in value && "runtimesMs" in value && "values" in value)) {
    return "a column is missing";
  }
  const { indices, outcomes, runtimesMs, values } = value;
  const wrong = wrongIndices(indices, 1);
  if (wrong !== null) return wrong;
  if (!(indices instanceof Uint32Array) || !(outcomes instanceof Uint8Array) || !(runtimesMs instanceof Float32Array)) {
    return "a column is of the wrong kind";
  }
  const count = indices.length;
  if (outcomes.length !== count) return `${outcomes.length} outcomes for ${count} tasks`;
  if (runtimesMs.length !== count) return `${runtimesMs.length} runtimes for ${count} tasks`;
  for (const outcome of outcomes) if (!isOutcome(outcome)) return `unknown outcome ${outcome}`;
  for (const runtime of runtimesMs) if (!(runtime >= 0 && runtime < Infinity)) return `runtime ${runtime}`;
  return isColumn(values, count) ? wrongErrors(outcomes, values) : wrongColumn(values, count);
}

function isColumn(value: unknown, count: number): value is ValueColumn {
  return wrongColumn(value, count) === null;
}

function wrongErrors(outcomes: Uint8Array, values: ValueColumn): string | null {
  for (const [at, outcome] of outcomes.entries()) {
    const bytes = bringsValue(outcome) ? 0 : bytesAt(values, at);
    if (bytes > maxThrownBytes) return `an error of ${bytes} bytes; the most is ${maxThrownBytes}`;
  }
  return null;
}

function indicesFrom(least: number): Field<Uint32Array> {
  return {
    spec: `runs of u32 indices, ${least} to ${maxTasksInMessage}, each at most ${maxTaskIndex}`,
    is: (value): value is Uint32Array => wrongIndices(value, least) === null,
    why: (value) => wrongIndices(value, least),
  };
}

export const indicesColumn = indicesFrom(1);

/** A recall is answered also where there is nothing to give back. */
export const indicesOrNone = indicesFrom(0);

/** Whether there are as many as indices is a matter of the whole message. */
export const attemptsColumn: Field<Uint8Array> = {
  spec: "u8 attempts from 1 or one for all",
  is: (value): value is Uint8Array => value instanceof Uint8Array && !value.includes(0),
};

/** Whether there are as many inputs as indices is a matter of the whole message. */
export const packedColumns: Field<Packed> = {
  spec: "lengths and bytes, or none and values of one shape or few values",
  is: (value): value is Packed => whyNotPacked(value) === null,
  why: whyNotPacked,
};

function whyNotPacked(value: unknown): string | null {
  return wrongColumn(value, isPacked(value) ? value.ends.length : 0);
}

/** Few values, each of which somebody else decodes. */
function valuesOfCall(counted: string, isCount: (values: number) => boolean): Field<Packed> {
  const why = (value: unknown): string | null => {
    if (!isPacked(value)) return "values are missing";
    const { ends } = value;
    if (!isCount(ends.length)) return `${ends.length} values; expected ${counted}`;
    if (ends.some((end, at) => at > 0 && end < (ends[at - 1] ?? 0))) return "a value ends before it begins";
    return wrongColumn(value, ends.length);
  };
  return { spec: `u32 ends and bytes of ${counted}`, is: (value): value is Packed => why(value) === null, why };
}

export const requestValues = valuesOfCall(`object, method and at most ${mostCallArguments} arguments`, isRequestLength);

export const answerValues = valuesOfCall("value and one, or error, name and message", isAnswerLength);

export const blockColumns: Field<ResultBlock> = {
  spec: `indices as above, palette of f32 runtimes finite from 0, u8 outcomes 0 to 5 or one for all, values, errors of at most ${maxThrownBytes} bytes; equally long`,
  is: (value): value is ResultBlock => wrongBlock(value) === null,
  why: wrongBlock,
};

export const blobHashField: Field<BlobHash> = { spec: "SHA-256 in 64 hex digits", is: isBlobHash };

const placeInBatch = wholeNumber(0, maxTasksInMessage - 1);

const blobSpec = `{hash: ${blobHashField.spec}, bytes: whole number 0 to ${maxBlobBytes}}`;

function blobCopy(value: unknown): unknown {
  return isBlobName(value) ? { hash: value.hash, bytes: value.bytes } : value;
}

export const blobOrNull: Field<BlobName | null> = {
  spec: `${blobSpec}, or null`,
  is: (value): value is BlobName | null => value === null || isBlobName(value),
  copy: blobCopy,
};

const largeInputSpec = `{at: place of the batch, hash: ${blobHashField.spec}, bytes: whole number 1 to ${maxBlobBytes}}`;

function isLargeInput(value: unknown): value is LargeInput {
  return isBlobName(value) && value.bytes >= 1 && "at" in value && placeInBatch.is(value.at);
}

/** Whether the batch has these places is a matter of the whole message. */
export const largeInputs: Field<readonly LargeInput[]> = {
  spec: `at most ${maxLargeInputs} of ${largeInputSpec}, in the order of their places`,
  is: (value): value is readonly LargeInput[] =>
    Array.isArray(value) &&
    value.length <= maxLargeInputs &&
    value.every(isLargeInput) &&
    value.every(({ at }, nth) => nth === 0 || at > (value[nth - 1]?.at ?? at)),
  copy: (value) =>
    Array.isArray(value) && value.length <= maxLargeInputs
      ? value.map((each: unknown) => (isLargeInput(each) ? { at: each.at, hash: each.hash, bytes: each.bytes } : each))
      : value,
};

export const fileNames: Field<Readonly<Record<string, BlobName>>> = {
  spec: `at most ${maxProgramFiles} of ${blobSpec}, by names of 1 to ${maxFileNameLength} characters`,
  is: (value): value is Readonly<Record<string, BlobName>> =>
    isFields(value) && hasFewEntries(value) && Object.entries(value).every(isFile),
  // From entries, so that a file named `__proto__` is one like any other.
  copy: (value) =>
    isFields(value) && hasFewEntries(value)
      ? Object.fromEntries(Object.entries(value).map(([name, blob]) => [name, blobCopy(blob)]))
      : value,
};

function hasFewEntries(value: object): boolean {
  return Object.keys(value).length <= maxProgramFiles;
}

function isFile([name, blob]: readonly [string, unknown]): boolean {
  return name.length >= 1 && name.length <= maxFileNameLength && isBlobName(blob);
}

export const pieceColumn: Field<Uint8Array> = {
  spec: `1 to ${pieceBytes} bytes`,
  is: (value): value is Uint8Array => value instanceof Uint8Array && value.length >= 1 && value.length <= pieceBytes,
  why: (value) =>
    value instanceof Uint8Array ? `${value.length} bytes; expected 1 to ${pieceBytes}` : "the bytes are missing",
};
