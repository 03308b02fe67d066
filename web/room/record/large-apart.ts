import type { BlobHash } from "../../core/blobs/blob-name.ts";
import { Blob } from "../../core/blobs/blob.ts";
import { hasLarge, takeLarge, type PlacedBlob } from "../../core/blobs/inputs-apart.ts";
import type { Packed } from "../../core/values/format.ts";
import type { JournalEntry } from "../../journal/journal.ts";

type Bringing = Extract<JournalEntry, { type: "job-created" | "tasks-added" }>;

/** The inputs that the entry brings. */
function inputsIn(entry: Bringing): Packed | null {
  if (entry.type === "tasks-added") return entry.inputs;
  const { inputs } = entry.definition;
  return inputs.type === "packed" ? inputs.values : null;
}

/** Whether the entry brings large inputs that are not apart yet. */
export function bringsLarge(entry: JournalEntry): boolean {
  if (entry.type !== "job-created" && entry.type !== "tasks-added") return false;
  const inputs = inputsIn(entry);
  return inputs !== null && hasLarge(inputs);
}

/** The entry with its large inputs apart, each by its hash, so that the journal keeps it once. In steps, since each is hashed. */
export function* takingApart(entry: JournalEntry): Generator<unknown, JournalEntry> {
  if (entry.type !== "job-created" && entry.type !== "tasks-added") return entry;
  const inputs = inputsIn(entry);
  if (inputs === null || !hasLarge(inputs)) return entry;
  const { rest, large: taken } = takeLarge(inputs);
  const blobs = new Map<BlobHash, Blob>();
  const large: PlacedBlob[] = [];
  for (const { at, bytes } of taken) {
    const made = yield* Blob.making(bytes);
    const blob = blobs.get(made.name.hash) ?? made;
    blobs.set(blob.name.hash, blob);
    large.push({ at, blob });
  }
  if (entry.type === "tasks-added") return { ...entry, inputs: rest, large };
  return { ...entry, definition: { ...entry.definition, inputs: { type: "packed", values: rest } }, large };
}
