import type { Packed } from "../core/values/format.ts";
import { bytesAt } from "../core/values/value-column.ts";
import * as tag from "../core/values/tags.ts";

/** Bytes of an input above which it is not read: that would hold up the page for more than a person reads at a glance. */
const mostBytes = 1024;

/** Reads one value that `core/values/packed.ts` wrote. A DataView throws a RangeError at its end. Errors have no words: nobody reads them. */
class PlainReader {
  readonly #bytes: DataView;
  #at = 0;

  constructor(bytes: DataView) {
    this.#bytes = bytes;
  }

  readWhole(): unknown {
    const value = this.#readValue();
    if (this.#at < this.#bytes.byteLength) throw new RangeError();
    return value;
  }

  #skip(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    return at;
  }

  #readValue(): unknown {
    const view = this.#bytes;
    const first = view.getUint8(this.#skip(1));
    if (first < tag.shortMap) return first;
    if (first < tag.shortList) return this.#readMap(first - tag.shortMap);
    if (first < tag.shortText) return this.#readList(first - tag.shortList);
    if (first < tag.nil) return this.#readText(first - tag.shortText);
    if (first >= tag.negative) return first - 0x100;
    switch (first) {
      case tag.nil:
        return null;
      case tag.no:
        return false;
      case tag.yes:
        return true;
      case tag.float64:
        return view.getFloat64(this.#skip(8));
      case tag.uint8:
        return view.getUint8(this.#skip(1));
      case tag.uint16:
        return view.getUint16(this.#skip(2));
      case tag.uint32:
        return view.getUint32(this.#skip(4));
      case tag.int8:
        return view.getInt8(this.#skip(1));
      case tag.int16:
        return view.getInt16(this.#skip(2));
      case tag.int32:
        return view.getInt32(this.#skip(4));
      case tag.text8:
        return this.#readText(view.getUint8(this.#skip(1)));
      case tag.text16:
        return this.#readText(view.getUint16(this.#skip(2)));
      case tag.list16:
        return this.#readList(view.getUint16(this.#skip(2)));
      case tag.map16:
        return this.#readMap(view.getUint16(this.#skip(2)));
      default:
        throw new RangeError();
    }
  }

  #readText(length: number): string {
    const { buffer, byteOffset } = this.#bytes;
    const at = this.#skip(length);
    if (this.#at > this.#bytes.byteLength) throw new RangeError();
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(buffer, byteOffset + at, length));
  }

  #readList(length: number): unknown[] {
    const list: unknown[] = [];
    for (let i = 0; i < length; i += 1) list.push(this.#readValue());
    return list;
  }

  /** From entries, so that a key named `__proto__` is one like any other. */
  #readMap(length: number): unknown {
    const entries: [string, unknown][] = [];
    for (let i = 0; i < length; i += 1) entries.push([String(this.#readValue()), this.#readValue()]);
    return Object.fromEntries(entries);
  }
}

function placeOf({ ends }: Packed, i: number): { readonly start: number; readonly length: number } {
  const start = ends[i - 1] ?? 0;
  return { start, length: (ends[i] ?? 0) - start };
}

/** False where reading input `i` would hold up the page. */
export function isShowable(packed: Packed, i: number): boolean {
  return bytesAt(packed, i) <= mostBytes;
}

/**
 * Input `i` where it is short and made of what JSON has: null, booleans, numbers, texts, lists, objects. The page only
 * shows inputs, so it does without the codec, 12 kB gzipped, that slots bring along.
 *
 * @throws RangeError for every other input, and for bytes that make no sense.
 */
export function plainInputAt(packed: Packed, i: number): unknown {
  const { start, length } = placeOf(packed, i);
  if (length > mostBytes) throw new RangeError();
  const { bytes } = packed;
  return new PlainReader(new DataView(bytes.buffer, bytes.byteOffset + start, length)).readWhole();
}
