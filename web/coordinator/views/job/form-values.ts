import type { Problem } from "../../../core/job/problem.ts";
import { say, saySentence } from "../../../words/say.ts";
import {
  inputOf,
  isShown,
  presetOf,
  readField,
  type FieldInput,
  type FieldValue,
  type FieldValues,
} from "../../../workloads/field.ts";
import type { FieldProblems, Workload } from "../../../workloads/workload.ts";

/** What is in each field, by the field's name. */
export type FormInputs = Readonly<Record<string, FieldInput>>;

export function inputsOf(values: FieldValues): FormInputs {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inputOf(value)]));
}

export interface FormReading {
  /** Null while any field is wrong. */
  readonly values: FieldValues | null;
  readonly problems: FieldProblems;
}

/** Checks each field that is shown by itself; rules over several fields are checked only if each field is right. */
export function readForm(workload: Pick<Workload, "fields" | "check">, inputs: FormInputs): FormReading {
  const values: Record<string, FieldValue> = {};
  const problems: Record<string, string> = {};
  for (const field of workload.fields) {
    if (!isShown(field, inputs)) {
      values[field.name] = presetOf(field);
      continue;
    }
    const read = readField(field, inputs[field.name] ?? null);
    if (read.type === "value") values[field.name] = read.value;
    else problems[field.name] = saySentence(read.problem);
  }
  const found = Object.keys(problems).length > 0 ? problems : workload.check(values);
  return { values: Object.keys(found).length > 0 ? null : values, problems: found };
}

/** Problems of a refused definition, each at the field that its part comes from. Those of no field are left to the page. */
export function problemsAtFields(
  workload: Pick<Workload, "originsOf">,
  values: FieldValues,
  refused: readonly Problem[],
): FieldProblems {
  const origins = workload.originsOf?.(values) ?? {};
  const problems: Record<string, string> = {};
  for (const problem of refused) {
    const { field: path } = problem;
    const origin = Object.keys(origins).find(
      (part) => path === part || (path.startsWith(part) && ".[".includes(path.charAt(part.length))),
    );
    const name = origin === undefined ? undefined : origins[origin];
    if (name !== undefined)
      problems[name] = [problems[name], `${say({ key: "problem", ...problem })}.`].filter(Boolean).join(" ");
  }
  return problems;
}
