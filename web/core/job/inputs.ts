import { threefry } from "./threefry.ts";

/** Where a job's inputs come from; small enough to journal, whatever the number of tasks. */
export type InputRecipe =
  /** `start`, `start + step`, … */
  | { readonly type: "range"; readonly start: number; readonly step: number; readonly count: number }
  /** Whole numbers, uniform between each column's ends (both included); one column gives numbers, several give tuples. */
  | {
      readonly type: "random";
      readonly seed: number;
      readonly count: number;
      readonly columns: readonly RandomColumn[];
    }
  | { readonly type: "list"; readonly values: readonly unknown[] }
  /** One string for each line of a text; a line end at the very end starts no further line. */
  | { readonly type: "lines"; readonly text: string };

interface RandomColumn {
  readonly smallest: number;
  readonly largest: number;
}

/** A job's inputs, read lazily and, for retries, more than once: the same index gives the same input. */
export interface InputSource {
  readonly total: number;
  /** @throws RangeError where `index` is no whole number from 0 to `total - 1`. */
  at(index: number): unknown;
}

/** @throws RangeError where the recipe cannot be followed; the message says which part is wrong. */
export function openInputs(recipe: InputRecipe): InputSource {
  switch (recipe.type) {
    case "range": {
      const { start, step, count } = recipe;
      if (!Number.isFinite(start)) throw new RangeError(`the start of a range must be a number, got ${start}`);
      if (!Number.isFinite(step)) throw new RangeError(`the step of a range must be a number, got ${step}`);
      const source = guarded(count, (index) => start + index * step);
      if (count > 0 && !Number.isFinite(start + (count - 1) * step)) {
        throw new RangeError("the last of a range must be a number, too: its step or its count is too large");
      }
      return source;
    }
    case "random":
      return guarded(recipe.count, randomReader(recipe.seed, recipe.columns));
    case "list": {
      const { values } = recipe;
      return guarded(values.length, (index) => values[index]);
    }
    case "lines":
      return openLines(recipe.text);
  }
}

function guarded(total: number, read: (index: number) => unknown): InputSource {
  if (!Number.isSafeInteger(total) || total < 0) {
    throw new RangeError(`the number of inputs must be a whole number from 0, got ${total}`);
  }
  return {
    total,
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= total) {
        throw new RangeError(`there is no input ${index}: inputs go from 0 to ${total - 1}`);
      }
      return read(index);
    },
  };
}

/** Half of the generator’s key; the same seed in more bits would be another one. */
const largestSeed = 0xffff_ffff;

function randomReader(seed: number, columns: readonly RandomColumn[]): (index: number) => unknown {
  if (!Number.isInteger(seed) || seed < 0 || seed > largestSeed) {
    throw new RangeError(`the seed must be a whole number from 0 to ${largestSeed}, got ${seed}`);
  }
  if (columns.length === 0) throw new RangeError("random inputs need a column at least");
  for (const { smallest, largest } of columns) {
    if (!Number.isSafeInteger(smallest) || !Number.isSafeInteger(largest) || smallest > largest) {
      throw new RangeError(
        `a random column goes from a whole number to one not smaller, got ${smallest} to ${largest}`,
      );
    }
    if (!Number.isSafeInteger(largest - smallest)) {
      throw new RangeError(`a random column spans at most 2^53 - 1, got ${smallest} to ${largest}`);
    }
  }
  const block = new Uint32Array(2);
  const drawAt = (index: number, column: number): number => {
    const { smallest, largest } = columns[column] ?? none;
    const span = largest - smallest + 1;
    if (span === 1) return smallest;
    threefry(seed, 0, index, column, block);
    return smallest + Math.floor(fraction(block) * span);
  };
  if (columns.length === 1) return (index) => drawAt(index, 0);
  return (index) => {
    const row: number[] = [];
    for (let column = 0; column < columns.length; column += 1) row.push(drawAt(index, column));
    return row;
  };
}

const none: RandomColumn = { smallest: 0, largest: 0 };

/** 53 random bits as a number from 0 to just below 1: of a span of n, no value is off its share by more than n / 2^53. */
function fraction(block: Uint32Array): number {
  return ((block[0] ?? 0) * 2 ** 21 + ((block[1] ?? 0) >>> 11)) / 2 ** 53;
}

function openLines(text: string): InputSource {
  const starts: number[] = [];
  for (let start = 0; start < text.length;) {
    starts.push(start);
    const end = text.indexOf("\n", start);
    start = end === -1 ? text.length : end + 1;
  }
  return guarded(starts.length, (index) => {
    const line = text.slice(starts[index], starts[index + 1] ?? text.length);
    return line.replace(/\r?\n$/, "");
  });
}
