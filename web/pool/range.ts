import { kindOf } from "./kind-of.ts";

/**
 * Whole numbers from `start` up or down to before `stop`, as Python's `range`: none of them is kept. The function `range` makes it.
 *
 * @example
 * import { range } from "tabpool";
 *
 * const { start, stop, step, length } = range(10, 0, -3);
 * console.log(start, stop, step, length); // 10 0 -3 4
 */
export class Range implements Iterable<number> {
  /** The first number. */
  readonly start: number;
  /** The numbers end before this one. */
  readonly stop: number;
  /** From each number to the next one; below 0 for numbers that go down. */
  readonly step: number;
  /** How many numbers there are. */
  readonly length: number;

  /** @internal */
  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  /** The numbers, one after the other. */
  *[Symbol.iterator](): Generator<number, void> {
    for (let at = 0; at < this.length; at += 1) yield this.start + at * this.step;
  }
}

/**
 * Whole numbers from `start`, 0 where it is not said, up or down to before `stop`, each `step` from the one before: Python's `range`. Travels as
 * three numbers, however many it stands for.
 *
 * @throws TypeError for what is no number, RangeError for what is no whole number below 2^53, and for a step of 0.
 * @example
 * import { range } from "tabpool";
 *
 * console.log([...range(3)]); // [ 0, 1, 2 ]
 * console.log([...range(2, 10, 3)], range(2, 10, 3).length); // [ 2, 5, 8 ] 3
 */
export function range(stop: number): Range;
export function range(start: number, stop: number, step?: number): Range;
export function range(first: number, second?: number, step?: number): Range {
  if (second === undefined && step === undefined) return checkedRange(0, first, 1);
  return checkedRange(first, second, step ?? 1);
}

function checkedRange(start: unknown, stop: unknown, step: unknown): Range {
  const made = new Range(checkWhole("start", start), checkWhole("stop", stop), checkWhole("step", step));
  if (step === 0) throw new RangeError("range: step must not be 0");
  return made;
}

function checkWhole(name: string, value: unknown): number {
  if (typeof value !== "number") throw new TypeError(`range: ${name} must be a number, got ${kindOf(value)}`);
  if (!Number.isSafeInteger(value)) throw new RangeError(`range: ${name} must be a whole number, got ${value}`);
  return value;
}
