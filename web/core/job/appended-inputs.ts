import { messageOf } from "../message-of.ts";
import type { Packed } from "../values/format.ts";
import { unread } from "../values/glance.ts";
import { lookAtMost, openAt, valueAt, type OpenedValue } from "../values/packed.ts";
import type { InputSource } from "./input-source.ts";

/**
 * Bytes of inputs on record that a growing job keeps in memory all the same: somewhat more than its source is asked for in
 * advance (`wantedBytes`), so that no input is read back that was not asked for before.
 */
export const keptInputBytes = 10 * 1_024 * 1_024;

/** Bytes that a chunk takes beside its values: two arrays, and its place among the others. */
const chunkCostBytes = 512;

/** Inputs that came together. */
export interface InputChunk {
  readonly inputs: Packed;
  /** Places among them, in their order, at which a `SkippedInput` stands. */
  readonly skipped: Uint32Array;
}

/** Where the record of a growing job's inputs is read. */
export interface InputRecord {
  /** Bytes to be kept in memory of what is on record. */
  readonly keptBytes: number;
  /** The inputs that were put on record together, `nth` of all, from 0; null where they are not there. */
  readInputs(nth: number): Promise<Packed | null>;
  /** An input that was to be brought is there, or cannot be had: there is something else to look at. */
  noteArrival(): void;
}

/**
 * The inputs of a job that grows, in the chunks in which they came and are on record. A chunk stays in memory until it is on
 * record, and then as long as it is within the budget: those that will be asked for next stay longest. The others are read
 * back when a batch or a reader needs them.
 */
export class AppendedInputs implements InputSource {
  readonly #record: InputRecord;
  /** The index of each chunk's first input. */
  readonly #firsts: number[] = [];
  /** Chunks in memory, by their place among all, the one that came or was read first in front. */
  readonly #kept = new Map<number, Packed>();
  /** Chunks that are being read. */
  readonly #reading = new Map<number, Promise<Packed>>();
  /** Why chunks could not be read when they were last looked at. */
  readonly #problems = new Map<number, string>();
  /** Those that are no inputs, in their order. */
  readonly #skipped: number[];
  #total = 0;
  #bytes = 0;
  /** Chunks on record: the first ones. */
  #recorded = 0;
  /** Chunks that were let go, the first ones. */
  #gone = 0;
  /** Inputs that were asked for at least once, of the first ones. */
  #askedFor = 0;

  /** `counts`: of inputs that are on record already, how many in each chunk. `skipped`: those of them that are none. */
  constructor(record: InputRecord, counts: Iterable<number> = [], skipped: Iterable<number> = []) {
    this.#record = record;
    this.#skipped = [...skipped];
    for (const count of counts) this.#addChunk(count);
    this.#recorded = this.#firsts.length;
  }

  get total(): number {
    return this.#total;
  }

  /** Bytes of what is in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Nobody asks for the inputs before this one any more. They go, a chunk at a time. */
  letGo(before: number): void {
    for (; this.#gone < this.#firsts.length && this.#endOf(this.#gone) <= before; this.#gone += 1) {
      const inputs = this.#kept.get(this.#gone);
      if (inputs === undefined) continue;
      this.#kept.delete(this.#gone);
      this.#bytes -= costOf(inputs);
    }
  }

  append({ inputs, skipped }: InputChunk): void {
    const count = inputs.ends.length;
    if (count === 0) return;
    for (const at of skipped) this.#skipped.push(this.#total + at);
    this.#keep(this.#firsts.length, inputs);
    this.#addChunk(count);
  }

  /** The oldest chunk that was not on record is so now. */
  noteRecorded(): void {
    this.#recorded += 1;
    this.#dropSurplus();
  }

  load(indices: Uint32Array, areWanted = (): boolean => true): Promise<readonly unknown[]> | null {
    let isAtHand = true;
    let known = -1;
    for (const index of indices) {
      if (index >= this.#askedFor) this.#askedFor = index + 1;
      if (known !== -1 && this.#chunkHas(known, index)) continue;
      known = this.#chunkOf(index);
      isAtHand &&= this.#kept.has(known);
    }
    return isAtHand ? null : this.#bring(indices, areWanted);
  }

  read(indices: readonly number[]): Promise<readonly unknown[]> {
    return this.#bring(indices, () => true);
  }

  /** Chunk by chunk: what was read for one input may have to go again before the last one is there. */
  async #bring(indices: Iterable<number>, areWanted: () => boolean): Promise<readonly unknown[]> {
    const values: unknown[] = [];
    let chunk: { readonly nth: number; readonly inputs: Packed } | null = null;
    for (const index of indices) {
      if (chunk === null || !this.#chunkHas(chunk.nth, index)) {
        if (!areWanted()) throw new Error("they are not wanted any more");
        const nth = this.#chunkOf(index);
        chunk = { nth, inputs: this.#kept.get(nth) ?? (await this.#read(nth)) };
      }
      values.push(valueAt(chunk.inputs, index - (this.#firsts[chunk.nth] ?? 0)));
    }
    return values;
  }

  bring(index: number): Promise<unknown> | null {
    const nth = this.#chunkOf(index);
    if (this.#kept.has(nth)) return null;
    const reading = this.#read(nth);
    reading.then(
      () => this.#record.noteArrival(),
      () => this.#record.noteArrival(),
    );
    return reading;
  }

  at(index: number): unknown {
    const nth = this.#chunkOf(index);
    return valueAt(this.#atHand(nth), index - (this.#firsts[nth] ?? 0));
  }

  /** Copies inputs that follow each other in one chunk in one go. */
  packed(indices: Uint32Array, mostBytes: number): Packed {
    const runs: { from: Packed; start: number; end: number; next: number }[] = [];
    const ends = new Uint32Array(indices.length);
    let [count, total, known, first] = [0, 0, -1, 0];
    for (const index of indices) {
      if (known === -1 || !this.#chunkHas(known, index)) {
        known = this.#chunkOf(index);
        first = this.#firsts[known] ?? 0;
      }
      const from = this.#atHand(known);
      const [start, end] = [from.ends[index - first - 1] ?? 0, from.ends[index - first] ?? 0];
      if (count > 0 && total + end - start > mostBytes) break;
      total += end - start;
      ends[count] = total;
      count += 1;
      const run = runs.at(-1);
      if (run?.from === from && run.next === index) {
        run.end = end;
        run.next = index + 1;
      } else runs.push({ from, start, end, next: index + 1 });
    }
    return { ends: ends.subarray(0, count), bytes: bytesOf(runs, total, count === 1) };
  }

  look(index: number): unknown {
    const nth = this.#chunkOf(index);
    if (!this.#kept.has(nth) && !this.#problems.has(nth)) return unread;
    return lookAtMost(this.#atHand(nth), index - (this.#firsts[nth] ?? 0));
  }

  openAt(index: number): OpenedValue {
    const nth = this.#chunkOf(index);
    return openAt(this.#atHand(nth), index - (this.#firsts[nth] ?? 0));
  }

  /** @throws Error where it is not in memory. */
  #atHand(nth: number): Packed {
    const inputs = this.#kept.get(nth);
    if (inputs !== undefined) return inputs;
    throw new Error(this.#problems.get(nth) ?? `the inputs from ${this.#firsts[nth]} on are not read yet`);
  }

  /**
   * All inputs as one list, without those that were skipped. Rejects where one cannot be read. @throws RangeError where they
   * are too many bytes for one.
   */
  async toPacked(): Promise<Packed> {
    const chunks: Packed[] = [];
    const skipped = new Set(this.#skipped);
    for (const [nth, first] of this.#firsts.entries()) {
      const chunk = this.#kept.get(nth) ?? (await this.#read(nth));
      chunks.push(skipped.size === 0 ? chunk : without(chunk, (at) => skipped.has(first + at)));
    }
    return joined(chunks, this.#total - skipped.size);
  }

  #addChunk(count: number): void {
    this.#firsts.push(this.#total);
    this.#total += count;
  }

  #keep(nth: number, inputs: Packed): void {
    this.#kept.set(nth, inputs);
    this.#bytes += costOf(inputs);
    // A look finds it at least once, however large it is.
    this.#dropSurplus(nth);
  }

  /** One request for a chunk, however many want it. */
  #read(nth: number): Promise<Packed> {
    const known = this.#reading.get(nth);
    if (known !== undefined) return known;
    const reading = this.#readBack(nth).finally(() => this.#reading.delete(nth));
    this.#reading.set(nth, reading);
    return reading;
  }

  async #readBack(nth: number): Promise<Packed> {
    try {
      const inputs = await this.#record.readInputs(nth);
      const count = this.#endOf(nth) - (this.#firsts[nth] ?? 0);
      if (inputs === null) throw new Error("they are not on record");
      if (inputs.ends.length !== count) throw new Error(`${inputs.ends.length} are on record instead of ${count}`);
      this.#problems.delete(nth);
      this.#keep(nth, inputs);
      return inputs;
    } catch (error) {
      const problem = `the inputs from ${this.#firsts[nth]} on cannot be read back: ${messageOf(error)}`;
      this.#problems.set(nth, problem);
      throw new Error(problem, { cause: error });
    }
  }

  /** Those that were asked for go first, and then those that will be asked for last: each is read back once for its batches. */
  #dropSurplus(newest = -1): void {
    const mayGo = (nth: number): boolean => nth < this.#recorded && nth !== newest;
    if (this.#isOver) this.#drop(this.#kept.keys(), (nth) => mayGo(nth) && this.#endOf(nth) <= this.#askedFor);
    if (this.#isOver)
      this.#drop(
        [...this.#kept.keys()].toSorted((a, b) => b - a),
        mayGo,
      );
  }

  get #isOver(): boolean {
    return this.#bytes > this.#record.keptBytes;
  }

  #drop(chunks: Iterable<number>, mayGo: (nth: number) => boolean): void {
    for (const nth of chunks) {
      const inputs = this.#kept.get(nth);
      if (inputs === undefined || !mayGo(nth)) continue;
      this.#kept.delete(nth);
      this.#bytes -= costOf(inputs);
      if (!this.#isOver) return;
    }
  }

  /** The index behind the chunk's last input. */
  #endOf(nth: number): number {
    return this.#firsts[nth + 1] ?? this.#total;
  }

  #chunkHas(nth: number, index: number): boolean {
    return index >= (this.#firsts[nth] ?? 0) && index < this.#endOf(nth);
  }

  #chunkOf(index: number): number {
    if (!Number.isInteger(index) || index < 0 || index >= this.#total) {
      throw new RangeError(`there is no input ${index}: there are ${this.#total} so far`);
    }
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#firsts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

interface Run {
  readonly from: Packed;
  readonly start: number;
  readonly end: number;
}

function bytesOf(runs: readonly Run[], total: number, isOneAlone: boolean): Uint8Array {
  const [first] = runs;
  if (isOneAlone && first !== undefined) return first.from.bytes.subarray(first.start, first.end);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const { from, start, end } of runs) {
    bytes.set(from.bytes.subarray(start, end), at);
    at += end - start;
  }
  return bytes;
}

function costOf({ ends, bytes }: Packed): number {
  return ends.byteLength + bytes.byteLength + chunkCostBytes;
}

/** The chunk without those values; itself where there are none. */
function without(chunk: Packed, isLeftOut: (at: number) => boolean): Packed {
  const places = Array.from(chunk.ends.keys()).filter((at) => !isLeftOut(at));
  if (places.length === chunk.ends.length) return chunk;
  const startOf = (at: number): number => chunk.ends[at - 1] ?? 0;
  const endOf = (at: number): number => chunk.ends[at] ?? 0;
  const ends = new Uint32Array(places.length);
  const bytes = new Uint8Array(places.reduce((sum, at) => sum + endOf(at) - startOf(at), 0));
  let to = 0;
  for (const [nth, at] of places.entries()) {
    bytes.set(chunk.bytes.subarray(startOf(at), endOf(at)), to);
    to += endOf(at) - startOf(at);
    ends[nth] = to;
  }
  return { ends, bytes };
}

function joined(chunks: readonly Packed[], count: number): Packed {
  const [only, another] = chunks;
  if (only !== undefined && another === undefined) return only;
  const ends = new Uint32Array(count);
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0));
  let [nth, at] = [0, 0];
  for (const chunk of chunks) {
    for (const end of chunk.ends) {
      ends[nth] = at + end;
      nth += 1;
    }
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return { ends, bytes };
}
