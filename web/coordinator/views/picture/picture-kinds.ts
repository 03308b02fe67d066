import { isFields } from "../../../core/fields.ts";
import type { Results } from "../../../room/results/results.ts";

/** A picture of one number of each result. */
export interface PictureKind {
  readonly title: string;
  /** What the numbers are called. */
  readonly numbers: string;
  /** Over the index of the tasks, or by how often they came. */
  readonly over: "index" | "frequency";
  /** The number of a result on record; null where it has none. */
  readonly numberOf: (results: Results, task: number) => number | null;
}

function valueOf(results: Results, task: number): number | null {
  const glanced = results.glanceAt(task);
  if (glanced?.type !== "value") return null;
  // Of an object it is the number that the object calls its value.
  const value = isFields(glanced.value) ? glanced.value["value"] : glanced.value;
  const number = typeof value === "bigint" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

function secondsOf(results: Results, task: number): number | null {
  return results.hasFailed(task) ? null : results.runtimeMs(task) / 1_000;
}

/** By the type of a job's view. Jobs of all other types have their table alone. */
export const pictureKinds: ReadonlyMap<string, PictureKind> = new Map([
  ["numbers", { title: "Values, task by task", numbers: "value", over: "index", numberOf: valueOf }],
  ["histogram", { title: "How often each value came", numbers: "value", over: "frequency", numberOf: valueOf }],
  ["runtimes", { title: "Runtimes, task by task", numbers: "seconds", over: "index", numberOf: secondsOf }],
]);
