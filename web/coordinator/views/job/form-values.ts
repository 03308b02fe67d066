import { parseWholeNumber } from "../../../words/whole-number.ts";
import type { FieldProblems, FieldValues, Workload } from "../../../workloads/workload.ts";

/** The text in each field, by the field's name. */
export type FormTexts = Readonly<Record<string, string>>;

export function textsOf(values: FieldValues): FormTexts {
  return Object.fromEntries(Object.entries(values).map(([name, number]) => [name, String(number)]));
}

export interface FormReading {
  /** Null while any field is wrong. */
  readonly values: FieldValues | null;
  readonly problems: FieldProblems;
}

/** Checks each field by itself; rules over several fields are checked only if each field is right. */
export function readForm(workload: Workload, texts: FormTexts): FormReading {
  const values: Record<string, number> = {};
  const problems: Record<string, string> = {};
  for (const field of workload.fields) {
    const number = parseWholeNumber(texts[field.name] ?? "", field);
    if (number.type === "value") values[field.name] = number.value;
    else problems[field.name] = number.problem;
  }
  const found = Object.keys(problems).length > 0 ? problems : workload.check(values);
  return { values: Object.keys(found).length > 0 ? null : values, problems: found };
}
