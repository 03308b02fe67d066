import { isFields } from "../../../core/fields.ts";
import { presetsOf, type FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { optionFields, optionPresets, type OptionTexts } from "../../option-fields.ts";
import { inputsOf, type FormInputs } from "./form-values.ts";
import { storeText } from "./store-text.ts";

/** What is in a form of a workload and its options. */
export interface FormTexts {
  readonly inputs: FormInputs;
  readonly options: OptionTexts;
  /** The example or the kept form that all of it still is, as `StartFrom` names it; empty once something has been changed. */
  readonly from: string;
  /** The name that it was kept under last, or that it began with; empty where it has none. */
  readonly name: string;
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
  const first = workload.examples?.[0]?.id ?? "";
  if (!hasProgram(workload) || !isPlain || startsByItself)
    return { inputs, options, from: isPlain ? first : "", name: "", isKept: false };
  const kept = readDraft(workload);
  const { from = kept === null ? first : "", name = "" } = textsIn(kept, ["from", "name"]);
  return {
    inputs: { ...inputs, ...textsIn(kept?.["inputs"], Object.keys(inputs)) },
    options: { ...options, ...optionTexts(kept?.["options"]) },
    from,
    name,
    isKept: true,
  };
}

/**
 * Keeps what is typed for the next load of the page; not files, which are picked anew. Returns why it could not, in a sentence; null
 * where it did, or where nothing is to be kept.
 */
export function keepDraft(workload: Workload, { inputs, options, from, name, isKept }: FormTexts): string | null {
  if (!isKept) return null;
  return storeText(draftKey(workload), JSON.stringify({ inputs: inputTexts(inputs), options, from, name }));
}

/** A program is work that nobody wants to do twice; numbers of other forms are typed in a moment. */
function hasProgram({ fields }: Workload): boolean {
  return fields.some(({ kind }) => kind === "code");
}

function draftKey({ id }: Workload): string {
  return `tabpool-form-${id}`;
}

function readDraft(workload: Workload): Readonly<Record<string, unknown>> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(draftKey(workload)) ?? "null");
    return isFields(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** All of a form's fields but files. */
export function inputTexts(inputs: unknown): Readonly<Record<string, string>> {
  return isFields(inputs) ? textsIn(inputs, Object.keys(inputs)) : {};
}

export function optionTexts(options: unknown): OptionTexts {
  return { ...optionPresets, ...textsIn(options, Object.keys(optionPresets)) };
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
