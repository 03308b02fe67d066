import type { ThrownError } from "../job/job.ts";
import { MetBuffers } from "./buffers.ts";
import { ByteSink } from "./byte-sink.ts";
import { errorOf } from "./construct.ts";
import { extensions, type Packed } from "./format.ts";
import { maxThrownBytes, maxValueBytes } from "./limits.ts";
import { bytesIn } from "./bytes-in.ts";
import { glancedBytes, openedBytes, openedGlance, openedTextGlance, shownGlance, type Glance } from "./glance.ts";
import { ValueReader } from "./reader.ts";
import { ShapedValues } from "./shaped-values.ts";
import { bytesAt, packedOf, type ValueColumn } from "./value-column.ts";
import { maxSmallBytes, notSmall, readSmall, writeSmall } from "./small-values.ts";
import { cutLikeStack, errorTexts, isError, thrownError } from "./thrown.ts";
import { culpritOf, ValueWriter, type Describe } from "./writer.ts";

const firstBytes = 16 * 1024;
const firstEnds = 256;

/** A buffer above this is dropped after `take`: one large value must not hold memory for ever. */
const keptBytes = 4 * 1024 * 1024;

/** Replaces the addresses in an error's stack by names that people know. */
export type Readable = (stack: string) => string;

/** Puts values one after the other into a buffer that is used again after each `take`. */
export class Packer {
  #sink = new ByteSink(firstBytes);
  #ends = new Uint32Array(firstEnds);
  #count = 0;

  /** Values appended since the last `take`. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of those values. */
  get byteLength(): number {
    return this.#sink.at;
  }

  /**
   * Appends the value, or nothing.
   *
   * @throws TypeError if the value cannot travel. The message names the place in the value; the cause is what a getter threw.
   */
  append(value: unknown, readable: Readable = String): void {
    const sink = this.#sink;
    sink.reserve(maxSmallBytes);
    const end = writeSmall(value, sink.bytes, sink.at);
    if (end !== -1) {
      sink.at = end;
      this.#note();
      return;
    }
    const describe: Describe = (error) => {
      const texts = errorTexts(error);
      return { ...texts, stack: readable(texts.stack) };
    };
    try {
      this.#write(value, describe, false, maxValueBytes);
    } catch (error) {
      sink.undo();
      throw refusalOf(error);
    }
    this.#note();
  }

  /** Appends what a task has thrown. Parts that cannot travel or are too long are left out: the value itself never is. */
  appendThrown(thrown: unknown, readable: Readable): void {
    const describe: Describe = (error) => {
      const { name, message, stack } = errorTexts(error);
      return thrownError(name, message, readable(stack));
    };
    try {
      this.#write(thrown, describe, true, maxThrownBytes);
      this.#note();
    } catch (error) {
      this.#sink.undo();
      const leftOut = culpritOf(error).sentence;
      if (isError(thrown)) this.appendError(describe(thrown), `The rest of the error was left out: ${leftOut}`);
      else this.appendError(thrownError("Thrown", `What was thrown cannot be sent: ${leftOut}`));
    }
  }

  appendError({ name, message, stack }: ThrownError, note: string | null = null): void {
    const payload = this.#sink.beginExtension(extensions.error);
    for (const text of [name, message, stack]) this.#sink.text(text);
    if (note !== null) for (const text of ["note", cutLikeStack(note)]) this.#sink.text(text);
    this.#sink.endExtension(payload);
    this.#note();
  }

  #write(value: unknown, describe: Describe, isThrown: boolean, most: number): void {
    const sink = this.#sink;
    const start = sink.at;
    sink.begin(most);
    const met = new MetBuffers();
    new ValueWriter(sink, describe, isThrown, met).value(value);
    if (met.shared.length > 0) {
      sink.at = start;
      new ValueWriter(sink, describe, isThrown, new MetBuffers(met.shared)).value(value);
    }
    sink.end();
  }

  /** A value has been written up to here. */
  #note(): void {
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#count] = this.#sink.at;
    this.#count += 1;
  }

  /** The values since the last `take`, in arrays that belong to the caller alone and may be transferred. */
  take(): Packed {
    const { bytes, at } = this.#sink;
    const packed = { ends: this.#ends.slice(0, this.#count), bytes: bytes.slice(0, at) };
    this.#count = 0;
    if (bytes.length > keptBytes) this.#sink = new ByteSink(firstBytes);
    else this.#sink.at = 0;
    return packed;
  }
}

function refusalOf(error: unknown): TypeError {
  const { sentence, cause } = culpritOf(error);
  return new TypeError(`The value cannot be sent: ${sentence}`, cause === undefined ? {} : { cause });
}

/** @throws TypeError if one of the values cannot travel. */
export function packAll(values: Iterable<unknown>): Packed {
  const packer = new Packer();
  for (const value of values) packer.append(value);
  return packer.take();
}

/**
 * Decodes value `i`. Throws a RangeError if there is no such value, and a TypeError that says why if its bytes, which
 * may come from a stranger, are not one value.
 */
export function valueAt(column: ValueColumn, i: number): unknown {
  return read(column, i, false, null);
}

/**
 * Decodes value `i` for showing it. Binary parts may be views of the packed bytes, so that a value of many megabytes costs
 * next to nothing. Views must not be changed, and hold all of those bytes alive.
 */
export function lookAt(column: ValueColumn, i: number): unknown {
  return read(column, i, true, null);
}

/** Decodes value `i` for showing it: a small one as `lookAt`, of a large one only what fits a table's cell. */
export function lookAtMost(column: ValueColumn, i: number): unknown {
  return bytesAt(column, i) <= glancedBytes ? lookAt(column, i) : glanceAt(column, i);
}

/** Decodes the beginning of value `i`, as much as `glance` says; `unread` stands for the rest. */
export function glanceAt(column: ValueColumn, i: number, glance: Glance = shownGlance): unknown {
  return read(column, i, true, glance);
}

/** A value for a person who has opened it. */
export interface OpenedValue {
  readonly value: unknown;
  /** Of all of it, where `value` is only its beginning; null where it is the whole. */
  readonly bytes: number | null;
}

/** Decodes value `i` for showing all that fits a page: of a large one the beginning, but for bytes, which cost nothing. */
export function openAt(column: ValueColumn, i: number): OpenedValue {
  const bytes = bytesAt(column, i);
  const isSmall = bytes <= openedBytes;
  const first = isSmall ? null : glanceAt(column, i);
  if (isSmall || bytesIn(first) !== null) return { value: lookAt(column, i), bytes: null };
  return { value: glanceAt(column, i, typeof first === "string" ? openedTextGlance : openedGlance), bytes };
}

/** Decodes what was thrown; an error that says so if the bytes cannot be read. */
export function thrownAt(column: ValueColumn, i: number): unknown {
  try {
    return valueAt(column, i);
  } catch (error) {
    return errorOf("UnreadableError", error instanceof Error ? error.message : String(error), "");
  }
}

function read(column: ValueColumn, i: number, isShared: boolean, glance: Glance | null): unknown {
  if (column instanceof ShapedValues && i < column.count) return column.at(i);
  const { ends, bytes } = packedOf(column);
  const end = ends[i];
  if (end === undefined) throw new RangeError(`There is no value ${i} among ${ends.length}`);
  const start = i === 0 ? 0 : (ends[i - 1] ?? 0);
  if (start > end || end > bytes.length) throw new TypeError(`Value ${i} has no place in its bytes`);
  const small = readSmall(bytes, start, end);
  if (small !== notSmall) return small;
  try {
    return new ValueReader(bytes, start, end, isShared, glance).whole();
  } catch (error) {
    throw new TypeError(`Value ${i} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
