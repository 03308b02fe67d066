import { maxViewTypeLength } from "../wire/limits.ts";
import type { Inspection, Rule } from "./inspection.ts";
import { maxTemplateLength, templateProblem, type Template } from "./template.ts";

/** How a job's tasks and results are shown, as data: pages, logs and files need nothing else to put them in words. */
export interface Presentation {
  /** The picture of the results; every page has `table`, and shows the table for a type that it does not know. */
  readonly type: string;
  /** Puts an input in words: `8399`. null: the value itself. */
  readonly input: Template | null;
  /** Puts a task in words: `8399 * 8399`. null: the value of its input. */
  readonly task: Template | null;
}

/** Values themselves, in the table. */
export const plainTable: Presentation = { type: "table", input: null, task: null };

/** Names that travel as they are in addresses and in files. */
export function tokenRule(longest: number): Rule<string> {
  return {
    allowed: `1 to ${longest} of a to z, 0 to 9 and -`,
    is: (value): value is string => typeof value === "string" && value.length <= longest && /^[a-z0-9-]+$/.test(value),
  };
}

const typeRule = tokenRule(maxViewTypeLength);

export function readPresentation(value: unknown, inspection: Inspection): Presentation {
  const fields = inspection.fields("view", value);
  if (fields === null) return plainTable;
  return {
    type: inspection.read(fields, "view.type", typeRule, plainTable.type),
    input: readTemplate("view.input", fields["input"], inspection),
    task: readTemplate("view.task", fields["task"], inspection),
  };
}

function readTemplate(field: string, value: unknown, inspection: Inspection): Template | null {
  if (value === null) return null;
  if (typeof value !== "string" || value.length > maxTemplateLength) {
    inspection.noteWrong(field, `a template of at most ${maxTemplateLength} characters, or null`, value);
    return null;
  }
  const wrong = templateProblem(value);
  if (wrong === null) return value;
  inspection.note(field, `must be a template as in “{0} and {name}”: ${wrong}`);
  return null;
}
