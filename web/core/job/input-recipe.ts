import type { Fields } from "../fields.ts";
import type { Packed } from "../values/format.ts";
import { isPacked } from "../values/value-column.ts";
import { readInputFile, type InputFile } from "./input-file.ts";
import { seedRule, wholeNumberRule, type Inspection, type Rule } from "./inspection.ts";

/** Where a job's inputs come from. Small enough to journal for any number of tasks. */
export type InputRecipe =
  /** `start`, `start + step`, …: exact whole numbers. */
  | { readonly type: "range"; readonly start: number; readonly step: number; readonly count: number }
  /** Whole numbers, uniform between each column's ends (both included); one column gives numbers, several give tuples. */
  | {
      readonly type: "random";
      readonly seed: number;
      readonly count: number;
      readonly columns: readonly RandomColumn[];
    }
  | { readonly type: "list"; readonly values: readonly unknown[] }
  /** A list as it travels: what its owner changes later gives no task another input, and a record keeps every value. */
  | { readonly type: "packed"; readonly values: Packed }
  /**
   * From a source beside the definition, one after the other: as many as there are. They are on record as they came. `file`:
   * the one that they are read from; without it they come from a program.
   */
  | { readonly type: "stream"; readonly file?: InputFile }
  /** From people, who add them while the job runs, until one of them seals it. They are on record as they came. */
  | { readonly type: "open" }
  /** One string for each line of a text; a line end at the very end starts no further line. */
  | { readonly type: "lines"; readonly text: string };

export interface RandomColumn {
  readonly smallest: number;
  readonly largest: number;
}

/**
 * The most tasks of one job. The coordinator's tab keeps 27 bytes for each beside its result, and browsers give a tab
 * some 4 GB; the wire could count forty times as many.
 */
export const maxTasks = 100_000_000;

/** Numbers of one tuple: each of them is drawn anew whenever its row is looked at. */
const maxColumns = 16;

const count = wholeNumberRule(0, maxTasks);

/** Beyond 2^53 a double skips whole numbers, and two inputs would be the same. */
const exact: Rule<number> = {
  allowed: { key: "exact-number" },
  is: (value): value is number => Number.isSafeInteger(value),
};

const list: Rule<readonly unknown[]> = {
  allowed: { key: "list" },
  is: (value): value is readonly unknown[] => Array.isArray(value),
};

const text: Rule<string> = {
  allowed: { key: "text", least: 0, most: null },
  is: (value): value is string => typeof value === "string",
};

const packed: Rule<Packed> = {
  allowed: { key: "encoded-values" },
  is: isPacked,
};

/** Those that people choose from: a list is packed on its way. */
export const inputTypes = ["range", "random", "list", "lines", "stream", "open"];

/** Whether the inputs come while the job runs: they are on record beside its definition, which has none of them. */
export function growsWith({ type }: InputRecipe): boolean {
  return type === "stream" || type === "open";
}

const noValues: Packed = { ends: new Uint32Array(), bytes: new Uint8Array() };

const nothing: InputRecipe = { type: "list", values: [] };

/**
 * Reads a recipe from any value and notes every problem with it; with a problem noted the recipe is of no use. The values of
 * a list are not checked.
 */
export function readRecipe(value: unknown, inspection: Inspection): InputRecipe {
  const fields = inspection.fields("inputs", value);
  if (fields === null) return nothing;
  switch (fields["type"]) {
    case "range":
      return readRange(fields, inspection);
    case "random":
      return {
        type: "random",
        seed: inspection.read(fields, "inputs.seed", seedRule, 0),
        count: inspection.read(fields, "inputs.count", count, 0),
        columns: readColumns(fields["columns"], inspection),
      };
    case "list":
      return { type: "list", values: inspection.read(fields, "inputs.values", list, []) };
    case "packed":
      return { type: "packed", values: inspection.read(fields, "inputs.values", packed, noValues) };
    case "lines":
      return { type: "lines", text: inspection.read(fields, "inputs.text", text, "") };
    case "stream":
      if (fields["file"] === undefined) return { type: "stream" };
      return { type: "stream", file: readInputFile("inputs.file", fields["file"], inspection) };
    case "open":
      return { type: "open" };
    default:
      inspection.noteWrong("inputs.type", { key: "choice", choices: inputTypes }, fields["type"]);
      return nothing;
  }
}

function readRange(fields: Fields, inspection: Inspection): InputRecipe {
  const start = inspection.read(fields, "inputs.start", exact, 0);
  const step = inspection.read(fields, "inputs.step", exact, 0);
  const total = inspection.read(fields, "inputs.count", count, 0);
  const way = Math.max(0, total - 1) * step;
  // Both are checked: a distance that was rounded would give other numbers, even if the last one is exact.
  if (!exact.is(way) || !exact.is(start + way)) {
    inspection.noteWrong("inputs", { key: "exact-range" }, start + way);
  }
  return { type: "range", start, step, count: total };
}

function readColumns(value: unknown, inspection: Inspection): readonly RandomColumn[] {
  if (list.is(value) && value.length > maxColumns) {
    inspection.note("inputs.columns", { key: "too-many", most: maxColumns, found: value.length });
    return [];
  }
  if (list.is(value) && value.length > 0) {
    return value.map((column, at) => readColumn(`inputs.columns[${at}]`, column, inspection));
  }
  inspection.noteWrong("inputs.columns", { key: "columns" }, value);
  return [];
}

function readColumn(field: string, value: unknown, inspection: Inspection): RandomColumn {
  const fields = inspection.fields(field, value);
  if (fields === null) return { smallest: 0, largest: 0 };
  const smallest = inspection.read(fields, `${field}.smallest`, exact, 0);
  const largest = inspection.read(fields, `${field}.largest`, exact, smallest);
  const ends = { from: smallest, to: largest };
  if (smallest > largest) inspection.note(field, { key: "goes-down", ...ends });
  else if (!exact.is(largest - smallest)) inspection.note(field, { key: "spans-too-far", ...ends });
  return { smallest, largest };
}
