import { ByteSource } from "./byte-source.ts";
import { define, errorOf, errorTextKeys, hiddenInErrors, setSparseLength, viewOf } from "./construct.ts";
import { bytesPerElement, extensions, viewKinds, type ViewKind } from "./format.ts";
import { unread, type Glance } from "./glance.ts";
import { hugeKeys, isHuge, maxHugeKeys, maxValueDepth, maxValueItems } from "./limits.ts";
import * as tag from "./tags.ts";

/**
 * Reads one value of `format.ts` out of bytes that may come from a stranger. It takes one walk, makes room for nothing that
 * the bytes only claim, and throws a TypeError at the first thing that is wrong.
 */
export class ValueReader {
  readonly #source: ByteSource;
  /** Views in the value share the memory of the bytes that are read, if they can. */
  readonly #isShared: boolean;
  readonly #glance: Glance | null;
  readonly #objects: unknown[] = [];
  #items = 0;
  #depth = 0;
  #hugeKeys = 0;
  /** True once the glance has seen enough. Containers that are open then stay as they are. */
  #isOver = false;

  constructor(bytes: Uint8Array, start: number, end: number, isShared: boolean, glance: Glance | null = null) {
    this.#source = new ByteSource(bytes, start, end);
    this.#isShared = isShared;
    this.#glance = glance;
  }

  whole(): unknown {
    const value = this.#value();
    if (this.#source.left > 0 && !this.#isOver) throw new TypeError("bytes follow the value");
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
    const first = this.#source.byte();
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
        return this.#noted(this.#elements("Uint8Array", this.#source.uint(first - tag.bytes8)));
      case tag.extension8:
      case tag.extension16:
      case tag.extension32:
        return this.#extension(this.#source.uint(first - tag.extension8));
      case tag.float64:
        return this.#source.float64();
      case tag.uint8:
      case tag.uint16:
      case tag.uint32:
        return this.#source.uint(first - tag.uint8);
      case tag.int8:
        return this.#source.int(1);
      case tag.int16:
        return this.#source.int(2);
      case tag.int32:
        return this.#source.int(4);
      case tag.fixedExtension1:
      case tag.fixedExtension2:
      case tag.fixedExtension4:
      case tag.fixedExtension8:
      case tag.fixedExtension16:
        return this.#extension(1 << (first - tag.fixedExtension1));
      case tag.text8:
      case tag.text16:
      case tag.text32:
        return this.#text(this.#source.uint(first - tag.text8));
      case tag.list16:
      case tag.list32:
        return this.#list(this.#source.uint(1 + first - tag.list16));
      case tag.map16:
      case tag.map32:
        return this.#plain(this.#source.uint(1 + first - tag.map16));
      default:
        throw new TypeError(`an unknown kind of value (0x${first.toString(16)})`);
    }
  }

  #text(length: number): string {
    return this.#source.text(length, this.#glance?.length);
  }

  /** Gives the object its number, before anything in it can name it. */
  #noted<Value extends object>(value: Value): Value {
    this.#objects.push(value);
    return value;
  }

  #enter(children: number): void {
    if (children > this.#source.left) throw new TypeError("the bytes end inside the value");
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
      // Assigning to `__proto__` would call its setter. For all other keys it is several times as fast.
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
    const type = this.#source.byte();
    const end = this.#source.take(length) + length;
    this.#source.at = end - length;
    const value = this.#payload(type, length, end);
    if (this.#source.at !== end && !this.#isOver)
      throw new TypeError("a part of the value has another length than it says");
    return value;
  }

  #payload(type: number, length: number, end: number): unknown {
    switch (type) {
      case extensions.undefined:
        this.#source.take(1);
        return undefined;
      case extensions.bigInt:
        return this.#bigInt(length);
      case extensions.utf16:
        return this.#source.utf16(length, this.#glance?.length);
      case extensions.date:
        return this.#noted(new Date(this.#source.float64()));
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
        const object = this.#objects[this.#source.uint(2)];
        if (object === undefined) throw new TypeError("a reference to what is not there");
        return object;
      }
      default:
        throw new TypeError(`an object of an unknown kind (extension type ${type})`);
    }
  }

  #bigInt(length: number): bigint {
    // The words end with it, and a list may have hundreds: each takes milliseconds.
    if (this.#glance !== null && length > this.#glance.length) this.#isOver = true;
    return this.#source.bigInt(length);
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
    while (this.#source.at < end && !this.#isOver) {
      const key = this.#hashed(this.#value());
      map.set(key, this.#value());
    }
    this.#depth -= 1;
    return map;
  }

  #set(end: number): Set<unknown> {
    this.#enter(0);
    const set = this.#noted(new Set<unknown>());
    while (this.#source.at < end && !this.#isOver) set.add(this.#hashed(this.#value()));
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
    while (this.#source.at < end && !this.#isOver) this.#property(list);
    if (list.length !== length) throw new TypeError("a list that is longer than it says");
    this.#depth -= 1;
    return list;
  }

  /** An error has its number before its properties, which may lead back to it. */
  #error(end: number): Error {
    this.#enter(0);
    const [name, message, stack] = [this.#key(), this.#key(), this.#key()];
    const error = this.#noted(errorOf(name, message, stack));
    while (this.#source.at < end && !this.#isOver) this.#errorProperty(error);
    this.#depth -= 1;
    return error;
  }

  #errorProperty(error: Error): void {
    const key = this.#key();
    // A second one could be a getter or no text, which a stranger's bytes must not smuggle in.
    if (errorTextKeys.includes(key)) throw new TypeError(`an error with a second ${key}`);
    define(error, key, this.#value(), !hiddenInErrors.includes(key));
  }

  #ownBytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#source.bytes(length).subarray(0, this.#shownBytes(length)));
  }

  #shownBytes(length: number): number {
    return this.#glance === null ? length : Math.min(length, 8 * this.#glance.length);
  }

  #ownView(length: number): object {
    const kind = length < 1 ? undefined : viewKinds[this.#source.byte()];
    if (kind === undefined) throw new TypeError("a typed array of an unknown kind");
    return this.#noted(this.#elements(kind, length - 1));
  }

  #elements(kind: ViewKind, length: number): object {
    const size = bytesPerElement(kind);
    if (length % size !== 0) throw new TypeError("a typed array of uneven length");
    const bytes = this.#source.bytes(length).subarray(0, this.#shownBytes(length));
    const canShare = this.#isShared && bytes.byteOffset % size === 0 && bytes.buffer instanceof ArrayBuffer;
    const { buffer, byteOffset } = canShare ? bytes : new Uint8Array(bytes);
    return viewOf(kind, [buffer, byteOffset, bytes.length / size]);
  }

  #sharedView(): unknown {
    this.#enter(0);
    // Its number comes before that of its buffer, and it can be made only when that is there.
    const place = this.#objects.push({}) - 1;
    const [kind, offset, length, buffer] = [this.#value(), this.#value(), this.#value(), this.#value()];
    this.#depth -= 1;
    const known = viewKinds.find((_, number) => number === kind);
    const isWhole = typeof offset === "number" && typeof length === "number" && offset >= 0 && length >= 0;
    if (known === undefined || !isWhole || !(buffer instanceof ArrayBuffer)) {
      if (this.#isOver) return new Uint8Array();
      throw new TypeError("a typed array without its buffer");
    }
    const view = this.#viewInto(buffer, known, offset, length);
    this.#objects[place] = view;
    return view;
  }

  /** `unread` where a glance has cut off all that the view shows. */
  #viewInto(buffer: ArrayBuffer, kind: ViewKind, offset: number, length: number): object | typeof unread {
    const size = bytesPerElement(kind);
    // The buffer may be cut in the middle of an element.
    const there = Math.floor((buffer.byteLength - offset) / size);
    if (this.#glance !== null && length > 0 && there <= 0) return unread;
    // An empty view has nothing to cut off, but may begin behind the cut.
    const place = this.#glance !== null && length === 0 ? 0 : offset;
    try {
      return viewOf(kind, [buffer, place, this.#glance === null ? length : Math.min(length, Math.max(0, there))]);
    } catch (error) {
      throw new TypeError("a typed array that does not fit its buffer", { cause: error });
    }
  }
}
