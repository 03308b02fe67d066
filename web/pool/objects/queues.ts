import { wholeNumber } from "../../core/objects/whole-number.ts";
import { Handle, handleFrom, made, type MadeSettings, SharedObject, timeoutFrom } from "./shared-object.ts";

function settingsOf(maxsize: number, isJoinable: boolean): MadeSettings {
  return { kind: "queue", maxsize: wholeNumber("maxsize", maxsize, 0), isJoinable };
}

/**
 * A queue without a bound and without timeouts: multiprocessing's `SimpleQueue`. It holds 1,000,000 items at most.
 *
 * @example
 * import { SimpleQueue } from "tabpool";
 *
 * const queue = new SimpleQueue<number>();
 * await queue.put(1);
 * console.log(await queue.get(), await queue.empty()); // 1 true
 */
export class SimpleQueue<Item = unknown> extends SharedObject {
  /** Makes an empty queue. */
  constructor();
  /** @internal */
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("simple-queue", { kind: "queue", maxsize: 0, isJoinable: false }));
  }

  /** Puts an item at the end. @throws TypeError for what cannot travel; RangeError where the queue is full, or was closed here. */
  async put(item: Item): Promise<void> {
    await this.call("put", item, null);
  }

  /** Takes the first item; waits until there is one. @throws RangeError where the queue was closed here. */
  get(): Promise<Item>;
  get(): Promise<unknown> {
    return this.call("get", null);
  }

  /** Whether there is no item now. */
  empty(): Promise<boolean>;
  empty(): Promise<unknown> {
    return this.call("empty");
  }

  /** This program, or this task, uses the queue no more: its further `put` and `get` are a RangeError. Others go on with it. */
  async close(): Promise<void> {
    await this.call("close");
  }
}

/**
 * A queue of many writers and many readers: multiprocessing's `Queue`. Each item is given to exactly one reader; one
 * that was given to a task whose tab is lost before it has arrived there goes back to its place.
 *
 * @example
 * import { Queue } from "tabpool";
 *
 * const queue = new Queue<string>(2);
 * await queue.put("A");
 * await queue.put("B");
 * console.log(await queue.full(), await queue.get(), await queue.qsize()); // true A 1
 */
export class Queue<Item = unknown> extends SharedObject {
  /** `maxsize`: the most items that it holds; 0 for any number. @throws TypeError, RangeError for what is no whole number from 0 on. */
  constructor(maxsize?: number);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: number | Handle = 0) {
    super(given instanceof Handle ? given : made("queue", settingsOf(given, false)));
  }

  /**
   * Puts an item at the end. `timeoutMs`: milliseconds that room is waited for; without end where it is not said.
   *
   * @throws Full where there was none by then; TypeError for what cannot travel; RangeError where it was closed here; TypeError, RangeError for
   * what is no time.
   */
  async put(item: Item, timeoutMs?: number | null): Promise<void> {
    await this.call("put", item, timeoutFrom(timeoutMs));
  }

  /** Puts an item at the end, at once. @throws Full where there is no room now, and otherwise what `put` throws. */
  async putNowait(item: Item): Promise<void> {
    await this.call("put", item, 0);
  }

  /**
   * Takes the first item. `timeoutMs`: milliseconds that it is waited for; without end where it is not said.
   *
   * @throws Empty where there was none by then; RangeError where it was closed here, TypeError, RangeError for what is no time.
   */
  get(timeoutMs?: number | null): Promise<Item>;
  async get(timeoutMs?: unknown): Promise<unknown> {
    return this.call("get", timeoutFrom(timeoutMs));
  }

  /** Takes the first item, at once. @throws Empty where there is none now, and otherwise what `get` throws. */
  getNowait(): Promise<Item>;
  getNowait(): Promise<unknown> {
    return this.call("get", 0);
  }

  /** How many items there are now. */
  qsize(): Promise<number>;
  qsize(): Promise<unknown> {
    return this.call("qsize");
  }

  /** Whether there is no item now. */
  empty(): Promise<boolean>;
  empty(): Promise<unknown> {
    return this.call("empty");
  }

  /** Whether there is no room now; always false of a queue without a bound. */
  full(): Promise<boolean>;
  full(): Promise<unknown> {
    return this.call("full");
  }

  /** This program, or this task, uses the queue no more: its further `put` and `get` are a RangeError. Others go on with it. */
  async close(): Promise<void> {
    await this.call("close");
  }

  /**
   * Takes items without end. Leave the loop by `break`, at an item that says so: Python's `iter(queue.get, None)`.
   *
   * @example
   * import { Queue } from "tabpool";
   *
   * const queue = new Queue<string | null>();
   * for (const item of ["A", "B", null]) await queue.put(item);
   * for await (const item of queue) {
   *   if (item === null) break;
   *   console.log(item);
   * }
   * // A
   * // B
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, never> {
    while (true) yield await this.get();
  }
}

/**
 * A queue whose readers say when they are done with an item: multiprocessing's `JoinableQueue`.
 *
 * @example
 * import { JoinableQueue } from "tabpool";
 *
 * const queue = new JoinableQueue<string>();
 * await queue.put("A");
 * console.log(await queue.get()); // A
 * await queue.taskDone();
 * await queue.join();
 */
export class JoinableQueue<Item = unknown> extends Queue<Item> {
  /** `maxsize`: the most items that it holds; 0 for any number. @throws TypeError, RangeError for what is no whole number from 0 on. */
  constructor(maxsize?: number);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: number | Handle = 0) {
    super(given instanceof Handle ? given : made("joinable-queue", settingsOf(given, true)));
  }

  /** Says that an item that was taken is dealt with. @throws RangeError where it is called more often than items were put. */
  async taskDone(): Promise<void> {
    await this.call("taskDone");
  }

  /** Resolves once all items that were put are dealt with. */
  async join(): Promise<void> {
    await this.call("join");
  }
}
