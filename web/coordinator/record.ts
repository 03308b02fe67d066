import type { TaskFailure } from "../core/scheduler/effects.ts";
import type { ResultBlock, ThrownError } from "../core/job/job.ts";
import { valueAt } from "../core/wire/packed.ts";

/** What a committed task came to. */
export type Settled =
  | { readonly type: "value"; readonly value: unknown }
  /** The bytes that came are no value. */
  | { readonly type: "unreadable"; readonly reason: string }
  | { readonly type: "failed"; readonly error: ThrownError; readonly failure: TaskFailure };

/**
 * The results of one job on record: the encoded blocks as they arrived, and for each task where its value is (6 bytes a
 * task). A value is decoded where somebody looks.
 */
export class JobRecord {
  readonly #blocks: ResultBlock[] = [];
  /** Number of the block, counted from 1; 0 for none. */
  readonly #block: Uint32Array;
  readonly #position: Uint16Array;
  readonly #failures = new Map<number, TaskFailure>();

  constructor(total: number) {
    this.#block = new Uint32Array(total);
    this.#position = new Uint16Array(total);
  }

  /** `positions` of the block, or all of it, are the results of their tasks. */
  add(block: ResultBlock, positions: Uint32Array | null): void {
    const number = this.#blocks.push(block);
    const count = positions === null ? block.indices.length : positions.length;
    for (let at = 0; at < count; at += 1) {
      const position = positions === null ? at : (positions[at] ?? 0);
      const task = block.indices[position] ?? 0;
      this.#block[task] = number;
      this.#position[task] = position;
    }
  }

  addFailure(failure: TaskFailure): void {
    this.#failures.set(failure.task, failure);
  }

  has(task: number): boolean {
    return (this.#block[task] ?? 0) > 0 || this.#failures.has(task);
  }

  hasFailed(task: number): boolean {
    return this.#failures.has(task);
  }

  /** null while nothing of the task is on record. */
  settled(task: number): Settled | null {
    const failure = this.#failures.get(task);
    if (failure !== undefined) return { type: "failed", error: errorOf(failure), failure };
    const block = this.#blocks[(this.#block[task] ?? 0) - 1];
    if (block === undefined) return null;
    try {
      return { type: "value", value: valueAt(block.values, this.#position[task] ?? 0) };
    } catch (error) {
      return { type: "unreadable", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}

const lost: ThrownError = {
  name: "VolunteerLost",
  message: "every volunteer that had this task in hand died",
  stack: "",
};

/** The error of the last attempt that left one. */
function errorOf(failure: TaskFailure): ThrownError {
  const attempt = failure.history.findLast(({ outcome }) => outcome !== "lost");
  if (attempt === undefined) return lost;
  const { error } = attempt;
  try {
    return thrownError(valueAt({ ends: Uint32Array.of(error.length), bytes: error }, 0));
  } catch (reason) {
    return unreadable(reason);
  }
}

function unreadable(reason: unknown): ThrownError {
  return { name: "UnreadableError", message: String(reason), stack: "" };
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function thrownError(value: unknown): ThrownError {
  if (typeof value !== "object" || value === null) return unreadable("the volunteer sent no description of it");
  const fields = new Map<string, unknown>(Object.entries(value));
  return {
    name: textOr(fields.get("name"), "Error"),
    message: textOr(fields.get("message"), ""),
    stack: textOr(fields.get("stack"), ""),
  };
}
