import { isFields } from "../../../core/fields.ts";
import { presetsOf, type FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { optionFields, optionPresets, type OptionTexts } from "../../option-fields.ts";
import { inputsOf, type FormInputs } from "./form-values.ts";

/** What is in a form of a workload and its options. */
export interface FormTexts {
  readonly inputs: FormInputs;
  readonly options: OptionTexts;
  /** The example that all of it still is; empty once something of it has been changed. */
  readonly from: string;
  /** Whether this browser keeps what is typed. */
  readonly isKept: boolean;
}

export interface FormPresets {
  readonly values: FieldValues;
  readonly options: OptionTexts;
  /** Whether a job of these values starts without a click: the form must show that one. */
  readonly startsByItself: boolean;
}

/**
 * What a form starts with: an address' values, else what this browser has kept, else the presets. A form that shows what an
 * address asks for keeps nothing: it would take the place of the person's own program.
 */
export function startingTexts(workload: Workload, { values, options, startsByItself }: FormPresets): FormTexts {
  const presets = presetsOf(workload.fields);
  const isPlain =
    Object.entries(presets).every(([name, preset]) => values[name] === preset) &&
    optionFields.every(({ name }) => options[name] === optionPresets[name]);
  const inputs = inputsOf(values);
  if (!hasProgram(workload) || !isPlain || startsByItself)
    return { inputs, options, from: isPlain ? firstExample(workload) : "", isKept: false };
  const kept = readKept(workload);
  const { from } = textsIn(kept, ["from"]);
  return {
    inputs: { ...inputs, ...textsIn(kept["inputs"], Object.keys(inputs)) },
    options: { ...options, ...textsIn(kept["options"], Object.keys(options)) },
    from: from ?? (kept["inputs"] === undefined ? firstExample(workload) : ""),
    isKept: true,
  };
}

/** Keeps what is typed for the next load of the page; not files, which are picked anew. */
export function keepDraft(workload: Workload, { inputs, options, from, isKept }: FormTexts): void {
  if (!isKept) return;
  try {
    localStorage.setItem(
      keyOf(workload),
      JSON.stringify({ inputs: textsIn(inputs, Object.keys(inputs)), options, from }),
    );
  } catch {
    // A full or forbidden storage: the text is still in the form.
  }
}

function firstExample({ examples = [] }: Workload): string {
  return examples[0]?.id ?? "";
}

/** A program is work that nobody wants to do twice; numbers of other forms are typed in a moment. */
function hasProgram({ fields }: Workload): boolean {
  return fields.some(({ kind }) => kind === "code");
}

function keyOf({ id }: Workload): string {
  return `tabpool-form-${id}`;
}

function readKept(workload: Workload): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workload)) ?? "null");
    return isFields(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** Those of the named members that are texts. */
function textsIn(from: unknown, names: readonly string[]): Readonly<Record<string, string>> {
  if (!isFields(from)) return {};
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = from[name];
      return typeof text === "string" ? [[name, text] as const] : [];
    }),
  );
}
