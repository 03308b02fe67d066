import type { JobDefinition } from "../../core/job/job-definition.ts";
import { bringsValue, outcomes, type ResultBlock } from "../../core/job/job.ts";
import type { Packed } from "../../core/values/format.ts";
import { glanceAt, lookAt, Packer } from "../../core/values/packed.ts";
import { thrownError } from "../../core/values/thrown.ts";
import { bytesAt, encodedAt, type ValueColumn } from "../../core/values/value-column.ts";

/**
 * What is wrong with a task's value, as the end of a sentence; null where it may be the result. Called with whatever volunteers return, once
 * for each value that arrives. Of a large value that is no typed array only the beginning is given.
 */
export type FindWrong = (task: number, value: unknown) => string | null;

/** Finds how a job's values are checked, from nothing but its definition; null for a job of which any value may be a result. */
export type FindCheck = (definition: JobDefinition) => FindWrong | null;

export const anyValue: FindCheck = () => null;

/** The name of the error in place of a value that is wrong: with its message it reads `refused: it is no list of bytes of pixels`. */
export const refusedName = "refused";

/** Values of at most this many bytes are decoded whole, whatever they hold: that takes milliseconds. */
const wholeBytes = 64 * 1024;

/** Bytes that are no value at all are wrong as well. */
function wrongAt(values: ValueColumn, at: number, task: number, findWrong: FindWrong): string | null {
  try {
    if (bytesAt(values, at) > wholeBytes) {
      const beginning = glanceAt(values, at);
      if (!ArrayBuffer.isView(beginning)) return findWrong(task, beginning);
    }
    return findWrong(task, lookAt(values, at));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The block, with an error in place of each value that is wrong, as if its task had thrown it: so the attempt counts as failed before anything
 * is accepted. `refused` is given what is wrong with each. `counts`: whether the answer may count for the task; a value that cannot is not
 * looked at, nor a second one of the same task: each takes time to read.
 */
export function refuseWrongValues(
  block: ResultBlock,
  counts: (task: number) => boolean,
  findWrong: FindWrong,
  refused: (task: number, wrong: string) => void,
): ResultBlock {
  const { indices, outcomes: ended, values } = block;
  const errors = new Map<number, Uint8Array>();
  const packer = new Packer();
  const looked = new Set<number>();
  for (const [at, task] of indices.entries()) {
    if (!bringsValue(ended[at] ?? outcomes.threw) || looked.has(task) || !counts(task)) continue;
    looked.add(task);
    const message = wrongAt(values, at, task, findWrong);
    if (message === null) continue;
    refused(task, message);
    packer.appendError(thrownError(refusedName, message));
    errors.set(at, packer.take().bytes);
  }
  if (errors.size === 0) return block;
  return {
    ...block,
    outcomes: ended.map((outcome, at) => (errors.has(at) ? outcomes.threw : outcome)),
    values: withReplaced(values, indices.length, errors),
  };
}

/** A column of `count` values, with other encoded ones in some places. */
function withReplaced(values: ValueColumn, count: number, others: ReadonlyMap<number, Uint8Array>): Packed {
  const all = Array.from({ length: count }, (_, at) => others.get(at) ?? encodedAt(values, at));
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  const ends = all.map((encoded) => {
    bytes.set(encoded, end);
    end += encoded.length;
    return end;
  });
  return { ends: Uint32Array.from(ends), bytes };
}
