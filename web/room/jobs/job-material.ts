import type { BlobHash, BlobName } from "../../core/blobs/blob-name.ts";
import type { Blob } from "../../core/blobs/blob.ts";
import { blobsOf } from "../../core/blobs/job-blobs.ts";
import { keptBlobBytes } from "../../core/blobs/pieces.ts";
import type { InputStream } from "../../core/job/input-stream.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { JobRefused, type Problem } from "../../core/job/problem.ts";

/** What a definition names and does not hold. */
export interface JobMaterial {
  /** The blobs that the definition names. One that an open job of the room has need not be handed over again. */
  readonly blobs?: readonly Blob[];
  /** The inputs of a job whose definition says that they are a stream, read no faster than the room computes. */
  readonly source?: InputStream | null;
  /** Whether people may add inputs until they seal the job: those of its definition are then its first ones. */
  readonly staysOpen?: boolean;
}

/** A job as it can be started elsewhere. Inputs that are read from a file are still to be: the definition names it. */
export interface WholeJob {
  readonly definition: JobDefinition;
  readonly blobs: readonly Blob[];
}

/** The blobs of a job. */
export function blobsNamedBy({ shared, program }: JobDefinition): readonly BlobName[] {
  return blobsOf({ shared, files: program.files });
}

/**
 * The blobs that the definition names, out of those that were handed over and those of open jobs.
 *
 * @throws JobRefused where one is missing, or where volunteers would have to keep more than they do.
 */
export function collectBlobs(
  definition: JobDefinition,
  given: readonly Blob[],
  open: ReadonlyMap<BlobHash, Blob>,
): readonly Blob[] {
  const problems: Problem[] = [];
  const found = new Map<BlobHash, Blob>();
  const { shared, program } = definition;
  const fields: (readonly [string, BlobName])[] = Object.entries(program.files).map(([name, blob]) => [
    `program.files.${name}`,
    blob,
  ]);
  if (shared !== null) fields.unshift(["shared", shared]);
  for (const [field, name] of fields) {
    const blob = open.get(name.hash) ?? given.find((one) => one.name.hash === name.hash);
    if (blob === undefined) problems.push({ field, wrong: { key: "blob-missing", blob: name } });
    else if (blob.name.bytes !== name.bytes) {
      const { bytes } = blob.name;
      problems.push({ field, wrong: { key: "blob-of-other-size", bytes, found: name.bytes } });
    } else found.set(name.hash, blob);
  }
  if (problems.length === 0) noteExcess([...found.values()], open, problems);
  if (problems.length > 0) throw new JobRefused(problems);
  return [...found.values()];
}

/** Volunteers keep the blobs of all open jobs at once. */
function noteExcess(blobs: readonly Blob[], open: ReadonlyMap<BlobHash, Blob>, problems: Problem[]): void {
  const all = new Map(open);
  for (const blob of blobs) all.set(blob.name.hash, blob);
  let bytes = 0;
  for (const { name } of all.values()) bytes += name.bytes;
  if (blobs.length === 0 || bytes <= keptBlobBytes) return;
  const besideOthers = open.size > 0;
  problems.push({
    field: "blobs",
    wrong: { key: "blobs-too-large", most: keptBlobBytes, found: bytes, besideOthers },
  });
}
