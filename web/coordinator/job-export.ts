import { openInputs } from "../core/job/inputs.ts";
import type { JobHistory } from "../journal/journal.ts";
import { findWorkload } from "../workloads/catalogue.ts";
import { shownValue } from "../workloads/shown-value.ts";
import type { Settled } from "./record.ts";
import { restoreJob } from "./restored-job.ts";

export type ExportFormat = "jsonl" | "csv";

/** Lines put together before they become part of a file: millions of small strings would fill the memory. */
const linesPerPart = 5_000;

const csvHeader = "task,input,state,result,runtime_ms,volunteer,attempts\r\n";

/** The results on record as a file's parts: JSON lines with the values themselves, or CSV with what the table shows. */
export function exportJob(history: JobHistory, format: ExportFormat): string[] {
  const { definition, volunteers } = history;
  const { record, records } = restoreJob(history);
  const inputs = openInputs(definition.inputs);
  const workload = findWorkload(definition.workload);
  const names = new Map<number, string>(volunteers.map(({ id, name }) => [id, name]));
  const parts: string[] = format === "csv" ? [csvHeader] : [];
  let lines: string[] = [];
  for (const [at, task] of records.indices.entries()) {
    const settled = record.settled(task);
    if (settled === null) continue;
    const input = inputs.at(task);
    const id = records.volunteers[at] ?? 0;
    const row = {
      task,
      input,
      runtimeMs: records.runtimesMs[at] ?? 0,
      volunteer: names.get(id) ?? `volunteer ${id}`,
      attempts: records.attempts[at] ?? 0,
    };
    if (format === "jsonl") lines.push(jsonLine(row, settled));
    else {
      const shownInput = workload?.describeInput(input) ?? shownValue(input);
      const shown = (value: unknown): string => workload?.describeResult(input, value) ?? shownValue(value);
      lines.push(csvLine(row, shownInput, settled, shown));
    }
    if (lines.length < linesPerPart) continue;
    parts.push(lines.join(""));
    lines = [];
  }
  parts.push(lines.join(""));
  return parts;
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
