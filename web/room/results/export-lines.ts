import { skippedWords, type SkippedWords } from "../../core/job/skipped-input.ts";
import { messageOf } from "../../core/message-of.ts";
import { openedBytes } from "../../core/values/glance.ts";
import { toJson, writingJson } from "../../core/values/json-writer.ts";
import { csvLine } from "./csv-line.ts";
import type { ReadableJob } from "./readable-job.ts";
import type { Result } from "./result.ts";

/** `json`: the lines of `jsonl` as one list. `excel`: as `csv`, with the mark by which Excel knows UTF-8. */
export type ExportFormat = "jsonl" | "json" | "csv" | "excel";

function isCsv(format: ExportFormat): boolean {
  return format === "csv" || format === "excel";
}

/** Put together before they become part of a file, which is a step: millions of small strings would fill the memory. */
const linesPerPart = 1_000;
const charactersPerPart = 1_000_000;

/** Looked at between two turns of the page: a few rows may be skipped among ten million tasks. */
const tasksPerStep = 10_000;

const byteOrderMark = "\uFEFF";

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
  "slot",
] as const;

/**
 * The results on record in the order of their arrival, as a file's parts: JSON or JSON Lines with the values themselves, or CSV. Gives a
 * promise where it waits for an input.
 */
export function* exporting(job: ReadableJob, format: ExportFormat): Generator<string | Promise<unknown>, void> {
  let lines: string[] = isCsv(format) ? [(format === "excel" ? byteOrderMark : "") + csvLine(columns)] : [];
  let characters = 0;
  const all = linesOf(job, format);
  for (const line of format === "json" ? asList(all) : all) {
    if (line === null || line instanceof Promise) {
      yield line ?? "";
      continue;
    }
    lines.push(line);
    characters += line.length;
    if (lines.length < linesPerPart && characters < charactersPerPart) continue;
    yield lines.join("");
    lines = [];
    characters = 0;
  }
  yield lines.join("");
}

/** Of one list: a comma goes between two lines, since JSON allows none behind the last. */
function* asList(lines: Iterable<Line>): Generator<Line> {
  let before = "[\n";
  for (const line of lines) {
    if (line === null || line instanceof Promise) {
      yield line;
      continue;
    }
    yield before + line.trimEnd();
    before = ",\n";
  }
  yield before === ",\n" ? "\n]\n" : "[]\n";
}

/** null for a step without a line. */
type Line = string | Promise<unknown> | null;

/** The results, and behind them the rows that were skipped. */
function* linesOf(job: ReadableJob, format: ExportFormat): Generator<Line> {
  for (const row of rowsOf(job)) {
    if (row instanceof Promise) {
      yield row;
      continue;
    }
    const written = job.results.bytesAt(row.task) > openedBytes ? yield* writingValue(row) : row;
    yield lineOf(written, isCsv(format) ? (found) => asCsv(found, format === "excel") : asJson);
  }
  for (const row of skippedRowsOf(job)) {
    if (row === null || row instanceof Promise) yield row;
    else yield isCsv(format) ? skippedAsCsv(row, format === "excel") : skippedAsJson(row);
  }
}

interface SkippedRow extends SkippedWords {
  readonly task: number;
}

function* skippedRowsOf({ inputs, results }: ReadableJob): Generator<SkippedRow | Promise<unknown> | null> {
  if (results.counts.skipped === 0) return;
  const { total } = results;
  for (let task = 0; task < total; task += 1) {
    if (task % tasksPerStep === tasksPerStep - 1) yield null;
    if (results.state(task) !== "skipped") continue;
    const brought = inputs.bring?.(task) ?? null;
    if (brought !== null) yield brought;
    yield { task, ...skippedRow(() => inputs.at(task)) };
  }
}

function skippedRow(read: () => unknown): SkippedWords {
  try {
    return skippedWords(read());
  } catch (error) {
    return { text: "", reason: `unreadable: ${messageOf(error)}` };
  }
}

function skippedAsJson({ task, text, reason }: SkippedRow): string {
  const input = toJson(text);
  return `{"task":${task},"input":${input},"inputData":${input},"state":"skipped","error":${toJson(reason)}}\n`;
}

function skippedAsCsv({ task, text, reason }: SkippedRow, isForExcel: boolean): string {
  const cells = [task, text, text, "skipped", "", reason];
  return csvLine([...cells, ...Array.from({ length: columns.length - cells.length }, () => "")], isForExcel);
}

/** A large value of many parts is written before its line is, in steps. */
function* writingValue(row: Row): Generator<null, Row> {
  const { outcome } = row;
  if (outcome.type !== "value" || typeof outcome.value !== "object") return row;
  try {
    const writing = writingJson(outcome.value);
    let step = writing.next();
    for (; step.done !== true; step = writing.next()) yield null;
    return { ...row, json: step.value };
  } catch (error) {
    return { ...row, outcome: { type: "unreadable", reason: messageOf(error) } };
  }
}

interface Row extends Result {
  /** As people see it. */
  readonly input: string;
  readonly inputData: unknown;
  /** The value's, where it is written already. */
  readonly json?: string;
}

/** A file of a job that runs has what is on record now: what comes meanwhile might go on for hours. */
function* rowsOf({ describer, inputs, results }: ReadableJob): Generator<Row | Promise<unknown>> {
  const { count } = results.arrivals;
  for (let nth = 0; nth < count; nth += 1) {
    const task = results.arrivals.taskAt(nth);
    const result = results.at(task);
    if (result === null) continue;
    const { outcome, volunteer, attempts, arrival, runtimeMs, startedMs, slot } = result;
    const brought = inputs.bring?.(task) ?? null;
    if (brought !== null) yield brought;
    yield {
      task,
      outcome,
      volunteer,
      attempts,
      arrival,
      ...inputOf(() => ({
        input: describer.describeInput(inputs.look(task)),
        inputData: inputs.at(task),
      })),
      runtimeMs: rounded(runtimeMs),
      startedMs: rounded(startedMs),
      slot,
    };
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

/** To a microsecond: runtimes are kept in 32 bits, and browsers' clocks tell no less. */
function rounded(milliseconds: number): number {
  return Math.round(1_000 * milliseconds) / 1_000;
}

/** A value that the browser has no text for, such as one longer than a text can be, costs no other its place in the file. */
function lineOf(row: Row, written: (row: Row) => string): string {
  try {
    return written(row);
  } catch (error) {
    const outcome = { type: "unreadable", reason: messageOf(error) } as const;
    return written({ ...row, inputData: undefined, outcome });
  }
}

/** The state of the task, then its value or its error. */
function asJson({ inputData, outcome, json, ...row }: Row): string {
  const came =
    outcome.type === "value"
      ? `"state":"done","value":${json ?? toJson(outcome.value)}`
      : outcome.type === "failed"
        ? `"state":"failed","error":${toJson(outcome.thrown)}`
        : `"state":"done","unreadable":${toJson(outcome.reason)}`;
  const { task, input, runtimeMs, volunteer, attempts, arrival, startedMs, slot } = row;
  const before = `"task":${task},"input":${toJson(input)},"inputData":${toJson(inputData)}`;
  const after = `"runtimeMs":${runtimeMs},"volunteer":${toJson(volunteer)},"attempts":${attempts}`;
  return `{${before},${came},${after},"arrival":${arrival},"startedMs":${startedMs},"slot":${slot}}\n`;
}

function asCsv({ task, input, inputData, outcome, json, ...row }: Row, isForExcel: boolean): string {
  const [state, value, error] =
    outcome.type === "value"
      ? ["done", json ?? cellOf(outcome.value), ""]
      : outcome.type === "failed"
        ? ["failed", "", `${outcome.error.name}: ${outcome.error.message}`]
        : ["done", "", `unreadable: ${outcome.reason}`];
  const { runtimeMs, volunteer, attempts, arrival, startedMs, slot } = row;
  const before = [task, input, cellOf(inputData), state, value, error];
  return csvLine([...before, runtimeMs, volunteer, attempts, arrival, startedMs, slot ?? ""], isForExcel);
}

/** Numbers and texts as they are, everything else as JSON. */
function cellOf(value: unknown): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  return typeof value === "bigint" ? String(value) : toJson(value);
}
