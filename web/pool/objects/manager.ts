import type { TypeCode } from "../../core/objects/numbers.ts";
import type { RegisteredCalls, ServedManager, ServeOptions } from "../managers/manager-types.ts";
import { type DictEntries, fieldsFrom, pairsFrom, SharedDict, SharedList, SharedNamespace } from "./collections.ts";
import { BoundedSemaphore, Lock, RLock, Semaphore } from "./locks.ts";
import { Barrier, Condition, SharedEvent } from "./events-and-barriers.ts";
import { JoinableQueue, Queue } from "./queues.ts";
import { made, itemsFrom } from "./shared-object.ts";
import { SharedArray, Value } from "./values.ts";

/**
 * Makes shared objects of this page or process: multiprocessing's `Manager`. They live as long as the page or process, not the manager,
 * and any number of managers may be made.
 *
 * @example
 * import { Manager, Process, type SharedDict } from "tabpool";
 *
 * const lengths = new Manager().dict<string, number>();
 * const measure = async (to: SharedDict<string, number>, word: string) => to.set(word, word.length);
 * const child = new Process({ target: measure, args: [lengths, "tabpool"] });
 * await child.start();
 * await child.join();
 * console.log(await lengths.items()); // [ [ 'tabpool', 7 ] ]
 */
export class Manager {
  /**
   * Serves shared objects to programs elsewhere that `connect`, any number of them, at any time: a manager of multiprocessing with an
   * address and a key. The objects live here, also when it is shut down.
   *
   * @throws TypeError, RangeError for wrong options; ConnectionRefusedError where the server that was asked for does not answer; Error
   * where the address is another one's.
   * @example
   * import { connect, Manager, Queue } from "tabpool";
   *
   * const tasks = new Queue<number>();
   * const register = { getTask: () => tasks };
   * const manager = await Manager.serve({ address: "127.0.0.1:0", authkey: "abc", register });
   * const client = await connect<typeof register>({ address: manager.address, authkey: "abc" });
   * const task = await client.getTask();
   * await task.put(8);
   * console.log(await tasks.get()); // 8
   * await client.close();
   * await manager.shutdown();
   */
  static serve<const Names extends object>(
    options: ServeOptions<Names>,
  ): Promise<ServedManager & RegisteredCalls<Names>>;
  static async serve(options: ServeOptions<object>): Promise<ServedManager> {
    const { serveHere } = await import("../managers/managers-here.ts");
    return serveHere(options);
  }

  /**
   * Makes a dict. `entries`: what it begins with: pairs, as a Map has them, or an object. What cannot travel among them rejects each call.
   *
   * @throws TypeError for what are no entries.
   */
  dict<Kept>(entries: Readonly<Record<string, Kept>>): SharedDict<string, Kept>;
  dict<Key = string, Kept = unknown>(entries?: DictEntries<Key, Kept>): SharedDict<Key, Kept>;
  dict(entries: unknown = []): SharedDict<unknown> {
    return new SharedDict(made("dict", { kind: "dict", initial: pairsFrom(entries) }));
  }

  /** Makes a list. `items`: what it begins with. What cannot travel among them rejects each call. @throws TypeError for what are no items. */
  list<Item = unknown>(items: Iterable<Item> = []): SharedList<Item> {
    return new SharedList(made("list", { kind: "list", initial: itemsFrom("items", items) }));
  }

  /** Makes a namespace. `fields`: what it begins with, by names. What cannot travel among them rejects each call. @throws TypeError for what are no fields. */
  Namespace<Fields extends object = Record<string, unknown>>(fields: Partial<Fields> = {}): SharedNamespace<Fields> {
    return new SharedNamespace(made("namespace", { kind: "namespace", initial: fieldsFrom(fields) }));
  }

  /** As `new Queue(maxsize)`. @throws TypeError, RangeError for what is no whole number from 0 on. */
  Queue<Item = unknown>(maxsize?: number): Queue<Item> {
    return new Queue(maxsize);
  }

  /** As `new JoinableQueue(maxsize)`. @throws TypeError, RangeError for what is no whole number from 0 on. */
  JoinableQueue<Item = unknown>(maxsize?: number): JoinableQueue<Item> {
    return new JoinableQueue(maxsize);
  }

  /** As `new Lock()`. */
  Lock(): Lock {
    return new Lock();
  }

  /** As `new RLock()`. */
  RLock(): RLock {
    return new RLock();
  }

  /** As `new Semaphore(value)`. @throws TypeError, RangeError for what is no whole number from 0 on. */
  Semaphore(value?: number): Semaphore {
    return new Semaphore(value);
  }

  /** As `new BoundedSemaphore(value)`. @throws TypeError, RangeError for what is no whole number from 0 on. */
  BoundedSemaphore(value?: number): BoundedSemaphore {
    return new BoundedSemaphore(value);
  }

  /** As `new Event()`. */
  Event(): SharedEvent {
    return new SharedEvent();
  }

  /** As `new Condition(lock)`. @throws TypeError for what is no lock. */
  Condition(lock?: Lock | RLock | null): Condition {
    return new Condition(lock);
  }

  /** As `new Barrier(parties, timeoutMs)`. @throws TypeError, RangeError for what is no whole number from 1 on, and no time. */
  Barrier(parties: number, timeoutMs?: number | null): Barrier {
    return new Barrier(parties, timeoutMs);
  }

  /** As `new Value(type, value)`. @throws TypeError for what is no code. */
  Value<Kept = number>(type: TypeCode | null, value?: Kept): Value<Kept> {
    return new Value(type, value);
  }

  /** As `new Array(type, given)`. @throws TypeError, RangeError for what is no code, no length and no numbers. */
  Array<Item = number>(type: TypeCode, given: number | Iterable<Item & (number | bigint)>): SharedArray<Item> {
    return new SharedArray(type, given);
  }
}
