import type { Field } from "../field.ts";
import type { Workload } from "../workload.ts";
import { inputProblems, inputsOrigin } from "./chosen-inputs.ts";
import { inputFields } from "./input-fields.ts";
import { previewOf } from "./preview.ts";

/** Where they come from: a file is read no faster than the room computes, and would be asked for again after a reload. */
function withoutFile(field: Field): Field {
  if (field.name !== "given" || field.kind !== "choice") return field;
  return { ...field, choices: field.choices.filter(({ id }) => id !== "file") };
}

/** The part of a form that asks for further inputs of a job: all kinds but a file. */
export const addedInputsForm: Pick<Workload, "fields" | "check" | "preview" | "originsOf"> = {
  fields: inputFields({ list: "" }).map(withoutFile),
  check: inputProblems,
  preview: previewOf,
  originsOf: (values) => ({ inputs: inputsOrigin(values) }),
};
