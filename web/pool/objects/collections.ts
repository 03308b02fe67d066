import { checkType, isIterable, itemsFrom, SharedObject, wrong } from "./shared-object.ts";

/**
 * What a dict is filled with: pairs, as a Map has them, or the properties of an object.
 *
 * @example
 * import { type DictEntries, Manager } from "tabpool";
 *
 * const all: DictEntries<string, number>[] = [[["a", 1]], new Map([["b", 2]]), { c: 3 }];
 * const dict = new Manager().dict<string, number>();
 * for (const entries of all) await dict.update(entries);
 * console.log(await dict.keys()); // [ 'a', 'b', 'c' ]
 */
export type DictEntries<Key, Kept> =
  | Iterable<readonly [Key, Kept]>
  | (string extends Key ? Readonly<Record<string, Kept>> : never);

/** @throws TypeError for what has neither. */
export function pairsFrom(entries: unknown): readonly unknown[] {
  if (typeof entries !== "object" || entries === null) throw wrong("entries", "pairs or an object", entries);
  return isIterable(entries) ? [...entries] : Object.entries(entries);
}

/** Names and values. @throws TypeError for what has none. */
export function fieldsFrom(fields: unknown): readonly unknown[] {
  if (typeof fields === "object" && fields !== null && !isIterable(fields)) return Object.entries(fields);
  throw wrong("fields", "an object of names and values", fields);
}

/**
 * Values by keys, in the order in which the keys came: multiprocessing's `Manager().dict()`. Keys are texts, numbers, big integers, booleans,
 * null and undefined: all others are a TypeError, of each method. It holds 1,000,000 values at most: one more is a RangeError. `manager.dict` makes it.
 *
 * @example
 * import { Manager } from "tabpool";
 *
 * const ages = new Manager().dict({ Ada: 36 });
 * await ages.set("Alan", 41);
 * console.log(await ages.get("Ada"), await ages.get("Kurt"), await ages.pop("Alan")); // 36 undefined 41
 * console.log(await ages.keys()); // [ 'Ada' ]
 */
export class SharedDict<Key = string, Kept = unknown> extends SharedObject {
  /** The value, or `fallback` where there is none, undefined where that is not said: Python's `get`. */
  get(key: Key): Promise<Kept | undefined>;
  get<Fallback>(key: Key, fallback: Fallback): Promise<Kept | Fallback>;
  get(...keyAndFallback: readonly unknown[]): Promise<unknown> {
    return this.call("get", ...keyAndFallback);
  }

  /** Sets the value of a key. @throws TypeError for what cannot travel. */
  async set(key: Key, value: Kept): Promise<void> {
    await this.call("set", key, value);
  }

  /** Removes a key and its value. Gives whether there was such a key. */
  delete(key: Key): Promise<boolean>;
  delete(key: Key): Promise<unknown> {
    return this.call("delete", key);
  }

  /** Whether there is such a key: Python's `in`. */
  has(key: Key): Promise<boolean>;
  has(key: Key): Promise<unknown> {
    return this.call("has", key);
  }

  /**
   * Removes a key, and gives its value, to this caller alone; gives `fallback` where there is none.
   *
   * @throws an Error whose `name` is KeyError where there is no such key, and no `fallback` either.
   */
  pop(key: Key): Promise<Kept>;
  pop<Fallback>(key: Key, fallback: Fallback): Promise<Kept | Fallback>;
  pop(...keyAndFallback: readonly unknown[]): Promise<unknown> {
    return this.call("pop", ...keyAndFallback);
  }

  /** Removes the newest key, and gives it and its value: Python's `popitem`. @throws an Error whose `name` is KeyError where the dict is empty. */
  popItem(): Promise<[Key, Kept]>;
  popItem(): Promise<unknown> {
    return this.call("popItem");
  }

  /** The value of a key; where there is none, `value` is set first. @throws TypeError for what cannot travel. */
  setDefault(key: Key, value: Kept): Promise<Kept>;
  setDefault(key: Key, value: Kept): Promise<unknown> {
    return this.call("setDefault", key, value);
  }

  /** Sets all these: pairs, as a Map has them, or an object. @throws TypeError for what cannot travel, and what are no entries. */
  async update(entries: DictEntries<Key, Kept>): Promise<void> {
    await this.call("update", pairsFrom(entries));
  }

  /** All keys, in the order in which they came. */
  keys(): Promise<Key[]>;
  keys(): Promise<unknown> {
    return this.call("keys");
  }

  /** All values, in the order of their keys. */
  values(): Promise<Kept[]>;
  values(): Promise<unknown> {
    return this.call("values");
  }

  /** All keys with their values. */
  items(): Promise<[Key, Kept][]>;
  items(): Promise<unknown> {
    return this.call("items");
  }

  /** How many keys there are: Python's `len`. */
  size(): Promise<number>;
  size(): Promise<unknown> {
    return this.call("size");
  }

  /** Removes all keys. */
  async clear(): Promise<void> {
    await this.call("clear");
  }
}

/**
 * Values in a row: multiprocessing's `Manager().list()`. Negative places count from the end. It holds 1,000,000 values at most: one more is a
 * RangeError. `manager.list` makes it.
 *
 * @example
 * import { Manager } from "tabpool";
 *
 * const letters = new Manager().list(["b", "a"]);
 * await letters.append("c");
 * await letters.sort();
 * console.log(await letters.slice(), await letters.pop(), await letters.get(-1)); // [ 'a', 'b', 'c' ] c b
 */
export class SharedList<Item = unknown> extends SharedObject {
  /** The item at `index`. @throws an Error whose `name` is IndexError where there is no such place; TypeError for what is no whole number. */
  get(index: number): Promise<Item>;
  get(index: number): Promise<unknown> {
    return this.call("get", index);
  }

  /** Sets the item at `index`. @throws an Error whose `name` is IndexError where there is no such place; TypeError for what cannot travel. */
  async set(index: number, item: Item): Promise<void> {
    await this.call("set", index, item);
  }

  /** Removes the item at `index`. @throws an Error whose `name` is IndexError where there is no such place; TypeError for what is no whole number. */
  async delete(index: number): Promise<void> {
    await this.call("delete", index);
  }

  /** Puts an item at the end. @throws TypeError for what cannot travel. */
  async append(item: Item): Promise<void> {
    await this.call("append", item);
  }

  /** Puts all these at the end. @throws TypeError for what are no items, and what cannot travel. */
  async extend(items: Iterable<Item>): Promise<void> {
    await this.call("extend", itemsFrom("items", items));
  }

  /** Puts an item before `index`; one that is out of range stands for the nearer end. @throws TypeError for what cannot travel, and what is no whole number. */
  async insert(index: number, item: Item): Promise<void> {
    await this.call("insert", index, item);
  }

  /** Removes the item at `index`, the last one where nothing is said, and gives it to this caller alone. @throws an Error whose `name` is IndexError where there is none. */
  pop(index?: number): Promise<Item>;
  pop(index = -1): Promise<unknown> {
    return this.call("pop", index);
  }

  /**
   * Removes the first item that is the same. Items are the same where they are written alike as bytes: objects only with their keys in the same
   * order.
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

  /** Turns the order of the items round. */
  async reverse(): Promise<void> {
    await this.call("reverse");
  }

  /** Sorts the items, all of them numbers or all of them texts, from the least on; `reverse`: from the greatest on. @throws TypeError for all others. */
  async sort(options: { readonly reverse?: boolean | undefined } = {}): Promise<void> {
    if (options !== Object(options)) throw wrong("options", "an object", options);
    const { reverse = false } = options;
    checkType("reverse", "boolean", reverse);
    await this.call("sort", reverse);
  }

  /** The items from `start` to before `stop`, each `step`th: Python's slice. All of them where nothing is said. @throws RangeError for a step of 0. */
  slice(start?: number | null, stop?: number | null, step?: number | null): Promise<Item[]>;
  slice(start: number | null = null, stop: number | null = null, step: number | null = null): Promise<unknown> {
    return this.call("slice", start, stop, step);
  }

  /** How many items there are: Python's `len`. */
  length(): Promise<number>;
  length(): Promise<unknown> {
    return this.call("length");
  }

  /** Removes all items. */
  async clear(): Promise<void> {
    await this.call("clear");
  }
}

/**
 * Values by names: multiprocessing's `Manager().Namespace()`. `Fields`: the names, and what is kept of each. `manager.Namespace` makes it.
 *
 * @example
 * import { Manager } from "tabpool";
 *
 * const state = new Manager().Namespace({ phase: "begun", left: 3 });
 * await state.set("left", 2);
 * console.log(await state.get("phase"), await state.get("left")); // begun 2
 */
export class SharedNamespace<Fields extends object = Record<string, unknown>> extends SharedObject {
  /** The value of a name. @throws an Error whose `name` is AttributeError where there is none. */
  get<Name extends keyof Fields & string>(name: Name): Promise<Fields[Name]>;
  get(name: string): Promise<unknown> {
    return this.call("get", name);
  }

  /** Sets the value of a name. @throws TypeError for what cannot travel. */
  async set<Name extends keyof Fields & string>(name: Name, value: Fields[Name]): Promise<void> {
    await this.call("set", name, value);
  }

  /** Removes a name and its value. @throws an Error whose `name` is AttributeError where there is none. */
  async delete(name: keyof Fields & string): Promise<void> {
    await this.call("delete", name);
  }
}
