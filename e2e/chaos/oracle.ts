import type { InputRecipe } from "../../web/core/job/input-recipe.ts";
import { openInputs } from "../../web/core/job/inputs.ts";

/** The record of the only job of the only room of a browser. */
export interface JournaledJob {
  /** The task of each accepted result, in the order of the records. A task that is here twice was accepted twice. */
  readonly accepted: readonly number[];
  readonly failed: readonly number[];
  readonly inputs: InputRecipe;
}

/** The results of a run from four sources. */
export interface Evidence {
  readonly journal: JournaledJob;
  /** The rows of the task table, each by its cells. */
  readonly table: readonly (readonly string[])[];
  /** The page's export: a line for each task, with the words of the table. */
  readonly exported: readonly string[];
  /** The table after a reload of the page. */
  readonly reread: readonly (readonly string[])[];
}

/** The cells of a row that are the same in all sources. */
const cellsTold = 7;

const columns = ["task", "input", "result", "runtime", "volunteer", "attempts", "state", "arrival"] as const;

/** Checks that journal and table have each task of a job of squares once and right, and both the same. */
export function complaintsAbout({ journal, table, exported, reread }: Evidence, count: number): string[] {
  const shown = table.map((cells) => cells.slice(0, cellsTold).join(" | "));
  return [
    ...complaintsAboutJournal(journal, count),
    ...complaintsAboutTable(table, journal.inputs, count),
    ...differences(shown, exported, "in the table", "in the journal’s export"),
    ...differences(
      shown,
      reread.map((cells) => cells.slice(0, cellsTold).join(" | ")),
      "in the table",
      "in the table after a reload",
    ),
  ];
}

function complaintsAboutJournal({ accepted, failed }: JournaledJob, count: number): string[] {
  const complaints = failed.map((task) => `task ${task} failed`);
  if (accepted.length !== count) complaints.push(`${accepted.length} results are in the journal instead of ${count}`);
  const distinct = new Set(accepted);
  if (distinct.size !== accepted.length) {
    complaints.push(`${accepted.length - distinct.size} results are in the journal more than once`);
  }
  return complaints;
}

function complaintsAboutTable(table: Evidence["table"], inputs: InputRecipe, count: number): string[] {
  const complaints: string[] = [];
  if (table.length !== count) complaints.push(`${table.length} rows are in the table instead of ${count}`);
  const distinct = new Set(table.map(([task]) => task));
  if (distinct.size !== table.length) complaints.push(`${table.length - distinct.size} rows are in the table twice`);
  const source = openInputs(inputs);
  for (const [nth, cells] of table.entries()) {
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ""]));
    const known = source.at(Number(row["task"]));
    const n: unknown = Array.isArray(known) ? known[0] : known;
    const isRight = typeof n === "number" && row["input"] === String(n) && row["result"] === `${n} * ${n} = ${n * n}`;
    if (!isRight || row["state"] !== "done") {
      complaints.push(`task ${row["task"]} of ${row["input"]} is ${row["state"]} with “${row["result"]}”`);
    }
    if (Number(row["arrival"]?.replaceAll(",", "")) !== nth + 1) {
      complaints.push(`row ${nth + 1} arrived as number ${row["arrival"]}`);
    }
  }
  return complaints;
}

/** A few of the lines that only one side has. */
function differences(one: readonly string[], other: readonly string[], ofOne: string, ofOther: string): string[] {
  const [inOne, inOther] = [new Set(one), new Set(other)];
  const missing = [
    ...one.filter((line) => !inOther.has(line)).map((line) => `only ${ofOne}: ${line}`),
    ...other.filter((line) => !inOne.has(line)).map((line) => `only ${ofOther}: ${line}`),
  ];
  if (one.length !== other.length) missing.push(`${one.length} lines ${ofOne}, ${other.length} ${ofOther}`);
  return missing.slice(0, 6);
}
