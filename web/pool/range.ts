/** Whole numbers from `start` up or down to before `stop`, as Python's `range`: none of them is kept. */
export class Range implements Iterable<number> {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  /** How many there are. */
  readonly length: number;

  constructor(start: number, stop: number, step: number) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = Math.max(0, Math.ceil((stop - start) / step));
  }

  *[Symbol.iterator](): Generator<number, void> {
    for (let at = 0; at < this.length; at += 1) yield this.start + at * this.step;
  }
}

/**
 * `range(stop)`, `range(start, stop)` or `range(start, stop, step)`: whole numbers, `stop` left out. Travels as three numbers, however
 * many it stands for.
 *
 * @throws TypeError for what is no number, RangeError for what is no whole number below 2^53, and for a step of 0.
 * @example
 * Array.from(range(2, 10, 3)); // [2, 5, 8]
 */
export function range(stop: number): Range;
export function range(start: number, stop: number, step?: number): Range;
export function range(first: number, second?: number, step = 1): Range {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  for (const [name, value] of Object.entries({ start, stop, step })) checkWhole(name, value);
  if (step === 0) throw new RangeError("range: step must not be 0");
  return new Range(start, stop, step);
}

function checkWhole(name: string, value: unknown): void {
  if (typeof value !== "number") throw new TypeError(`range: ${name} must be a number, got ${typeof value}`);
  if (!Number.isSafeInteger(value)) throw new RangeError(`range: ${name} must be a whole number, got ${value}`);
}
