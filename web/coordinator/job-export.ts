import { openInputs } from "../core/job/inputs.ts";
import type { Tasks } from "../core/scheduler/tasks.ts";
import type { JobDefinition } from "../journal/journal.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import { shownValue } from "../workloads/shown-value.ts";
import type { JobRecord, Settled } from "./record.ts";

/** `excel`: CSV that begins with a byte-order mark, without which Excel takes it for another encoding than UTF-8. */
export type ExportFormat = "jsonl" | "csv" | "excel";

/** Put together before they become part of a file, which is a step: millions of small strings would fill the memory. */
const linesPerPart = 1_000;
const charactersPerPart = 1_000_000;

const byteOrderMark = "\u{feff}";
const csvHeader = "task,input,state,result,runtime_ms,volunteer,attempts\r\n";

/** A job's settled tasks, from the record or as the page has them. */
export interface ExportedJob {
  readonly definition: JobDefinition;
  readonly record: JobRecord;
  readonly tasks: Tasks;
  readonly nameOf: (volunteer: number) => string;
}

/**
 * In the order of their arrival as a file's parts: JSON lines with the values themselves, or CSV with what the table shows. What
 * arrives after it has begun is left out.
 */
export function* exporting(
  { definition, record, tasks, nameOf }: ExportedJob,
  format: ExportFormat,
): Generator<string, void> {
  const inputs = openInputs(definition.inputs);
  const workload = findWorkload(definition.workload);
  const { count } = record.arrivals;
  let lines: string[] = format === "jsonl" ? [] : [format === "excel" ? byteOrderMark + csvHeader : csvHeader];
  let characters = 0;
  for (let nth = 0; nth < count; nth += 1) {
    const task = record.arrivals.taskAt(nth);
    const settled = record.settled(task);
    if (settled === null) continue;
    const input = inputs.at(task);
    const row = {
      task,
      input,
      runtimeMs: tasks.runtimeMs(task),
      volunteer: nameOf(tasks.volunteer(task)),
      attempts: tasks.attempts(task),
    };
    const inFormat = (came: Settled): string => {
      if (format === "jsonl") return jsonLine(row, came);
      const shownInput = workload?.describeInput(input) ?? shownValue(input);
      const shown = (value: unknown): string => workload?.describeResult(input, value) ?? shownValue(value);
      return csvLine(row, shownInput, came, shown);
    };
    const line = lineOf(settled, inFormat);
    lines.push(line);
    characters += line.length;
    if (lines.length < linesPerPart && characters < charactersPerPart) continue;
    yield lines.join("");
    lines = [];
    characters = 0;
  }
  yield lines.join("");
}

/** A value that the browser has no text for, such as one longer than a text can be, costs no other its place in the file. */
function lineOf(settled: Settled, inFormat: (settled: Settled) => string): string {
  try {
    return inFormat(settled);
  } catch (error) {
    return inFormat({ type: "unreadable", reason: error instanceof Error ? error.message : String(error) });
  }
}

interface Row {
  readonly task: number;
  readonly input: unknown;
  readonly runtimeMs: number;
  readonly volunteer: string;
  readonly attempts: number;
}

function jsonLine({ task, input, runtimeMs, volunteer, attempts }: Row, settled: Settled): string {
  const came =
    settled.type === "value"
      ? { state: "done", value: settled.value }
      : settled.type === "failed"
        ? { state: "failed", error: settled.error }
        : { state: "done", unreadable: settled.reason };
  return `${JSON.stringify({ task, input, ...came, runtimeMs, volunteer, attempts }, withWords)}\n`;
}

/** What JSON has no word for is written as text. */
function withWords(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function csvLine(row: Row, input: string, settled: Settled, shown: (value: unknown) => string): string {
  const [state, result] =
    settled.type === "value"
      ? ["done", shown(settled.value)]
      : settled.type === "failed"
        ? ["failed", `${settled.error.name}: ${settled.error.message}`]
        : ["done", `unreadable: ${settled.reason}`];
  const cells = [row.task, input, state, result, row.runtimeMs, row.volunteer, row.attempts];
  return `${cells.map((cell) => csvCell(cell)).join(",")}\r\n`;
}

/**
 * Quoted where RFC 4180 asks for it. Text that a spreadsheet would take for a formula gets an apostrophe: results and
 * names come from strangers.
 */
function csvCell(cell: string | number): string {
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
