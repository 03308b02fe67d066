import { maxBlobBytes, type BlobName } from "../../core/blobs/blob-name.ts";
import { Blob } from "../../core/blobs/blob.ts";
import { maxFileNameLength, maxProgramFiles } from "../../core/wire/limits.ts";
import { problem, value, type Result } from "../../core/result.ts";
import { formatBytes, formatCount } from "../../words/format.ts";
import type { ReadableFile } from "../field.ts";
import { unreadable } from "../inputs/file-inputs.ts";
import type { ModuleExports } from "./module-exports.ts";
import { bytesOf } from "./own-files.ts";

/** The bytes of a job, and the names by which its definition has them. */
export interface OwnBlobs {
  readonly shared: BlobName | null;
  readonly files: Readonly<Record<string, BlobName>>;
  readonly blobs: readonly Blob[];
}

export const noBlobs: OwnBlobs = { shared: null, files: {}, blobs: [] };

/** Steps of hashing, 64 KiB each, between which everything else on the page gets its turn. */
const stepsAtOnce = 16;

/** What is wrong with the picked files, as far as it can be told before they are read; null where nothing is. */
export function pickedFilesProblem(files: readonly ReadableFile[]): string | null {
  if (files.length > maxProgramFiles)
    return `Are ${formatCount(files.length)} files; at most ${maxProgramFiles} are possible.`;
  const large = files.find(({ size }) => size > maxBlobBytes);
  if (large !== undefined) {
    const [most, found] = [maxBlobBytes, large.size].map(formatBytes);
    return `${large.name} is too large: a file has at most ${most}, and this one ${found}.`;
  }
  const long = files.find(({ name }) => name.length > maxFileNameLength);
  return long === undefined ? null : `A file’s name has at most ${maxFileNameLength} characters: ${long.name}.`;
}

/**
 * Reads the picked files, and hashes all. A file that was picked takes the place of the module's own of the same name, and what of
 * `modules` has no types any more takes the place of its file.
 */
export async function makeOwnBlobs(
  { shared, files: exported = new Map() }: ModuleExports,
  picked: readonly ReadableFile[],
  modules: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Result<OwnBlobs>> {
  const contents = new Map<string, Uint8Array>(exported);
  for (const file of picked) {
    const bytes = await bytesOf(file);
    if (bytes === null) return problem(`${unreadable(file.name)}.`);
    contents.set(file.name, bytes);
  }
  for (const [name, bytes] of modules) contents.set(name, bytes);
  const blobs: Blob[] = [];
  const nameOf = async (bytes: Uint8Array): Promise<BlobName> => {
    const blob = await makeBlob(bytes);
    blobs.push(blob);
    return blob.name;
  };
  const files: [string, BlobName][] = [];
  for (const [name, bytes] of contents) files.push([name, await nameOf(bytes)]);
  const sharedName = shared === undefined ? null : await nameOf(shared);
  return value({ shared: sharedName, files: Object.fromEntries(files), blobs });
}

async function makeBlob(bytes: Uint8Array): Promise<Blob> {
  const making = Blob.making(bytes);
  for (let steps = 1; ; steps += 1) {
    const step = making.next();
    if (step.done === true) return step.value;
    if (steps % stepsAtOnce === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}
