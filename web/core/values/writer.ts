import type { ThrownError } from "../job/job.ts";
import type { ByteSink } from "./byte-sink.ts";
import { errorTextKeys, hiddenInErrors } from "./construct.ts";
import { Culprit, entryStep, indexStep, propertyStep, withArticle } from "./culprit.ts";
import { bytesPerElement, extensions, viewKindOf, viewKinds } from "./format.ts";
import { hugeKeys, isHuge, maxBigIntBytes, maxHugeKeys, maxValueDepth, maxValueItems } from "./limits.ts";
import { writeOwnView, type MetBuffers } from "./buffers.ts";
import { isBoxed, isInstance, isPlain, kindOf } from "./object-kinds.ts";
import { maxSmallBytes, writeSmall } from "./small-values.ts";
import * as tag from "./tags.ts";
import { cutLikeStack, errorTexts, isError } from "./thrown.ts";

/** An error in its three texts. */
export type Describe = (error: Error) => ThrownError;

/**
 * Writes one value as `format.ts` has it: what the structured clone algorithm keeps (HTML standard, 2.7) and boxed
 * primitives as the values in them. Throws a Culprit for every other value.
 */
export class ValueWriter {
  readonly #sink: ByteSink;
  readonly #describe: Describe;
  readonly #isThrown: boolean;
  /** By the number that references name. */
  readonly #objects: object[] = [];
  /** Number of each object; null while there are few, which are searched faster than a map is filled. */
  #numbers: Map<object, number> | null = null;
  readonly #buffers: MetBuffers;
  #items = 0;
  #depth = 0;
  #hugeKeys = 0;

  /**
   * `isThrown`: cuts texts and leaves out properties of errors that cannot travel, since a thrown value must reach people in
   * any case.
   */
  constructor(sink: ByteSink, describe: Describe, isThrown: boolean, buffers: MetBuffers) {
    this.#sink = sink;
    this.#describe = describe;
    this.#isThrown = isThrown;
    this.#buffers = buffers;
  }

  value(value: unknown): void {
    this.#count(1);
    switch (typeof value) {
      case "string":
        this.#sink.text(this.#isThrown ? cutLikeStack(value) : value);
        return;
      case "number":
        this.#sink.number(value);
        return;
      case "boolean":
        this.#sink.byte(value ? tag.yes : tag.no);
        return;
      case "undefined":
        this.#sink.extension(extensions.undefined, 1);
        this.#sink.byte(0);
        return;
      case "bigint":
        this.#bigInt(value);
        return;
      case "object":
        if (value === null) this.#sink.byte(tag.nil);
        else this.#object(value);
        return;
      case "function":
      case "symbol":
        throw new Culprit(`is ${withArticle(typeof value)}`);
    }
  }

  /** Values and keys, as the reader counts them. */
  #count(parts: number): void {
    this.#items += parts;
    if (this.#items > maxValueItems) throw new Culprit(`is one of more than ${maxValueItems} parts; use a typed array`);
  }

  #bigInt(value: bigint): void {
    let digits = (value < 0n ? -value : value).toString(16);
    if (digits.length % 2 === 1) digits = `0${digits}`;
    const size = digits.length / 2;
    if (size > maxBigIntBytes) throw new Culprit(`is a big integer of ${size} bytes; the most is ${maxBigIntBytes}`);
    this.#sink.extension(extensions.bigInt, 1 + size);
    this.#sink.byte(value < 0n ? 1 : 0);
    for (let at = 0; at < digits.length; at += 2) this.#sink.byte(Number.parseInt(digits.slice(at, at + 2), 16));
  }

  #object(value: object): void {
    const number = this.#numberOf(value);
    if (number !== undefined) {
      this.#sink.extension(extensions.reference, 4);
      this.#sink.uint32(number);
      return;
    }
    const isList = Array.isArray(value);
    const isCommon = isList || isPlain(value);
    if (!isCommon && isBoxed(value)) {
      this.value(value.valueOf());
      return;
    }
    this.#note(value);
    if (this.#depth >= maxValueDepth) throw new Culprit(`stands in more than ${maxValueDepth} others`);
    this.#depth += 1;
    if (isList) this.#list(value);
    else if (isCommon) this.#plain(value);
    else this.#special(value);
    this.#depth -= 1;
  }

  #numberOf(value: object): number | undefined {
    if (this.#numbers !== null) return this.#numbers.get(value);
    const number = this.#objects.indexOf(value);
    return number === -1 ? undefined : number;
  }

  #note(value: object): void {
    this.#numbers?.set(value, this.#objects.length);
    this.#objects.push(value);
    if (this.#objects.length === fewObjects) this.#numbers = new Map(this.#objects.map((object, at) => [object, at]));
  }

  #special(value: object): void {
    if (value instanceof Map) this.#map(value);
    else if (value instanceof Set) this.#set(value);
    else if (value instanceof Date) this.#date(value);
    else if (value instanceof RegExp) this.#regExp(value);
    else if (value instanceof Error) this.#error(value);
    else if (value instanceof ArrayBuffer) this.#buffer(value);
    else if (ArrayBuffer.isView(value)) this.#view(value);
    else if (isInstance(value)) this.#plain(value);
    else throw new Culprit(`is ${withArticle(kindOf(value))}`);
  }

  #list(list: readonly unknown[]): void {
    const { length } = list;
    this.#sink.reserve(maxSmallBytes);
    const end = writeSmall(list, this.#sink.bytes, this.#sink.at);
    if (end !== -1) {
      this.#sink.at = end;
      this.#count(length);
      return;
    }
    // Before a key is made for each element; a list that is mostly holes begins with one.
    if (length > maxValueItems && 0 in list && length - 1 in list) this.#count(length);
    const keys = Object.keys(list);
    // Indices come first: with as many keys as elements, of which the last is one, there is neither hole nor name.
    if (keys.length !== length || (length > 0 && keys[length - 1] !== String(length - 1))) {
      this.#sparseList(list, keys);
      return;
    }
    this.#sink.head(tag.shortList, tag.mostShortItems, tag.list16, length);
    let index = 0;
    try {
      for (; index < length; index += 1) this.value(list[index]);
    } catch (error) {
      throw culpritOf(error).within(indexStep(index));
    }
  }

  #sparseList(list: readonly unknown[], keys: readonly string[]): void {
    const payload = this.#sink.beginExtension(extensions.list);
    this.value(list.length);
    this.#properties(list, keys, (key) => (isIndex(key, list.length) ? indexStep(key) : propertyStep(key)));
    this.#sink.endExtension(payload);
  }

  #plain(value: object): void {
    const keys = Object.keys(value);
    this.#sink.head(tag.shortMap, tag.mostShortItems, tag.map16, keys.length);
    this.#properties(value, keys, propertyStep);
  }

  #properties(holder: object, keys: readonly string[], step: (key: string) => string): void {
    let key = "";
    try {
      for (key of keys) {
        this.#count(1);
        this.#sink.text(key);
        const value: unknown = Reflect.get(holder, key);
        this.value(value);
      }
    } catch (error) {
      throw culpritOf(error).within(step(key));
    }
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    const payload = this.#sink.beginExtension(extensions.map);
    let position = 0;
    let step = "";
    try {
      for (const [key, value] of Array.from(map)) {
        step = `.keys()${indexStep(position)}`;
        this.#hashed(key);
        this.value(key);
        step = entryStep(key, position);
        this.value(value);
        position += 1;
      }
    } catch (error) {
      throw culpritOf(error).within(step);
    }
    this.#sink.endExtension(payload);
  }

  /** Engines find big integers by their lowest 64 bits alone: many others that share them take quadratic time. */
  #hashed(key: unknown): void {
    if (!isHuge(key)) return;
    this.#hugeKeys += 1;
    if (this.#hugeKeys > maxHugeKeys) throw new Culprit(`is one of more than ${maxHugeKeys} ${hugeKeys}`);
  }

  #set(set: ReadonlySet<unknown>): void {
    const payload = this.#sink.beginExtension(extensions.set);
    let position = 0;
    try {
      for (const value of Array.from(set)) {
        this.#hashed(value);
        this.value(value);
        position += 1;
      }
    } catch (error) {
      throw culpritOf(error).within(`.values()${indexStep(position)}`);
    }
    this.#sink.endExtension(payload);
  }

  #date(date: Date): void {
    this.#sink.extension(extensions.date, 8);
    this.#sink.float(date.getTime());
  }

  #regExp({ source, flags }: RegExp): void {
    this.#count(2);
    const payload = this.#sink.beginExtension(extensions.regExp);
    this.#sink.text(source);
    this.#sink.text(flags);
    this.#sink.endExtension(payload);
  }

  #error(error: Error): void {
    this.#count(3);
    const payload = this.#sink.beginExtension(extensions.error);
    const { name, message, stack } = this.#describe(error);
    for (const text of [name, message, stack]) this.#sink.text(text);
    const hidden = hiddenInErrors.filter((key) => Object.hasOwn(error, key));
    const own = Object.keys(error).filter((key) => !describedBy.has(key) && !hidden.includes(key));
    for (const key of [...hidden, ...own]) this.#errorProperty(error, key);
    this.#sink.endExtension(payload);
  }

  /** Of what was thrown, a property that cannot travel becomes a text that says so. */
  #errorProperty(error: Error, key: string): void {
    const { at } = this.#sink;
    const [known, depth] = [this.#objects.length, this.#depth];
    try {
      this.#properties(error, [key], propertyStep);
      if (this.#isThrown) this.#sink.check(leftOutBytes);
    } catch (culprit) {
      if (!this.#isThrown) throw culprit;
      this.#sink.at = at;
      this.#depth = depth;
      for (const object of this.#objects.splice(known)) this.#numbers?.delete(object);
      this.#sink.text(key);
      this.#sink.text(cutLikeStack(`left out: ${culpritOf(culprit).sentence}`));
    }
  }

  #buffer(buffer: ArrayBuffer): void {
    if (this.#buffers.meet(buffer) === "met again") return;
    const bytes = new Uint8Array(buffer);
    this.#sink.extension(extensions.buffer, bytes.length);
    this.#sink.raw(bytes);
  }

  #view(view: ArrayBufferView): void {
    const kind = viewKindOf(view);
    if (kind === null) throw new Culprit(`is ${withArticle(kindOf(view))}`);
    const { buffer, byteOffset, byteLength } = view;
    if (!(buffer instanceof ArrayBuffer)) throw new Culprit("lies in a SharedArrayBuffer");
    const use = this.#buffers.meet(buffer);
    if (use === "met again") return;
    if (use === "alone") {
      writeOwnView(this.#sink, kind, new Uint8Array(buffer, byteOffset, byteLength));
      return;
    }
    const payload = this.#sink.beginExtension(extensions.sharedView);
    for (const part of [viewKinds.indexOf(kind), byteOffset, byteLength / bytesPerElement(kind), buffer]) {
      this.value(part);
    }
    this.#sink.endExtension(payload);
  }
}

/** Objects up to this number are searched one by one: a map of them costs more. */
const fewObjects = 12;

/** Bytes that are kept free for the notes about properties that are left out. */
const leftOutBytes = 8 * 1024;

/** Properties that an error's three texts hold already. */
const describedBy: ReadonlySet<string> = new Set(errorTextKeys);

function messageOf(error: unknown): string {
  return isError(error) ? errorTexts(error).message : String(error);
}

/** The culprit for anything that was thrown while a value was read: by a getter, a proxy, or a stack that is too short. */
export function culpritOf(error: unknown): Culprit {
  return error instanceof Culprit ? error : new Culprit(`cannot be read: ${messageOf(error)}`, { cause: error });
}

function isIndex(key: string, length: number): boolean {
  const index = Number(key);
  return String(index) === key && Number.isInteger(index) && index >= 0 && index < length;
}
