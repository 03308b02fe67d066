import { Packr, RESET_BUFFER_MODE } from "msgpackr/index-no-eval";
import type { Packed } from "../job/job.ts";
import { maxValueBytes } from "./limits.ts";
import { ShapedValues } from "./shaped-values.ts";
import { maxSmallBytes, notSmall, readSmall, writeSmall } from "./small-values.ts";
import { wrongValue } from "./value-inspection.ts";

/**
 * Records are off: they need `eval` to be fast, and their definitions would tie a value's bytes to earlier ones.
 * `moreTypes` keeps sets, dates, big integers and typed arrays what they are; a Map becomes a plain object.
 */
const options = {
  useRecords: false,
  mapsAsObjects: true,
  moreTypes: true,
  variableMapSize: true,
  writeFunction: () => {
    throw new TypeError("functions cannot travel");
  },
} as const;

const msgpack = new Packr({ ...options, copyBuffers: true });

/** For values that are only looked at. */
const looking = /* @__PURE__ */ new Packr({ ...options, copyBuffers: false });

const firstBytes = 16 * 1024;
const firstEnds = 256;

/** A buffer above this is dropped after `take`: one large value must not hold memory for ever. */
const keptBytes = 4 * 1024 * 1024;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function grownTo(needed: number, size: number): number {
  let grown = size;
  while (grown < needed) grown *= 2;
  return grown;
}

/**
 * Puts values one after the other into a buffer that is used again after each `take`. Numbers are exact except that
 * -0 arrives as 0.
 */
export class Packer {
  #bytes = new Uint8Array(firstBytes);
  #ends = new Uint32Array(firstEnds);
  #byteLength = 0;
  #count = 0;

  /** Values appended since the last `take`. */
  get count(): number {
    return this.#count;
  }

  /** Bytes of those values. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Throws a TypeError, and appends nothing, if the value cannot travel; what a `toJSON` of it throws is passed on as its cause. */
  append(value: unknown): void {
    this.#reserve(maxSmallBytes);
    const end = writeSmall(value, this.#bytes, this.#byteLength);
    if (end === -1) this.#appendAny(value);
    else this.#note(end);
  }

  #appendAny(value: unknown): void {
    let packed: Uint8Array;
    try {
      packed = msgpack.pack(value, RESET_BUFFER_MODE);
    } catch (error) {
      throw new TypeError(`The value cannot be sent: ${messageOf(error)}`, { cause: error });
    }
    const size = packed.length;
    if (size > maxValueBytes) {
      throw new TypeError(`The value cannot be sent: it takes ${size} bytes; the most is ${maxValueBytes}`);
    }
    const wrong = wrongValue(packed, 0, size);
    if (wrong !== null) throw new TypeError(`The value cannot be sent: ${wrong}`);

    this.#reserve(size);
    this.#bytes.set(packed, this.#byteLength);
    this.#note(this.#byteLength + size);
  }

  /** Makes room for so many further bytes. */
  #reserve(size: number): void {
    const needed = this.#byteLength + size;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(grownTo(needed, this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#byteLength));
    this.#bytes = larger;
  }

  /** A value has been written up to `end`. */
  #note(end: number): void {
    if (this.#count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#count] = end;
    this.#count += 1;
    this.#byteLength = end;
  }

  /** The values since the last `take`, in arrays that belong to the caller alone and may be transferred. */
  take(): Packed {
    const packed = { ends: this.#ends.slice(0, this.#count), bytes: this.#bytes.slice(0, this.#byteLength) };
    this.#count = 0;
    this.#byteLength = 0;
    if (this.#bytes.length > keptBytes) this.#bytes = new Uint8Array(firstBytes);
    return packed;
  }
}

/** Throws a TypeError if one of the values cannot travel. */
export function packAll(values: Iterable<unknown>): Packed {
  const packer = new Packer();
  for (const value of values) packer.append(value);
  return packer.take();
}

/**
 * Decodes value `i`. Throws a RangeError if there is no such value, and a TypeError that says why if its bytes, which
 * may come from a stranger, are not one safe MessagePack value.
 */
export function valueAt(packed: Packed, i: number): unknown {
  return read(msgpack, packed, i);
}

/**
 * As `valueAt`, for a look at it: binary parts may be views of the packed bytes, so that a value of many megabytes costs
 * next to nothing. They must not be changed, and hold all of those bytes alive.
 */
export function lookAt(packed: Packed, i: number): unknown {
  return read(looking, packed, i);
}

function read(reader: Packr, packed: Packed, i: number): unknown {
  if (packed instanceof ShapedValues && i < packed.count) return packed.at(i);
  const end = packed.ends[i];
  if (end === undefined) throw new RangeError(`There is no value ${i} among ${packed.ends.length}`);
  const start = i === 0 ? 0 : (packed.ends[i - 1] ?? 0);
  if (start > end || end > packed.bytes.length) throw new TypeError(`Value ${i} has no place in its bytes`);
  const small = readSmall(packed.bytes, start, end);
  if (small !== notSmall) return small;
  const wrong = wrongValue(packed.bytes, start, end);
  if (wrong !== null) throw new TypeError(`Value ${i} cannot be read: ${wrong}`);
  try {
    return reader.unpack(packed.bytes.subarray(start, end));
  } catch (error) {
    throw new TypeError(`Value ${i} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
