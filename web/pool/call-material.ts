import { checkInputs } from "../core/job/job-definition.ts";
import { JobRefused } from "../core/job/problem.ts";
import { messageOf } from "../core/message-of.ts";
import { packAll } from "../core/values/packed.ts";
import { NotSerializable } from "./errors.ts";
import { readInputs, type ReadInputs } from "./inputs.ts";
import { kindOf } from "./kind-of.ts";
import { checkIterationOptions, checkTaskOptions } from "./known-options.ts";
import type { IterationOptions, TaskOptions } from "./pool-types.ts";
import { refusalOf } from "./refusal.ts";

/** All that a call hands over, as it was at the call: what its owner changes later reaches no task. */
export interface CallMaterial {
  readonly inputs: ReadInputs;
  /** Encoded; null for undefined. */
  readonly shared: Uint8Array | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly options: Omit<TaskOptions, "shared" | "files" | "transfer">;
}

/**
 * Reads a call, at once but for inputs that are a stream. `initialArguments`: of the initializer; undefined where there is none.
 *
 * @throws TypeError for options that are none, and what holds no inputs; NotSerializable for what cannot travel, by its place.
 */
export function readCall(
  inputs: unknown,
  { shared, files, transfer, ...options }: TaskOptions,
  initialArguments: readonly unknown[] | undefined,
): CallMaterial {
  const material: CallMaterial = {
    inputs: readPacked(inputs),
    shared: packShared(initialArguments === undefined ? shared : { initialArguments, shared }),
    files: readFiles(files ?? {}),
    options,
  };
  if (transfer !== undefined) giveUp(transfer);
  return material;
}

/** Detaches them: all, or none. @throws TypeError */
function giveUp(transfer: unknown): void {
  if (!Array.isArray(transfer)) throw new TypeError(`transfer must be a list of ArrayBuffers, got ${kindOf(transfer)}`);
  const at = transfer.findIndex((one) => !(one instanceof ArrayBuffer));
  if (at !== -1) throw new TypeError(`transfer[${at}] must be an ArrayBuffer, got ${kindOf(transfer[at])}`);
  try {
    structuredClone(null, { transfer });
  } catch (error) {
    throw new TypeError(`transfer: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws TypeError */
export function checkCallOptions(options: TaskOptions): void {
  checkTaskOptions(options);
  checkSignal(options);
}

/** @throws TypeError, RangeError */
export function checkIteration(options: IterationOptions): void {
  checkIterationOptions(options);
  checkSignal(options);
  const order: unknown = options.order;
  if (order === undefined || order === "index" || order === "completed") return;
  if (typeof order !== "string") throw new TypeError(`order must be "index" or "completed", got ${kindOf(order)}`);
  throw new RangeError(`order must be "index" or "completed", got "${order}"`);
}

function checkSignal(options: TaskOptions): void {
  const signal: unknown = options.signal;
  if (signal !== undefined && !isSignal(signal))
    throw new TypeError(`signal must be an AbortSignal, got ${kindOf(signal)}`);
}

export function isSignal(value: unknown): value is AbortSignal {
  return (
    typeof value === "object" &&
    value !== null &&
    "aborted" in value &&
    typeof value.aborted === "boolean" &&
    "addEventListener" in value &&
    typeof value.addEventListener === "function"
  );
}

function readPacked(inputs: unknown): ReadInputs {
  const read = readInputs(inputs);
  if (read.recipe.type !== "list") return read;
  try {
    return { recipe: checkInputs(read.recipe), source: null };
  } catch (error) {
    throw error instanceof JobRefused ? refusalOf(error) : error;
  }
}

function readFiles(files: unknown): ReadonlyMap<string, Uint8Array> {
  if (typeof files !== "object" || files === null || Array.isArray(files)) {
    throw new TypeError(`files must be an object of names, got ${Array.isArray(files) ? "a list" : kindOf(files)}`);
  }
  return new Map(Object.entries(files).map(([name, content]) => [name, bytesOf(name, content)]));
}

function bytesOf(name: string, content: unknown): Uint8Array {
  if (typeof content === "string") return new TextEncoder().encode(content);
  if (content instanceof Uint8Array) return content.slice();
  throw new TypeError(`files: ${name} must be bytes or a text`);
}

/** @throws NotSerializable */
function packShared(shared: unknown): Uint8Array | null {
  if (shared === undefined) return null;
  try {
    return packAll([shared]).bytes;
  } catch (error) {
    throw new NotSerializable(`shared: ${messageOf(error)}`, { cause: error });
  }
}
