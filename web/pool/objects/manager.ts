import type { TypeCode } from "../../core/objects/numbers.ts";
import { type DictEntries, pairsFrom, SharedDict, SharedList, SharedNamespace } from "./collections.ts";
import { BoundedSemaphore, Lock, RLock, Semaphore } from "./locks.ts";
import { Barrier, Condition, SharedEvent } from "./meetings.ts";
import { JoinableQueue, Queue } from "./queues.ts";
import { made } from "./shared-object.ts";
import { SharedArray, Value } from "./values.ts";

/**
 * Makes shared objects of this page or process: multiprocessing's `Manager`. They live as long as the page or process, not the manager,
 * and any number of managers may be made.
 *
 * @example
 * const manager = new Manager();
 * const found = manager.dict<string, number>();
 * await pool.starmap(async (word: string, to: typeof found) => to.set(word, word.length), [["a", found], ["bc", found]]);
 * console.log(await found.items());
 */
export class Manager {
  /** `entries`: pairs, as a Map has them, or an object. What cannot travel among them rejects each call. @throws TypeError for what are no entries. */
  dict<Kept>(entries: Readonly<Record<string, Kept>>): SharedDict<string, Kept>;
  dict<Key = string, Kept = unknown>(entries?: DictEntries<Key, Kept>): SharedDict<Key, Kept>;
  dict(entries: unknown = []): SharedDict<unknown> {
    return new SharedDict(made("dict", { kind: "dict", initial: pairsFrom(entries) }));
  }

  /** `items`: what it begins with. What cannot travel among them rejects each call. */
  list<Item = unknown>(items: Iterable<Item> = []): SharedList<Item> {
    return new SharedList(made("list", { kind: "list", initial: [...items] }));
  }

  /** `fields`: what it begins with, by names. What cannot travel among them rejects each call. */
  Namespace<Fields extends object = Record<string, unknown>>(fields: Partial<Fields> = {}): SharedNamespace<Fields> {
    return new SharedNamespace(made("namespace", { kind: "namespace", initial: Object.entries(fields) }));
  }

  /** As `new Queue(maxsize)`; so are those below. */
  Queue<Item = unknown>(maxsize?: number): Queue<Item> {
    return new Queue(maxsize);
  }

  JoinableQueue<Item = unknown>(maxsize?: number): JoinableQueue<Item> {
    return new JoinableQueue(maxsize);
  }

  Lock(): Lock {
    return new Lock();
  }

  RLock(): RLock {
    return new RLock();
  }

  Semaphore(value?: number): Semaphore {
    return new Semaphore(value);
  }

  BoundedSemaphore(value?: number): BoundedSemaphore {
    return new BoundedSemaphore(value);
  }

  Event(): SharedEvent {
    return new SharedEvent();
  }

  Condition(lock?: Lock | RLock | null): Condition {
    return new Condition(lock);
  }

  Barrier(parties: number, timeoutMs?: number | null): Barrier {
    return new Barrier(parties, timeoutMs);
  }

  Value<Kept = number>(type: TypeCode | null, value?: Kept): Value<Kept> {
    return new Value(type, value);
  }

  Array<Item extends number | bigint = number>(type: TypeCode, given: number | Iterable<Item>): SharedArray<Item> {
    return new SharedArray(type, given);
  }
}
