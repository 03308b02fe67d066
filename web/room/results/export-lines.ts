import { messageOf } from "../../core/message-of.ts";
import { openInputs } from "../../core/job/inputs.ts";
import type { Tasks } from "../../core/scheduler/tasks.ts";
import { toJson } from "../../core/values/json-writer.ts";
import { cutWords, shownValue } from "../../core/values/shown-value.ts";
import type { JobDefinition } from "../../core/job/job-definition.ts";
import { findWorkload } from "../../workloads/catalogue.ts";
import { csvLine } from "./csv.ts";
import type { JobRecord, Parcel, Settled } from "./job-results.ts";

/** `excel`: as `csv`, with the mark by which Excel knows UTF-8. */
export type ExportFormat = "jsonl" | "csv" | "excel";

/** Put together before they become part of a file, which is a step: millions of small strings would fill the memory. */
const linesPerPart = 1_000;
const charactersPerPart = 1_000_000;

const byteOrderMark = "\uFEFF";

/** A job's settled tasks, from the record or as the page has them. */
export interface ExportedJob {
  readonly definition: JobDefinition;
  readonly record: JobRecord;
  readonly tasks: Tasks;
  readonly nameOf: (volunteer: number) => string;
}

/** Columns of both formats, in their order; `docs/values.md` says what each holds. */
const columns = [
  "task",
  "input",
  "inputData",
  "state",
  "value",
  "error",
  "runtimeMs",
  "volunteer",
  "attempts",
  "arrival",
  "startedMs",
] as const;

/**
 * In the order of their arrival as a file's parts: JSON Lines with the values themselves, or CSV. What arrives after it has
 * begun is left out.
 */
export function* exporting(job: ExportedJob, format: ExportFormat): Generator<string, void> {
  const isCsv = format !== "jsonl";
  let lines: string[] = isCsv ? [(format === "excel" ? byteOrderMark : "") + csvLine(columns)] : [];
  let characters = 0;
  for (const row of rowsOf(job)) {
    const line = lineOf(row, isCsv ? (found) => asCsv(found, format === "excel") : asJson);
    lines.push(line);
    characters += line.length;
    if (lines.length < linesPerPart && characters < charactersPerPart) continue;
    yield lines.join("");
    lines = [];
    characters = 0;
  }
  yield lines.join("");
}

interface Row {
  readonly task: number;
  /** As people see it. */
  readonly input: string;
  readonly inputData: unknown;
  readonly settled: Settled;
  readonly runtimeMs: number;
  readonly volunteer: string;
  readonly attempts: number;
  /** 1 for the first result on record. */
  readonly arrival: number;
  /** Since the job's start, by the coordinator's clock. */
  readonly startedMs: number;
}

function* rowsOf({ definition, record, tasks, nameOf }: ExportedJob): Generator<Row> {
  const inputs = openInputs(definition.inputs);
  const workload = findWorkload(definition.workload);
  for (const parcel of record.parcels()) {
    const { first, end } = parcel;
    const started = startsOf(parcel, record, tasks);
    for (let nth = first; nth < end; nth += 1) {
      const task = record.arrivals.taskAt(nth);
      const settled = record.settled(task);
      if (settled === null) continue;
      yield {
        task,
        ...inputOf(() => ({
          input: cutWords(workload?.describeInput(inputs.look(task)) ?? shownValue(inputs.look(task))),
          inputData: inputs.at(task),
        })),
        settled,
        runtimeMs: rounded(tasks.runtimeMs(task)),
        volunteer: nameOf(tasks.volunteer(task)),
        attempts: tasks.attempts(task),
        arrival: nth + 1,
        startedMs: rounded(started[nth - first] ?? 0),
      };
    }
  }
}

type Input = Pick<Row, "input" | "inputData">;

/** An input that cannot be read any more costs no result its place in the file. */
function inputOf(read: () => Input): Input {
  try {
    return read();
  } catch (error) {
    return { input: `unreadable: ${messageOf(error)}`, inputData: undefined };
  }
}

/**
 * When each task of a parcel began: one slot has computed them, one after the other, and sent them when the last was done.
 * So it is when the parcel came, less their own runtimes: late by its time on the way.
 */
function startsOf({ first, end, elapsedMs }: Parcel, record: JobRecord, tasks: Tasks): Float64Array {
  const starts = new Float64Array(end - first);
  let at = elapsedMs;
  for (let nth = end - 1; nth >= first; nth -= 1) {
    at -= tasks.runtimeMs(record.arrivals.taskAt(nth));
    starts[nth - first] = Math.max(0, at);
  }
  return starts;
}

/** To a microsecond: runtimes are kept in 32 bits, and browsers' clocks tell no less. */
function rounded(milliseconds: number): number {
  return Math.round(1_000 * milliseconds) / 1_000;
}

/** A value that the browser has no text for, such as one longer than a text can be, costs no other its place in the file. */
function lineOf(row: Row, written: (row: Row) => string): string {
  try {
    return written(row);
  } catch (error) {
    const settled = { type: "unreadable", reason: messageOf(error) } as const;
    return written({ ...row, inputData: undefined, settled });
  }
}

/** The state of the task, then its value or its error. */
function asJson({ inputData, settled, ...row }: Row): string {
  const came =
    settled.type === "value"
      ? `"state":"done","value":${toJson(settled.value)}`
      : settled.type === "failed"
        ? `"state":"failed","error":${toJson(settled.thrown)}`
        : `"state":"done","unreadable":${toJson(settled.reason)}`;
  const { task, input, runtimeMs, volunteer, attempts, arrival, startedMs } = row;
  const before = `"task":${task},"input":${toJson(input)},"inputData":${toJson(inputData)}`;
  const after = `"runtimeMs":${runtimeMs},"volunteer":${toJson(volunteer)},"attempts":${attempts}`;
  return `{${before},${came},${after},"arrival":${arrival},"startedMs":${startedMs}}\n`;
}

function asCsv({ task, input, inputData, settled, ...row }: Row, isForExcel: boolean): string {
  const [state, value, error] =
    settled.type === "value"
      ? ["done", cellOf(settled.value), ""]
      : settled.type === "failed"
        ? ["failed", "", `${settled.error.name}: ${settled.error.message}`]
        : ["done", "", `unreadable: ${settled.reason}`];
  const { runtimeMs, volunteer, attempts, arrival, startedMs } = row;
  const before = [task, input, cellOf(inputData), state, value, error];
  return csvLine([...before, runtimeMs, volunteer, attempts, arrival, startedMs], isForExcel);
}

/** Numbers and texts as they are, everything else as JSON. */
function cellOf(value: unknown): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  return typeof value === "bigint" ? String(value) : toJson(value);
}
