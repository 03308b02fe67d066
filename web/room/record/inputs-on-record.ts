import { AppendedInputs, type InputRecord } from "../../core/job/appended-inputs.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { growsWith } from "../../core/job/input-recipe.ts";
import { openInputs } from "../../core/job/inputs.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { JobHistory } from "../../journal/journal.ts";

/** What was added to a job, as far as it is on record. */
export type AddedOnRecord = Pick<JobHistory, "inputCounts" | "skipped">;

export const nothingAdded: AddedOnRecord = { inputCounts: [], skipped: new Uint32Array() };

/**
 * The inputs of a job on record: those that its recipe gives, or those that were added, which are read when they are needed.
 *
 * @throws RangeError where the recipe cannot be followed.
 */
export function inputsOnRecord(
  { definition, inputCounts, skipped }: Pick<JobHistory, "definition"> & AddedOnRecord,
  record: InputRecord,
): InputSource {
  if (growsWith(definition.inputs)) return new AppendedInputs(record, inputCounts, skipped);
  return openInputs(definition.inputs);
}

/** Where the inputs of a file come from when its job starts once more: from what was read of it, or from the file. */
export type FileInputs = "repeatable" | "from-its-file";

/**
 * What a job can be run again with: what came while it ran is a list, and no more comes. Rejects where those inputs are more than
 * one list holds, or cannot be read.
 */
export async function startable(
  definition: JobDefinition,
  inputs: InputSource | null,
  ofFile: FileInputs,
): Promise<JobDefinition> {
  if (!(inputs instanceof AppendedInputs) || (ofFile === "from-its-file" && comesFromFile(definition)))
    return definition;
  return { ...definition, inputs: { type: "packed", values: await inputs.toPacked() } };
}

/** As `startable`, of a job on record. A recipe that cannot be followed is left to where the job starts, which says why. */
export async function startableOnRecord(
  history: JobHistory,
  record: InputRecord,
  ofFile: FileInputs,
): Promise<JobDefinition> {
  const { definition } = history;
  return startable(definition, growsWith(definition.inputs) ? inputsOnRecord(history, record) : null, ofFile);
}

function comesFromFile({ inputs }: JobDefinition): boolean {
  return inputs.type === "stream" && inputs.file !== undefined;
}
