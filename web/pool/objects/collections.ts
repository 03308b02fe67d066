import { kindOf } from "../kind-of.ts";
import { SharedObject } from "./shared-object.ts";

/** What a dict is filled with: pairs, as a Map has them, or the properties of an object. */
export type DictEntries<Key, Kept> =
  | Iterable<readonly [Key, Kept]>
  | (string extends Key ? Readonly<Record<string, Kept>> : never);

/** @throws TypeError for what has neither. */
export function pairsFrom(entries: unknown): readonly unknown[] {
  if (typeof entries !== "object" || entries === null) {
    throw new TypeError(`entries must be pairs or an object, got ${kindOf(entries)}`);
  }
  return isIterable(entries) ? [...entries] : Object.entries(entries);
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

/**
 * Values by keys, in the order in which the keys came: multiprocessing's `Manager().dict()`. Keys are texts, numbers, big integers, booleans,
 * null and undefined: all others are a TypeError.
 */
export class SharedDict<Key = string, Kept = unknown> extends SharedObject {
  /** The value, or `fallback` where there is none: Python's `get`. */
  get(key: Key): Promise<Kept | undefined>;
  get<Fallback>(key: Key, fallback: Fallback): Promise<Kept | Fallback>;
  get(...keyAndFallback: readonly unknown[]): Promise<unknown> {
    return this.call("get", ...keyAndFallback);
  }

  /** @throws TypeError for what cannot travel. */
  async set(key: Key, value: Kept): Promise<void> {
    await this.call("set", key, value);
  }

  /** Gives whether there was such a key. */
  delete(key: Key): Promise<boolean>;
  delete(key: Key): Promise<unknown> {
    return this.call("delete", key);
  }

  has(key: Key): Promise<boolean>;
  has(key: Key): Promise<unknown> {
    return this.call("has", key);
  }

  /** Takes the value, for this caller alone; gives `fallback` where there is none. @throws KeyError where none was said. */
  pop(key: Key): Promise<Kept>;
  pop<Fallback>(key: Key, fallback: Fallback): Promise<Kept | Fallback>;
  pop(...keyAndFallback: readonly unknown[]): Promise<unknown> {
    return this.call("pop", ...keyAndFallback);
  }

  /** Takes the newest key and its value: Python's `popitem`. @throws KeyError where the dict is empty. */
  popItem(): Promise<[Key, Kept]>;
  popItem(): Promise<unknown> {
    return this.call("popItem");
  }

  /** The value; where there is none, `value` is set first. */
  setDefault(key: Key, value: Kept): Promise<Kept>;
  setDefault(key: Key, value: Kept): Promise<unknown> {
    return this.call("setDefault", key, value);
  }

  /** Sets them all. @throws TypeError for what cannot travel, and what are no entries. */
  async update(entries: DictEntries<Key, Kept>): Promise<void> {
    await this.call("update", pairsFrom(entries));
  }

  keys(): Promise<Key[]>;
  keys(): Promise<unknown> {
    return this.call("keys");
  }

  values(): Promise<Kept[]>;
  values(): Promise<unknown> {
    return this.call("values");
  }

  items(): Promise<[Key, Kept][]>;
  items(): Promise<unknown> {
    return this.call("items");
  }

  /** How many keys there are: Python's `len`. */
  size(): Promise<number>;
  size(): Promise<unknown> {
    return this.call("size");
  }

  async clear(): Promise<void> {
    await this.call("clear");
  }
}

/** Values in a row: multiprocessing's `Manager().list()`. Negative places count from the end. */
export class SharedList<Item = unknown> extends SharedObject {
  /** @throws IndexError where there is no such place. */
  get(place: number): Promise<Item>;
  get(place: number): Promise<unknown> {
    return this.call("get", place);
  }

  /** @throws IndexError where there is no such place; TypeError for what cannot travel. */
  async set(place: number, item: Item): Promise<void> {
    await this.call("set", place, item);
  }

  /** @throws IndexError where there is no such place. */
  async delete(place: number): Promise<void> {
    await this.call("delete", place);
  }

  /** Puts it at the end. @throws TypeError for what cannot travel. */
  async append(item: Item): Promise<void> {
    await this.call("append", item);
  }

  async extend(items: Iterable<Item>): Promise<void> {
    await this.call("extend", [...items]);
  }

  /** Puts it before the place; one that is out of range stands for the nearer end. */
  async insert(place: number, item: Item): Promise<void> {
    await this.call("insert", place, item);
  }

  /** Takes the item at the place, for this caller alone; the last one where nothing is said. @throws IndexError where there is none. */
  pop(place?: number): Promise<Item>;
  pop(place = -1): Promise<unknown> {
    return this.call("pop", place);
  }

  /**
   * Removes the first such item. Items are the same where they are written alike as bytes: objects only with their keys in the same order.
   *
   * @throws RangeError where there is none.
   */
  async remove(item: Item): Promise<void> {
    await this.call("remove", item);
  }

  /** The place of the first such item. @throws RangeError where there is none. */
  index(item: Item): Promise<number>;
  index(item: Item): Promise<unknown> {
    return this.call("index", item);
  }

  /** How many such items there are. */
  count(item: Item): Promise<number>;
  count(item: Item): Promise<unknown> {
    return this.call("count", item);
  }

  async reverse(): Promise<void> {
    await this.call("reverse");
  }

  /** Sorts numbers or texts. @throws TypeError for all others. */
  async sort({ reverse = false }: { readonly reverse?: boolean } = {}): Promise<void> {
    await this.call("sort", reverse);
  }

  /** The items from `start` to before `stop`, each `step`th: Python's slice. All of them where nothing is said. */
  slice(start?: number | null, stop?: number | null, step?: number | null): Promise<Item[]>;
  slice(start: number | null = null, stop: number | null = null, step: number | null = null): Promise<unknown> {
    return this.call("slice", start, stop, step);
  }

  length(): Promise<number>;
  length(): Promise<unknown> {
    return this.call("length");
  }

  async clear(): Promise<void> {
    await this.call("clear");
  }
}

/** Values by names: multiprocessing's `Manager().Namespace()`. `Fields`: the names, and what is kept of each. */
export class SharedNamespace<Fields extends object = Record<string, unknown>> extends SharedObject {
  /** @throws AttributeError where there is none. */
  get<Name extends keyof Fields & string>(name: Name): Promise<Fields[Name]>;
  get(name: string): Promise<unknown> {
    return this.call("get", name);
  }

  /** @throws TypeError for what cannot travel. */
  async set<Name extends keyof Fields & string>(name: Name, value: Fields[Name]): Promise<void> {
    await this.call("set", name, value);
  }

  /** @throws AttributeError where there is none. */
  async delete(name: keyof Fields & string): Promise<void> {
    await this.call("delete", name);
  }
}
