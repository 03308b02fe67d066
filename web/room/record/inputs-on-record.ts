import { AppendedInputs } from "../../core/job/appended-inputs.ts";
import type { InputSource } from "../../core/job/input-source.ts";
import { openInputs } from "../../core/job/inputs.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import type { JobHistory } from "../../journal/journal.ts";

/** The inputs of a job on record: those that its recipe gives, or those that were added. @throws RangeError where the recipe cannot be followed. */
export function inputsOnRecord({ definition, inputs }: Pick<JobHistory, "definition" | "inputs">): InputSource {
  return definition.inputs.type === "stream" ? new AppendedInputs(inputs) : openInputs(definition.inputs);
}

/** What the job can be run again with: its stream is gone, and what came of it is a list. */
export function repeatable({ definition, inputs }: JobHistory): JobDefinition {
  if (definition.inputs.type !== "stream") return definition;
  return { ...definition, inputs: { type: "packed", values: new AppendedInputs(inputs).toPacked() } };
}
