import type { BlobHash, BlobName } from "../core/blobs/blob-name.ts";
import { putLarge, type PlacedBlob, type PlacedBytes } from "../core/blobs/inputs-apart.ts";
import type { InputRecipe } from "../core/job/input-recipe.ts";
import type { JobDefinition } from "../core/job/job-definition.ts";
import type { Packed } from "../core/values/format.ts";
import type { LargeInput } from "../core/wire/messages.ts";

/** A definition as it is stored: its packed inputs have null in the places of those that are kept as blobs. */
export interface StoredDefinition extends Omit<JobDefinition, "inputs"> {
  readonly inputs: InputRecipe & { readonly large?: readonly LargeInput[] };
}

/** Inputs that were added together. */
export interface StoredInputs extends Packed {
  /** Missing in records of versions before 5. */
  readonly skipped?: Uint32Array;
  /** Those that are kept as blobs, which have null in their places; missing where there are none. */
  readonly large?: readonly LargeInput[];
}

/** Gives the bytes of a blob; null where it is missing. */
export type ReadBlob = (name: BlobName) => Promise<Uint8Array | null>;

export function namesOf(large: readonly PlacedBlob[]): readonly LargeInput[] {
  return large.map(({ at, blob: { name } }) => ({ at, ...name }));
}

/** With the names of the inputs that were taken out of it. */
export function storedDefinition(definition: JobDefinition, large: readonly PlacedBlob[]): StoredDefinition {
  if (large.length === 0) return definition;
  return { ...definition, inputs: { ...definition.inputs, large: namesOf(large) } };
}

const noBytes = new Uint8Array();

/** The definition as it was before its large inputs were taken out. One that is missing has no bytes: reading it throws. */
export async function wholeDefinition(stored: StoredDefinition, readBlob: ReadBlob): Promise<JobDefinition> {
  const { large = [], ...inputs } = stored.inputs;
  if (large.length === 0 || inputs.type !== "packed") return { ...stored, inputs };
  const values = await wholeInputs(inputs.values, large, async (name) => (await readBlob(name)) ?? noBytes);
  return values === null ? { ...stored, inputs } : { ...stored, inputs: { type: "packed", values } };
}

/** The inputs with the large ones in their places; null where one of them is missing. Each blob is read once. */
export async function wholeInputs(
  { ends, bytes }: Packed,
  large: readonly LargeInput[],
  readBlob: ReadBlob,
): Promise<Packed | null> {
  const read = new Map<BlobHash, Uint8Array>();
  const placed: PlacedBytes[] = [];
  for (const { at, ...name } of large) {
    const found = read.get(name.hash) ?? (await readBlob(name));
    if (found === null) return null;
    read.set(name.hash, found);
    placed.push({ at, bytes: found });
  }
  return putLarge({ ends, bytes }, placed);
}
