import { isFields } from "../../../core/fields.ts";
import type { Workload } from "../../../workloads/workload.ts";
import { inputTexts, optionTexts, type FormTexts } from "./kept-draft.ts";
import { storeText } from "./store-text.ts";

/** Characters of a kept job's name. */
export const maxKeptName = 80;

/** What a form was kept with: all but picked files. */
export type KeptTexts = Pick<FormTexts, "inputs" | "options">;

function prefixOf({ id }: Workload): string {
  return `tabpool-kept-${id}-`;
}

/** The names of all forms of the workload that this browser keeps, in the order of the alphabet. */
export function keptNames(workload: Workload): readonly string[] {
  const prefix = prefixOf(workload);
  try {
    const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? "");
    const names = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    return names.toSorted((a, b) => a.localeCompare(b));
  } catch {
    return [];
  }
}

/** Returns why it could not be kept, in a sentence; null where it was. Takes the place of one of the same name. */
export function keepForm(workload: Workload, name: string, { inputs, options }: KeptTexts): string | null {
  return storeText(prefixOf(workload) + name, JSON.stringify({ inputs: inputTexts(inputs), options }));
}

/** null where there is none of this name, or what is there cannot be read. */
export function readKeptForm(workload: Workload, name: string): KeptTexts | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(prefixOf(workload) + name) ?? "null");
    return isFields(kept) ? { inputs: inputTexts(kept["inputs"]), options: optionTexts(kept["options"]) } : null;
  } catch {
    return null;
  }
}

/** Returns why it could not be renamed; then the old one stays. */
export function renameKept(workload: Workload, from: string, to: string): string | null {
  try {
    const text = localStorage.getItem(prefixOf(workload) + from);
    if (text === null) return `“${from}” is not kept any more.`;
    // The old one goes first: a full storage has no room for both.
    localStorage.removeItem(prefixOf(workload) + from);
    const problem = storeText(prefixOf(workload) + to, text);
    if (problem !== null) localStorage.setItem(prefixOf(workload) + from, text);
    return problem;
  } catch {
    return "This browser does not let the page keep anything.";
  }
}

export function removeKept(workload: Workload, name: string): void {
  try {
    localStorage.removeItem(prefixOf(workload) + name);
  } catch {
    // A storage that is forbidden keeps nothing anyway.
  }
}
