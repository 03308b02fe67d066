import { define, errorOf, errorTextKeys, hiddenInErrors, setSparseLength, viewOf } from "./construct.ts";
import { bytesPerElement, extensions, viewKinds, type ViewKind } from "./format.ts";
import { unread, type Glance } from "./glance.ts";
import { hugeKeys, isHuge, maxBigIntBytes, maxHugeKeys, maxValueDepth, maxValueItems } from "./limits.ts";
import * as tag from "./tags.ts";

const decoder = /* @__PURE__ */ new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts of this many bytes and fewer are read character by character as long as those are ASCII. */
const plainBytes = 40;

/**
 * Reads one value of `format.ts` out of bytes that may come from a stranger. It takes one walk, makes room for nothing that
 * the bytes only claim, and throws a TypeError at the first thing that is wrong.
 */
export class ValueReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  /** Bytes of a value are views of those that are read, where they can be. */
  readonly #isShared: boolean;
  readonly #glance: Glance | null;
  readonly #objects: object[] = [];
  #at: number;
  #items = 0;
  #depth = 0;
  #hugeKeys = 0;
  /** The glance has seen enough: what is open is closed as it is. */
  #isOver = false;

  constructor(bytes: Uint8Array, start: number, end: number, isShared: boolean, glance: Glance | null = null) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#at = start;
    this.#end = end;
    this.#isShared = isShared;
    this.#glance = glance;
  }

  whole(): unknown {
    const value = this.#value();
    if (this.#at < this.#end && !this.#isOver) throw new TypeError("bytes follow the value");
    return value;
  }

  #value(): unknown {
    if (this.#isOver) return unread;
    this.#items += 1;
    if (this.#glance !== null && this.#items > this.#glance.items) {
      this.#isOver = true;
      return unread;
    }
    if (this.#items > maxValueItems) throw new TypeError(`more than ${maxValueItems} values in one`);
    const first = this.#bytes[this.#take(1)] ?? tag.unused;
    if (first < tag.shortMap) return first;
    if (first < tag.shortList) return this.#plain(first - tag.shortMap);
    if (first < tag.shortText) return this.#list(first - tag.shortList);
    if (first < tag.nil) return this.#text(first - tag.shortText);
    if (first >= tag.negative) return first - 0x100;
    switch (first) {
      case tag.nil:
        return null;
      case tag.no:
        return false;
      case tag.yes:
        return true;
      case tag.bytes8:
      case tag.bytes16:
      case tag.bytes32:
        return this.#noted(this.#elements("Uint8Array", this.#length(first - tag.bytes8)));
      case tag.extension8:
      case tag.extension16:
      case tag.extension32:
        return this.#extension(this.#length(first - tag.extension8));
      case tag.float64:
        return this.#view.getFloat64(this.#take(8));
      case tag.uint8:
      case tag.uint16:
      case tag.uint32:
        return this.#length(first - tag.uint8);
      case tag.int8:
        return this.#view.getInt8(this.#take(1));
      case tag.int16:
        return this.#view.getInt16(this.#take(2));
      case tag.int32:
        return this.#view.getInt32(this.#take(4));
      case tag.fixedExtension1:
      case tag.fixedExtension2:
      case tag.fixedExtension4:
      case tag.fixedExtension8:
      case tag.fixedExtension16:
        return this.#extension(1 << (first - tag.fixedExtension1));
      case tag.text8:
      case tag.text16:
      case tag.text32:
        return this.#text(this.#length(first - tag.text8));
      case tag.list16:
      case tag.list32:
        return this.#list(this.#length(1 + first - tag.list16));
      case tag.map16:
      case tag.map32:
        return this.#plain(this.#length(1 + first - tag.map16));
      default:
        throw new TypeError(`an unknown kind of value (0x${first.toString(16)})`);
    }
  }

  /** The place of the next `size` bytes, which are then behind. */
  #take(size: number): number {
    const at = this.#at;
    if (size > this.#end - at) throw new TypeError("the bytes end inside the value");
    this.#at = at + size;
    return at;
  }

  /** A whole number from 0 in one, two or four bytes, for a `power` of 0, 1 or 2. */
  #length(power: number): number {
    if (power === 0) return this.#view.getUint8(this.#take(1));
    return power === 1 ? this.#view.getUint16(this.#take(2)) : this.#view.getUint32(this.#take(4));
  }

  #text(length: number): string {
    const at = this.#take(length);
    const shown = this.#glance === null ? length : Math.min(length, this.#glance.length);
    if (shown <= plainBytes) {
      let text = "";
      for (let byte = at; byte < at + shown; byte += 1) {
        const code = this.#bytes[byte] ?? 0x80;
        if (code > 0x7f) return this.#decoded(at, shown, length);
        text += String.fromCharCode(code);
      }
      if (shown === length) return text;
    }
    return this.#decoded(at, shown, length);
  }

  #decoded(at: number, shown: number, length: number): string {
    const text = decoder.decode(this.#bytes.subarray(at, at + shown));
    // A character may have been cut in two.
    return shown === length ? text : `${text.replace(/\uFFFD+$/, "")}…`;
  }

  /** Gives the object its number, before anything in it can name it. */
  #noted<Value extends object>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  #enter(children: number): void {
    if (children > this.#end - this.#at) throw new TypeError("the bytes end inside the value");
    if (this.#depth >= maxValueDepth) throw new TypeError(`values nest deeper than ${maxValueDepth}`);
    this.#depth += 1;
  }

  #list(length: number): unknown {
    this.#enter(length);
    const list: unknown[] = this.#noted([]);
    for (let left = length; left > 0 && !this.#isOver; left -= 1) list.push(this.#value());
    this.#depth -= 1;
    return list;
  }

  #plain(length: number): unknown {
    this.#enter(2 * length);
    const object: Record<string, unknown> = this.#noted({});
    for (let left = length; left > 0 && !this.#isOver; left -= 1) {
      const key = this.#key();
      const value = this.#value();
      // Assignment would go through the setter of this one, and is several times as fast for all others.
      if (key === "__proto__") define(object, key, value, true);
      else object[key] = value;
    }
    this.#depth -= 1;
    return object;
  }

  #key(): string {
    const key = this.#value();
    if (typeof key === "string") return key;
    if (key === unread) return "…";
    throw new TypeError("a property whose key is no text");
  }

  #property(holder: object): void {
    const key = this.#key();
    define(holder, key, this.#value(), true);
  }

  #extension(length: number): unknown {
    const type = this.#bytes[this.#take(1)] ?? 0;
    const end = this.#take(length) + length;
    this.#at = end - length;
    const value = this.#payload(type, length, end);
    if (this.#at !== end && !this.#isOver) throw new TypeError("a part of the value has another length than it says");
    return value;
  }

  #payload(type: number, length: number, end: number): unknown {
    switch (type) {
      case extensions.undefined:
        this.#take(1);
        return undefined;
      case extensions.bigInt:
        return this.#bigInt(length);
      case extensions.utf16:
        return this.#utf16(length);
      case extensions.date:
        return this.#noted(new Date(this.#view.getFloat64(this.#take(8))));
      case extensions.regExp:
        return this.#regExp();
      case extensions.map:
        return this.#map(end);
      case extensions.set:
        return this.#set(end);
      case extensions.list:
        return this.#sparseList(end);
      case extensions.buffer:
        return this.#noted(this.#ownBytes(length).buffer);
      case extensions.view:
        return this.#ownView(length);
      case extensions.sharedView:
        return this.#sharedView();
      case extensions.error:
        return this.#error(end);
      case extensions.reference: {
        const object = this.#objects[this.#view.getUint32(this.#take(4))];
        if (object === undefined) throw new TypeError("a reference to what is not there");
        return object;
      }
      default:
        throw new TypeError(`an object of an unknown kind (extension type ${type})`);
    }
  }

  #bigInt(length: number): bigint {
    if (length < 2) throw new TypeError("a big integer without digits");
    if (length - 1 > maxBigIntBytes) {
      throw new TypeError(`a big integer of ${length - 1} bytes; the most is ${maxBigIntBytes}`);
    }
    const isNegative = this.#bytes[this.#take(1)] === 1;
    let digits = "0x";
    for (const byte of this.#bytes.subarray(this.#take(length - 1), this.#at)) {
      digits += byte.toString(16).padStart(2, "0");
    }
    const magnitude = BigInt(digits);
    return isNegative ? -magnitude : magnitude;
  }

  #utf16(length: number): string {
    if (length % 2 !== 0) throw new TypeError("a text of half a character");
    const at = this.#take(length);
    const units = Math.min(length / 2, this.#glance?.length ?? length);
    let text = "";
    for (let unit = 0; unit < units; unit += 1) text += String.fromCharCode(this.#view.getUint16(at + 2 * unit));
    return units === length / 2 ? text : `${text}…`;
  }

  #regExp(): unknown {
    const [source, flags] = [this.#key(), this.#key()];
    try {
      return this.#noted(new RegExp(source, flags));
    } catch (error) {
      // A glance has cut its source, or ended in it.
      if (this.#glance !== null) return unread;
      throw new TypeError("a regular expression that is none", { cause: error });
    }
  }

  #map(end: number): Map<unknown, unknown> {
    this.#enter(0);
    const map = this.#noted(new Map<unknown, unknown>());
    while (this.#at < end && !this.#isOver) {
      const key = this.#hashed(this.#value());
      map.set(key, this.#value());
    }
    this.#depth -= 1;
    return map;
  }

  #set(end: number): Set<unknown> {
    this.#enter(0);
    const set = this.#noted(new Set<unknown>());
    while (this.#at < end && !this.#isOver) set.add(this.#hashed(this.#value()));
    this.#depth -= 1;
    return set;
  }

  /** Engines find big integers by their lowest 64 bits alone: many others that share them take quadratic time. */
  #hashed(key: unknown): unknown {
    if (!isHuge(key)) return key;
    this.#hugeKeys += 1;
    if (this.#hugeKeys > maxHugeKeys) throw new TypeError(`more than ${maxHugeKeys} ${hugeKeys}`);
    return key;
  }

  #sparseList(end: number): unknown {
    this.#enter(0);
    const list: unknown[] = this.#noted([]);
    const length = this.#value();
    if (length === unread) return list;
    if (typeof length !== "number" || length >>> 0 !== length) throw new TypeError("a list of no length");
    setSparseLength(list, length);
    while (this.#at < end && !this.#isOver) this.#property(list);
    if (list.length !== length) throw new TypeError("a list that is longer than it says");
    this.#depth -= 1;
    return list;
  }

  /** An error has its number before its properties, which may lead back to it. */
  #error(end: number): Error {
    this.#enter(0);
    const [name, message, stack] = [this.#key(), this.#key(), this.#key()];
    const error = this.#noted(errorOf(name, message, stack));
    while (this.#at < end && !this.#isOver) this.#errorProperty(error);
    this.#depth -= 1;
    return error;
  }

  #errorProperty(error: Error): void {
    const key = this.#key();
    // Its texts are texts: whoever reads them calls nothing of a stranger's.
    if (errorTextKeys.includes(key)) throw new TypeError(`an error with a second ${key}`);
    define(error, key, this.#value(), !hiddenInErrors.includes(key));
  }

  #ownBytes(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#take(length);
    return new Uint8Array(this.#bytes.subarray(at, at + this.#shownBytes(length)));
  }

  #shownBytes(length: number): number {
    return this.#glance === null ? length : Math.min(length, 8 * this.#glance.length);
  }

  #ownView(length: number): object {
    if (length < 1) throw new TypeError("a typed array of an unknown kind");
    const kind = viewKinds[this.#bytes[this.#take(1)] ?? viewKinds.length];
    if (kind === undefined) throw new TypeError("a typed array of an unknown kind");
    return this.#noted(this.#elements(kind, length - 1));
  }

  #elements(kind: ViewKind, length: number): object {
    const size = bytesPerElement(kind);
    if (length % size !== 0) throw new TypeError("a typed array of uneven length");
    const at = this.#bytes.byteOffset + this.#at;
    const { buffer } = this.#bytes;
    if (this.#isShared && at % size === 0 && buffer instanceof ArrayBuffer) {
      this.#take(length);
      return viewOf(kind, [buffer, at, this.#shownBytes(length) / size]);
    }
    const bytes = this.#ownBytes(length);
    return viewOf(kind, [bytes.buffer, 0, bytes.length / size]);
  }

  #sharedView(): object {
    this.#enter(0);
    // Its number comes before that of its buffer, and it can be made only when that is there.
    const place = this.#objects.push({}) - 1;
    const [kind, offset, length, buffer] = [this.#value(), this.#value(), this.#value(), this.#value()];
    const known = viewKinds.find((_, number) => number === kind);
    const isWhole = typeof offset === "number" && typeof length === "number" && offset >= 0 && length >= 0;
    if (known === undefined || !isWhole || !(buffer instanceof ArrayBuffer)) {
      if (this.#isOver) return new Uint8Array();
      throw new TypeError("a typed array without its buffer");
    }
    try {
      const view = viewOf(known, [buffer, offset, length]);
      this.#objects[place] = view;
      this.#depth -= 1;
      return view;
    } catch (error) {
      // A glance has cut the buffer.
      if (this.#glance !== null) return buffer;
      throw new TypeError("a typed array that does not fit its buffer", { cause: error });
    }
  }
}
