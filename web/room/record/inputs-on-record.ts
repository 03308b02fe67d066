import { AppendedInputs } from "../../core/job/appended-inputs.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { openInputs } from "../../core/job/inputs.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { JobHistory } from "../../journal/journal.ts";

/** The inputs of a job on record: those that its recipe gives, or those that were added. @throws RangeError where the recipe cannot be followed. */
export function inputsOnRecord({ definition, inputs }: Pick<JobHistory, "definition" | "inputs">): InputSource {
  return definition.inputs.type === "stream" ? new AppendedInputs(inputs) : openInputs(definition.inputs);
}

/**
 * What a job can be run again with: its stream is gone, and what came of it is a list.
 *
 * @throws RangeError where those inputs are more than one list holds.
 */
export function repeatable(definition: JobDefinition, inputs: InputSource | null): JobDefinition {
  if (!(inputs instanceof AppendedInputs)) return definition;
  return { ...definition, inputs: { type: "packed", values: inputs.toPacked() } };
}

/** As `repeatable`, of a job on record. A recipe that cannot be followed is left to where the job starts, which says why. */
export function repeatableOnRecord(history: JobHistory): JobDefinition {
  const { definition } = history;
  return repeatable(definition, definition.inputs.type === "stream" ? inputsOnRecord(history) : null);
}
