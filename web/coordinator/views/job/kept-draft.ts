import { isFields } from "../../../core/fields.ts";
import { presetsOf, type FieldValues } from "../../../workloads/field.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { optionFields, optionPresets, type OptionTexts } from "../../option-fields.ts";
import { inputsOf, type FormInputs } from "./form-values.ts";

/** What the form of a workload with a program starts with: an address' values, else those that this browser has kept, else the presets. */
export function startingInputs(workload: Workload, presets: FieldValues): FormInputs {
  const shown = inputsOf(presets);
  const plain = presetsOf(workload.fields);
  const isPlain = Object.entries(plain).every(([name, preset]) => presets[name] === preset);
  if (!isPlain || !isKept(workload)) return shown;
  const kept = readKept(workload)["inputs"];
  return isFields(kept) ? { ...shown, ...textsIn(kept, Object.keys(shown)) } : shown;
}

export function startingOptions(workload: Workload, presets: OptionTexts): OptionTexts {
  const isPlain = optionFields.every(({ name }) => presets[name] === optionPresets[name]);
  if (!isPlain || !isKept(workload)) return presets;
  const kept = readKept(workload)["options"];
  return isFields(kept)
    ? {
        ...presets,
        ...textsIn(
          kept,
          optionFields.map(({ name }) => name),
        ),
      }
    : presets;
}

/** Keeps what is typed for the next load of the page; not files, which are picked anew. */
export function keepDraft(workload: Workload, inputs: FormInputs, options: OptionTexts): void {
  if (!isKept(workload)) return;
  try {
    localStorage.setItem(keyOf(workload), JSON.stringify({ inputs: textsIn(inputs, Object.keys(inputs)), options }));
  } catch {
    // A full or forbidden storage: the text is still in the form.
  }
}

/** A program is work that nobody wants to do twice; numbers of other forms are typed in a moment. */
function isKept({ fields }: Workload): boolean {
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

/** Those of the named ones that are texts. */
function textsIn(from: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = from[name];
      return typeof text === "string" ? [[name, text] as const] : [];
    }),
  );
}
