import { fromJson } from "../../../core/values/json-reader.ts";

/** One settled task as a file of results has it. */
export interface FileRow {
  readonly task: number;
  /** As people saw it. */
  readonly input: string;
  readonly inputData: unknown;
  readonly came:
    | { readonly type: "value"; readonly value: unknown }
    | { readonly type: "unreadable"; readonly reason: string }
    | { readonly type: "failed"; readonly thrown: unknown };
  readonly runtimeMs: number;
  readonly volunteer: string;
  readonly attempts: number;
  readonly arrival: number;
  readonly startedMs: number;
}

/**
 * Takes back what `export-lines.ts` has written as JSON Lines, a line a step. Blank lines are read over.
 *
 * @throws TypeError at the first line that is no result, with its number and what is wrong.
 */
export function* readingResults(text: string): Generator<void, readonly FileRow[]> {
  const rows: FileRow[] = [];
  let number = 0;
  // Some editors put a byte-order mark in front.
  for (let start = text.startsWith("\uFEFF") ? 1 : 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    number += 1;
    if (line.trim() !== "") rows.push(rowOf(line, number));
    yield;
  }
  return rows;
}

function rowOf(line: string, number: number): FileRow {
  try {
    return row(JSON.parse(line));
  } catch (error) {
    throw new TypeError(`line ${number}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function row(json: unknown): FileRow {
  if (typeof json !== "object" || json === null) throw new TypeError("no object");
  const fields = new Map<string, unknown>(Object.entries(json));
  const number = (name: string): number => {
    const value = fields.get(name);
    if (typeof value !== "number") throw new TypeError(`"${name}" must be a number`);
    return value;
  };
  const text = (name: string): string => {
    const value = fields.get(name);
    if (typeof value !== "string") throw new TypeError(`"${name}" must be a text`);
    return value;
  };
  return {
    task: number("task"),
    input: text("input"),
    inputData: within("inputData", fields.get("inputData")),
    came: cameOf(fields, text),
    runtimeMs: number("runtimeMs"),
    volunteer: text("volunteer"),
    attempts: number("attempts"),
    arrival: number("arrival"),
    startedMs: number("startedMs"),
  };
}

function cameOf(fields: ReadonlyMap<string, unknown>, text: (name: string) => string): FileRow["came"] {
  const state = text("state");
  if (state === "failed" && fields.has("error")) {
    return { type: "failed", thrown: within("error", fields.get("error")) };
  }
  if (state === "done" && fields.has("value")) return { type: "value", value: within("value", fields.get("value")) };
  if (state === "done" && fields.has("unreadable")) return { type: "unreadable", reason: text("unreadable") };
  throw new TypeError(`a task that is "${state}" must have its value or its error`);
}

function within(name: string, json: unknown): unknown {
  try {
    return fromJson(json);
  } catch (error) {
    throw new TypeError(`${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
