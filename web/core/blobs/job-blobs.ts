import type { BlobName } from "./blob-name.ts";

/** The blobs that a job names. */
export interface JobBlobs {
  readonly shared: BlobName | null;
  readonly files: Readonly<Record<string, BlobName>>;
}

/** The bytes of a job's blobs. */
export interface JobData {
  /** The encoded value that each task gets beside its input; null where there is none. */
  readonly shared: Uint8Array | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Each blob of the job once. */
export function blobsOf({ shared, files }: JobBlobs): readonly BlobName[] {
  const names = shared === null ? Object.values(files) : [shared, ...Object.values(files)];
  return [...new Map(names.map((name) => [name.hash, name])).values()];
}

export function dataOf({ shared, files }: JobBlobs, bytesOf: (name: BlobName) => Uint8Array): JobData {
  return {
    shared: shared === null ? null : bytesOf(shared),
    files: new Map(Object.entries(files).map(([name, blob]) => [name, bytesOf(blob)])),
  };
}
