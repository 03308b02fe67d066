import { VarintReader, varintRoom, writeVarint } from "./whole-numbers.ts";

/** `count` rows of `width` numbers from 0 to 2^32 - 1, column by column. */
export class Numbers {
  readonly width: number;
  readonly count: number;
  readonly #values: Uint32Array;

  constructor(width: number, count: number) {
    this.width = width;
    this.count = count;
    this.#values = new Uint32Array(width * count);
  }

  get(column: number, row: number): number {
    return this.#values[column * this.count + row] ?? 0;
  }

  set(column: number, row: number, value: number): void {
    this.#values[column * this.count + row] = value;
  }

  /** The largest number of the column; 0 without rows. */
  largest(column: number): number {
    let largest = 0;
    for (let row = 0; row < this.count; row += 1) largest = Math.max(largest, this.get(column, row));
    return largest;
  }

  fill(column: number, value: number): void {
    this.#values.fill(value, column * this.count, (column + 1) * this.count);
  }

  copy(from: number, to: number): void {
    this.#values.copyWithin(to * this.count, from * this.count, (from + 1) * this.count);
  }
}

/** How a column is written: each number, one for all, or (from `same` on) as a copy of column `mode - modes.same`. */
const modes = { each: 0, one: 1, same: 2 } as const;

function isConstant(numbers: Numbers, column: number): boolean {
  const first = numbers.get(column, 0);
  for (let row = 1; row < numbers.count; row += 1) if (numbers.get(column, row) !== first) return false;
  return true;
}

function isSame(numbers: Numbers, column: number, other: number): boolean {
  for (let row = 0; row < numbers.count; row += 1) {
    if (numbers.get(column, row) !== numbers.get(other, row)) return false;
  }
  return true;
}

function modeOf(numbers: Numbers, column: number): number {
  if (isConstant(numbers, column)) return modes.one;
  for (let other = 0; other < column; other += 1) if (isSame(numbers, column, other)) return modes.same + other;
  return modes.each;
}

/** The bytes of each column's mode and numbers. There must be at least one row. */
export function writeNumbers(numbers: Numbers): Uint8Array {
  const { width, count } = numbers;
  const bytes = new Uint8Array(varintRoom(width * (count + 1)));
  let at = 0;
  for (let column = 0; column < width; column += 1) {
    const mode = modeOf(numbers, column);
    at = writeVarint(mode, bytes, at);
    const told = mode === modes.each ? count : mode === modes.one ? 1 : 0;
    for (let row = 0; row < told; row += 1) at = writeVarint(numbers.get(column, row), bytes, at);
  }
  return bytes.subarray(0, at);
}

/** The numbers again; null if the bytes are not exactly `width` columns of `count` numbers. */
export function readNumbers(bytes: Uint8Array, width: number, count: number): Numbers | null {
  const reader = new VarintReader(bytes);
  const numbers = new Numbers(width, count);
  for (let column = 0; column < width; column += 1) {
    const mode = reader.next();
    if (mode === modes.each) {
      for (let row = 0; row < count; row += 1) {
        const value = reader.next();
        if (value === -1) return null;
        numbers.set(column, row, value);
      }
    } else if (mode === modes.one) {
      const value = reader.next();
      if (value === -1) return null;
      numbers.fill(column, value);
    } else {
      const other = mode - modes.same;
      if (other < 0 || other >= column) return null;
      numbers.copy(other, column);
    }
  }
  return reader.isAtEnd ? numbers : null;
}
