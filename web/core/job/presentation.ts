import type { Fields } from "../fields.ts";
import { maxViewTypeLength } from "../wire/limits.ts";
import type { Inspection, Rule } from "./inspection.ts";
import { partKinds, type PartKind } from "./part-kind.ts";
import { maxTemplateLength, templateFlaw, type Template } from "./template.ts";

/** How a job's tasks and results are shown, as data: pages, logs and files need nothing else to put them in words. */
export interface Presentation {
  /** The picture of the results; every page has `table`, and shows the table for a type that it does not know. */
  readonly type: string;
  /** Puts an input in words: `8399`. null: the value itself. */
  readonly input: Template | null;
  /** Puts a task in words: `8399 * 8399`. null: the value of its input. */
  readonly task: Template | null;
  /** Puts a result in words, by parts of its value and of its input: `tile at {x}, {y}`. Without one: the value itself. */
  readonly result?: Template;
  /** Puts in words what `reduce` has made of the results. Without one: the value itself. */
  readonly reduced?: Template;
  /** How a volunteer draws each of its own results. Without one it draws none. */
  readonly part?: PartKind;
}

/** Values themselves, in the table. */
export const plainTable: Presentation = { type: "table", input: null, task: null };

/** Names that travel as they are in addresses and in files. */
export function tokenRule(longest: number): Rule<string> {
  return {
    allowed: { key: "token", most: longest },
    is: (value): value is string => typeof value === "string" && value.length <= longest && /^[a-z0-9-]+$/.test(value),
  };
}

const partRule: Rule<PartKind> = {
  allowed: { key: "choice", choices: partKinds },
  is: (value): value is PartKind => partKinds.some((kind) => kind === value),
};

const typeRule = tokenRule(maxViewTypeLength);

export function readPresentation(value: unknown, inspection: Inspection): Presentation {
  const fields = inspection.fields("view", value);
  if (fields === null) return plainTable;
  return {
    type: inspection.read(fields, "view.type", typeRule, plainTable.type),
    input: readTemplate("view.input", fields["input"], inspection),
    task: readTemplate("view.task", fields["task"], inspection),
    ...readOptional("result", fields, inspection),
    ...readOptional("reduced", fields, inspection),
    ...(fields["part"] === undefined ? {} : { part: inspection.read(fields, "view.part", partRule, "pixels") }),
  };
}

function readOptional(
  name: "result" | "reduced",
  fields: Fields,
  inspection: Inspection,
): Pick<Presentation, "result" | "reduced"> {
  const template = fields[name] === undefined ? null : readTemplate(`view.${name}`, fields[name], inspection);
  return template === null ? {} : { [name]: template };
}

function readTemplate(field: string, value: unknown, inspection: Inspection): Template | null {
  if (value === null) return null;
  if (typeof value !== "string" || value.length > maxTemplateLength) {
    inspection.noteWrong(field, { key: "template-or-nothing", most: maxTemplateLength }, value);
    return null;
  }
  const flaw = templateFlaw(value);
  if (flaw === null) return value;
  inspection.note(field, { key: "malformed-template", flaw });
  return null;
}
