import type { Packed } from "../../core/values/format.ts";
import { glanceAt, lookAt, openAt, valueAt, type OpenedValue } from "../../core/values/packed.ts";
import {
  byteLengthOf,
  bytesAt,
  countOf,
  encodedAt,
  keptColumn,
  packedOf,
  type ValueColumn,
} from "../../core/values/value-column.ts";

/** Blocks of at least this many bytes, or values, get a page of their own: what a page costs is little beside them. */
const ownPageBytes = 32 * 1024;
const ownPageValues = 1_024;
const pageBytes = 64 * 1024;
const pageValues = 4096;

/** The page that small blocks are gathered in: one result at a time would cost more memory around it than in it. */
interface OpenPage {
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  count: number;
}

/**
 * Encoded values in the order in which they were added, 4 bytes beside each; decoded when they are read.
 * Blocks must be sound: their ends ascend to the length of their bytes.
 */
export class ArrivedValues {
  readonly #pages: ValueColumn[] = [];
  /** The number of each page's first value. */
  readonly #firsts: number[] = [];
  #sealed = 0;
  #open: OpenPage | null = null;

  get length(): number {
    return this.#sealed + (this.#open?.count ?? 0);
  }

  /** Nobody reads the values before this one any more. They go, a page at a time. */
  letGo(before: number): void {
    let pages = 0;
    while ((this.#firsts[pages + 1] ?? this.#sealed) <= before && pages < this.#pages.length) pages += 1;
    this.#pages.splice(0, pages);
    this.#firsts.splice(0, pages);
  }

  add(values: ValueColumn): void {
    const count = countOf(values);
    if (count >= ownPageValues || byteLengthOf(values) >= ownPageBytes) {
      this.#seal();
      this.#keep(keptColumn(values), count);
      return;
    }
    if (count > 0) this.#append(packedOf(values), 0, count);
  }

  /** Only these of the block. */
  addSome(values: ValueColumn, positions: Uint32Array): void {
    const packed = packedOf(values);
    for (const position of positions) this.#append(packed, position, position + 1);
  }

  /** Takes a place in the order and holds nothing. */
  addNothing(): void {
    const page = this.#room(1, 0);
    page.ends[page.count] = page.ends[page.count - 1] ?? 0;
    page.count += 1;
  }

  /** To be looked at, as by `lookAt`. @throws what that throws. */
  at(nth: number): unknown {
    const { values, place } = this.#find(nth);
    return lookAt(values, place);
  }

  /** As `at`, with memory of its own. @throws what `valueAt` throws. */
  copyAt(nth: number): unknown {
    const { values, place } = this.#find(nth);
    return valueAt(values, place);
  }

  /** Bytes of the value; 0 for those of one shape, which are short. */
  bytesAt(nth: number): number {
    const { values, place } = this.#find(nth);
    return bytesAt(values, place);
  }

  /** Its bytes, which are part of a larger buffer. */
  encodedAt(nth: number): Uint8Array {
    const { values, place } = this.#find(nth);
    return encodedAt(values, place);
  }

  /** No more of it than people are shown. @throws what `glanceAt` throws. */
  glanceAt(nth: number): unknown {
    const { values, place } = this.#find(nth);
    return glanceAt(values, place);
  }

  /** No more of it than a person sees who has opened it. @throws what `openAt` throws. */
  openAt(nth: number): OpenedValue {
    const { values, place } = this.#find(nth);
    return openAt(values, place);
  }

  #find(nth: number): { readonly values: ValueColumn; readonly place: number } {
    if (nth >= this.length || nth < (this.#firsts[0] ?? this.#sealed)) {
      throw new RangeError(`There is no value ${nth} among ${this.length}`);
    }
    const page = this.#pageOf(nth);
    const values = nth < this.#sealed ? this.#pages[page] : undefined;
    if (values === undefined) return { values: this.#open ?? noPage, place: nth - this.#sealed };
    return { values, place: nth - (this.#firsts[page] ?? 0) };
  }

  /** The last page that begins at or before the value. */
  #pageOf(nth: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= nth) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #append({ ends, bytes }: Packed, from: number, to: number): void {
    const start = ends[from - 1] ?? 0;
    const end = ends[to - 1] ?? start;
    const page = this.#room(to - from, end - start);
    const at = page.ends[page.count - 1] ?? 0;
    page.bytes.set(bytes.subarray(start, end), at);
    for (let i = from; i < to; i += 1) {
      page.ends[page.count] = at + (ends[i] ?? end) - start;
      page.count += 1;
    }
  }

  /** The open page, if it has room, or a new one. */
  #room(values: number, bytes: number): OpenPage {
    const open = this.#open;
    if (open !== null) {
      const used = open.ends[open.count - 1] ?? 0;
      if (open.count + values <= open.ends.length && used + bytes <= open.bytes.length) return open;
      this.#seal();
    }
    const page = { ends: new Uint32Array(pageValues), bytes: new Uint8Array(Math.max(pageBytes, bytes)), count: 0 };
    this.#open = page;
    return page;
  }

  #seal(): void {
    if (this.#open === null) return;
    const { ends, bytes, count } = this.#open;
    this.#open = null;
    if (count > 0) this.#keep({ ends: ends.slice(0, count), bytes: bytes.slice(0, ends[count - 1]) }, count);
  }

  #keep(page: ValueColumn, count: number): void {
    this.#pages.push(page);
    this.#firsts.push(this.#sealed);
    this.#sealed += count;
  }
}

const noPage: Packed = { ends: new Uint32Array(0), bytes: new Uint8Array(0) };
