import { openInputs } from "../core/job/inputs.ts";
import type { Tasks } from "../core/scheduler/tasks.ts";
import type { JobDefinition } from "../journal/journal.ts";
import { saveFile } from "../ui/save-file.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import { shownValue } from "../workloads/shown-value.ts";
import type { JobRecord, Settled } from "./record.ts";
import { inSlices } from "./time-slices.ts";

export type ExportFormat = "jsonl" | "csv";

const fileTypes: Readonly<Record<ExportFormat, string>> = {
  jsonl: "application/jsonl",
  csv: "text/csv",
};

/** Lines put together before they become part of a file, which is a step: millions of small strings would fill the memory. */
const linesPerPart = 1_000;

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
 * arrives after the first part is left out.
 */
export function* exporting(
  { definition, record, tasks, nameOf }: ExportedJob,
  format: ExportFormat,
): Generator<string, void> {
  const inputs = openInputs(definition.inputs);
  const workload = findWorkload(definition.workload);
  const { count } = record.arrivals;
  let lines: string[] = format === "csv" ? [csvHeader] : [];
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
    if (format === "jsonl") lines.push(jsonLine(row, settled));
    else {
      const shownInput = workload?.describeInput(input) ?? shownValue(input);
      const shown = (value: unknown): string => workload?.describeResult(input, value) ?? shownValue(value);
      lines.push(csvLine(row, shownInput, settled, shown));
    }
    if (lines.length < linesPerPart) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

/** The browser keeps each part as soon as it is there: all of them at once would hold up the page. */
function* keeping(parts: Iterable<string>): Generator<void, Blob[]> {
  const kept: Blob[] = [];
  for (const part of parts) {
    kept.push(new Blob([part]));
    yield;
  }
  return kept;
}

/** Hands the person the file when it is ready; `place` names the job: `VYL37S-2`. */
export async function saveJob(job: ExportedJob, place: string, format: ExportFormat): Promise<void> {
  const parts = await inSlices(keeping(exporting(job, format)));
  saveFile(`tabpool-${job.definition.workload}-${place}.${format}`, fileTypes[format], parts);
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
