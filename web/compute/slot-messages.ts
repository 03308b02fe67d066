import { isComputeTrouble } from "../core/compute-trouble.ts";
import { isConsoleLevel } from "../core/job/console-level.ts";
import { isFeature } from "../core/job/features.ts";
import { isOutcome } from "../core/job/job.ts";
import { isRequestLength } from "../core/objects/call-bounds.ts";
import type { Packed } from "../core/values/format.ts";
import { maxConsoleCharacters } from "../core/values/limits.ts";
import type { RunResults } from "./compute.ts";
import type { FrameReport, SlotMessage } from "./protocol.ts";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isDuration(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function ascends(ends: Uint32Array, limit: number): boolean {
  let before = 0;
  for (const end of ends) {
    if (end < before) return false;
    before = end;
  }
  return before === limit;
}

function parseColumns(value: unknown): Omit<RunResults, "values"> | null {
  if (!isRecord(value)) return null;
  const { run, first, outcomes, runtimesMs, busyMs } = value;
  if (!isCount(run) || !isCount(first) || !isDuration(busyMs)) return null;
  if (!(outcomes instanceof Uint8Array) || !(runtimesMs instanceof Float32Array)) return null;
  if (outcomes.length === 0 || runtimesMs.length !== outcomes.length) return null;
  if (!outcomes.every(isOutcome) || !runtimesMs.every(isDuration)) return null;
  return { run, first, outcomes, runtimesMs, busyMs };
}

function parsePacked(value: unknown): Packed | null {
  if (!isRecord(value)) return null;
  const { ends, bytes } = value;
  if (!(ends instanceof Uint32Array) || !(bytes instanceof Uint8Array)) return null;
  return ascends(ends, bytes.length) ? { ends, bytes } : null;
}

function parseResults(value: unknown): RunResults | null {
  const columns = parseColumns(value);
  if (columns === null || !isRecord(value)) return null;
  const values = parsePacked(value["values"]);
  return values?.ends.length === columns.outcomes.length ? { ...columns, values } : null;
}

function parseCalled({ run, position, call, received, request }: Record<string, unknown>): SlotMessage | null {
  if (!isCount(run) || !isCount(position) || !isCount(call) || !isCount(received)) return null;
  const packed = parsePacked(request);
  if (packed === null || !isRequestLength(packed.ends.length) || received >= call) return null;
  return { type: "called", run, position, call, received, request: packed };
}

function parseSaid({ run, position, level, text, dropped }: Record<string, unknown>): SlotMessage | null {
  if (!isCount(run) || !(position === null || isCount(position)) || !isConsoleLevel(level) || !isCount(dropped))
    return null;
  if (typeof text !== "string" || text.length > maxConsoleCharacters) return null;
  return { type: "said", run, position, level, text, dropped };
}

function parseProgressed({ run, position, part }: Record<string, unknown>): SlotMessage | null {
  if (!isCount(run) || !isCount(position) || typeof part !== "number" || !(part >= 0 && part <= 1)) return null;
  return { type: "progressed", run, position, part };
}

/**
 * The slot's message, or null if it has another shape. Checked in the frame and again in the page: task code shares the
 * Worker with the slot and can replace the built-ins that the slot makes its columns with.
 */
export function parseSlotMessage(value: unknown): SlotMessage | null {
  if (!isRecord(value)) return null;
  switch (value["type"]) {
    case "ready":
      return { type: "ready" };
    case "loaded":
      return isCount(value["run"]) ? { type: "loaded", run: value["run"] } : null;
    case "at": {
      const { run, position, exact } = value;
      if (!isCount(run) || !isCount(position) || typeof exact !== "boolean") return null;
      return { type: "at", run, position, exact };
    }
    case "said":
      return parseSaid(value);
    case "progressed":
      return parseProgressed(value);
    case "called":
      return parseCalled(value);
    case "retired":
      return { type: "retired" };
    case "results": {
      const results = parseResults(value["results"]);
      return results === null ? null : { type: "results", results };
    }
    case "brief-results": {
      const columns = parseColumns(value["columns"]);
      const { values } = value;
      return columns === null || !(values instanceof Uint8Array) ? null : { type: "brief-results", columns, values };
    }
    default:
      return null;
  }
}

/** The frame's report, or null if it has another shape. */
export function parseFrameReport(value: unknown): FrameReport | null {
  if (!isRecord(value)) return null;
  const { ping, stoodStillMs, open, features, failure, worker, trouble } = value;
  switch (value["type"]) {
    case "pong":
      return isCount(ping) && isDuration(stoodStillMs) ? { type: "pong", ping, stoodStillMs } : null;
    case "escapes-tried": {
      if (!Array.isArray(open) || !(failure === null || isComputeTrouble(failure))) return null;
      if (!Array.isArray(features) || !features.every(isFeature)) return null;
      return { type: "escapes-tried", open: open.map(String), features, failure };
    }
    case "worker-message": {
      const message = parseSlotMessage(value["message"]);
      return message === null || !isCount(worker) ? null : { type: "worker-message", worker, message };
    }
    case "worker-died":
      return isCount(worker) && isComputeTrouble(trouble) ? { type: "worker-died", worker, trouble } : null;
    default:
      return null;
  }
}
