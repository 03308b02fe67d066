declare const brand: unique symbol;

type Branded<Value, Name extends string> = Value & { readonly [brand]: Name };

/** Six characters of the room alphabet; names a room in speech and in URLs. */
export type RoomCode = Branded<string, "RoomCode">;
/** The epoch in which it was submitted and its number in the room; never used twice, even where the record of it was lost. */
export type JobId = Branded<number, "JobId">;
/** Counts up from 1 within a room; the same tab keeps its number when it comes back. */
export type VolunteerId = Branded<number, "VolunteerId">;
/** Counts up from 1 within an epoch. */
export type LeaseId = Branded<number, "LeaseId">;
/** Raised at each start of a coordinator; whatever carries an older one is stale. */
export type Epoch = Branded<number, "Epoch">;
/** Counts up from 1 within one volunteer's tab: one message full of results, until it is committed. */
export type ParcelId = Branded<number, "ParcelId">;
/** One commit from its order to its answer; counts up from 1 within an epoch. */
export type CommitId = Branded<number, "CommitId">;
/** One loading of inputs from its order to its answer; counts up from 1 within an epoch. */
export type LoadId = Branded<number, "LoadId">;
/** 128 random bits in lower-case hex: the same tab, whichever link it comes by. */
export type TabId = Branded<string, "TabId">;

const largestId = 0xffff_ffff;

function isId(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= largestId;
}

export const isJobId = (value: unknown): value is JobId =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 1;
export const isVolunteerId = (value: unknown): value is VolunteerId => isId(value);
export const isLeaseId = (value: unknown): value is LeaseId => isId(value);
export const isEpoch = (value: unknown): value is Epoch => isId(value);
export const isParcelId = (value: unknown): value is ParcelId => isId(value);
const isCommitId = (value: unknown): value is CommitId => isId(value);
const isLoadId = (value: unknown): value is LoadId => isId(value);

export function isTabId(value: unknown): value is TabId {
  return typeof value === "string" && /^[0-9a-f]{32}$/.test(value);
}

/** No 0, O, 1, I, L: read aloud and typed from a projector. */
export const roomAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const roomCodeLength = 6;

export function isRoomCode(value: unknown): value is RoomCode {
  return typeof value === "string" && /^[2-9A-HJKMNP-Z]{6}$/.test(value);
}

function branded<Id extends number>(
  check: (value: unknown) => value is Id,
  name: string,
  largest = largestId,
): (value: number) => Id {
  return (value) => {
    if (!check(value)) throw new RangeError(`${name} must be a whole number from 1 to ${largest}, got ${value}`);
    return value;
  };
}

export const jobId = branded(isJobId, "job id", Number.MAX_SAFE_INTEGER);
export const volunteerId = branded(isVolunteerId, "volunteer id");
/** In the place of a volunteer where none is known. No volunteer has this number. */
export const noVolunteer = branded((value): value is VolunteerId => value === 0, "no volunteer", 0)(0);
export const leaseId = branded(isLeaseId, "lease id");
export const epoch = branded(isEpoch, "epoch");
export const parcelId = branded(isParcelId, "parcel id");
export const commitId = branded(isCommitId, "commit id");
export const loadId = branded(isLoadId, "load id");

/** More than a room can have: a number too large would be that of another epoch. Leaves room for two million epochs. */
const jobNumbers = 0x1_0000_0000;

/** The job's number in its room, as people say it: `Job 3`. */
export function jobNumber(job: number): number {
  return job % jobNumbers;
}

/** The id of the job that follows the one with the id `last`, 0 for none. @throws RangeError where epochs have run out. */
export function nextJobId(submittedIn: Epoch, last: number): JobId {
  return jobId(submittedIn * jobNumbers + jobNumber(last) + 1);
}
