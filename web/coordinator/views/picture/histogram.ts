/** Most bins that the numbers are told apart by. */
const mostBins = 64;

/** A bin's share of what a number can tell apart: a bin that is narrower would be lost in rounding. */
const finest = 2 ** -40;

/** The same of whole numbers: a bin that is narrower would have a number that cannot be counted up by one. */
const finestOfWhole = 2 ** -52;

/** Below it numbers have too few digits to be divided by. */
const narrowestOfAll = 2 ** -1022;

/** Numbers from `from` on and below `to`. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * How often numbers of each size came, without knowing their range before: a bin's width is a power of two, and doubles where
 * a number lies outside. Bins of whole numbers hold one each at the least.
 */
export class Histogram {
  #least = Infinity;
  #most = -Infinity;
  #areWhole = true;
  /** 0 while all numbers are the same. */
  #width = 0;
  /** By the bin's number: its beginning, divided by the width. */
  #counts = new Map<number, number>();
  #count = 0;

  add(number: number): void {
    if (this.#count > 0) this.#widenFor(number);
    this.#least = Math.min(this.#least, number);
    this.#most = Math.max(this.#most, number);
    this.#areWhole &&= Number.isInteger(number);
    this.#count += 1;
    if (this.#width > 0) this.#countIn(binOf(number, this.#width), 1);
  }

  /** Whether each bin holds one whole number, and nothing else. */
  get hasBinForEach(): boolean {
    return this.#areWhole && this.#width === 1;
  }

  /** From the least to the greatest, empty ones between them included. */
  *bins(): Generator<Bin> {
    if (this.#count === 0) return;
    if (this.#width === 0) {
      yield { from: this.#least, to: this.#least, count: this.#count };
      return;
    }
    const last = binOf(this.#most, this.#width);
    for (let bin = binOf(this.#least, this.#width); bin <= last; bin += 1) {
      yield { from: bin * this.#width, to: (bin + 1) * this.#width, count: this.#counts.get(bin) ?? 0 };
    }
  }

  #widenFor(number: number): void {
    const least = Math.min(this.#least, number);
    const most = Math.max(this.#most, number);
    if (least === most) return;
    const areWhole = this.#areWhole && Number.isInteger(number);
    const largest = Math.max(Math.abs(least), Math.abs(most));
    const narrowest = areWhole ? Math.max(1, largest * finestOfWhole) : Math.max(largest * finest, narrowestOfAll);
    // Divided first: the difference of two numbers may be larger than any number.
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(most / mostBins - least / mostBins, narrowest)));
    if (wanted <= this.#width) return;
    const [before, width] = [this.#counts, this.#width];
    this.#counts = new Map();
    this.#width = wanted;
    if (width === 0) this.#countIn(binOf(this.#least, wanted), this.#count);
    for (const [bin, count] of before) this.#countIn(binOf(bin, wanted / width), count);
  }

  #countIn(bin: number, more: number): void {
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + more);
  }
}

/** A tiny negative number belongs below zero, though its quotient may be rounded to zero. */
function binOf(number: number, width: number): number {
  const bin = Math.floor(number / width);
  return number < 0 ? Math.min(-1, bin) : bin;
}
