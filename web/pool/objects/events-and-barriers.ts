import type { ObjectId } from "../../core/objects/call.ts";
import { kindOf } from "../kind-of.ts";
import { Acquirable, Lock, RLock } from "./locks.ts";
import { wholeNumber } from "../../core/objects/whole-number.ts";
import { Handle, handleFrom, handleKey, idOf, made, SharedObject, timeoutFrom, checkType } from "./shared-object.ts";

/**
 * A flag that can be waited for: multiprocessing's `Event`.
 *
 * @example
 * import { Event } from "tabpool";
 *
 * const ready = new Event();
 * console.log(await ready.isSet(), await ready.wait(1)); // false false
 * await ready.set();
 * console.log(await ready.wait()); // true
 */
export class SharedEvent extends SharedObject {
  /** Makes an event whose flag is not set. */
  constructor();
  /** @internal */
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("event", { kind: "event" }));
  }

  /** Sets the flag: all callers that wait go on, and none waits until it is cleared. */
  async set(): Promise<void> {
    await this.call("set");
  }

  /** Clears the flag: `wait` waits again. */
  async clear(): Promise<void> {
    await this.call("clear");
  }

  /** Whether the flag is set now. */
  isSet(): Promise<boolean>;
  isSet(): Promise<unknown> {
    return this.call("isSet");
  }

  /**
   * Waits until the flag is set, `timeoutMs` milliseconds at the longest; without end where it is not said. Gives whether it is.
   *
   * @throws TypeError, RangeError for what is no time.
   */
  wait(timeoutMs?: number | null): Promise<boolean>;
  async wait(timeoutMs?: unknown): Promise<unknown> {
    return this.call("wait", timeoutFrom(timeoutMs));
  }
}

/** The lock's id. @throws TypeError for what is no lock. */
function lockFrom(given: unknown): ObjectId | null {
  if (given === null) return null;
  if (given instanceof Lock || given instanceof RLock) return idOf(given);
  throw new TypeError(`lock must be a Lock or an RLock, got ${kindOf(given)}`);
}

/**
 * A lock whose holders can wait for each other's word: multiprocessing's `Condition`. `wait`,
 * `waitFor`, `notify` and `notifyAll` are for callers that hold it.
 *
 * @example
 * import { Condition, Lock, Value } from "tabpool";
 *
 * const changed = new Condition(new Lock());
 * const total = new Value("i", 0);
 * const waiting = changed.run(() => changed.waitFor(async () => (await total.get()) === 1));
 * await changed.run(async () => {
 *   await total.set(1);
 *   await changed.notifyAll();
 * });
 * console.log(await waiting); // true
 */
export class Condition extends Acquirable {
  /**
   * `lock`: its lock, where several conditions are to share one; otherwise it has an RLock of its own.
   *
   * @throws TypeError for what is no lock.
   */
  constructor(lock?: Lock | RLock | null);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: Lock | RLock | Handle | null = null) {
    super(given instanceof Handle ? given : made("condition", { kind: "condition", lock: lockFrom(given) }));
  }

  /**
   * Releases the lock, waits for a word, and acquires it again. `timeoutMs`: milliseconds that the word is waited for; without end where
   * it is not said. Gives whether it has come.
   *
   * @throws Error where the lock is not held; TypeError, RangeError for what is no time.
   */
  wait(timeoutMs?: number | null): Promise<boolean>;
  async wait(timeoutMs?: unknown): Promise<unknown> {
    return this.call("wait", timeoutFrom(timeoutMs));
  }

  /**
   * Waits until `predicate`, which may be async, gives something true; asks it again after each word. `timeoutMs`: milliseconds in all; without
   * end where it is not said. Gives what the predicate gave last.
   *
   * @throws Error where the lock is not held; what `predicate` throws, TypeError where it is no function; TypeError, RangeError for what is no time.
   */
  async waitFor<Value>(predicate: () => Value, timeoutMs?: number | null): Promise<Awaited<Value>> {
    checkType("predicate", "function", predicate);
    const most = timeoutFrom(timeoutMs);
    const began = performance.now();
    let answer = await predicate();
    while (!answer) {
      const left = most === null ? null : most - (performance.now() - began);
      if (left !== null && left <= 0) return answer;
      await this.wait(left);
      answer = await predicate();
    }
    return answer;
  }

  /**
   * Gives the word to `n` of the callers that wait, those that have waited longest; 1 where it is not said.
   *
   * @throws Error where the lock is not held; TypeError, RangeError for what is no whole number from 0 on.
   */
  async notify(n = 1): Promise<void> {
    await this.call("notify", wholeNumber("n", n, 0));
  }

  /** Gives the word to all callers that wait. @throws Error where the lock is not held. */
  async notifyAll(): Promise<void> {
    await this.call("notifyAll");
  }
}

/** What `wait` takes where nothing is said there stands in the handle, behind the id. */
function madeBarrier(parties: number, timeoutMs: number | null): Handle {
  const { text, reach } = made("barrier", { kind: "barrier", parties });
  return new Handle(timeoutMs === null ? text : `${text}:${timeoutMs}`, reach);
}

function usualTimeout(text: string): number | null {
  const detail = text.split(":")[2];
  return detail === undefined ? null : Number(detail);
}

/**
 * A place where a number of callers wait for each other: multiprocessing's `Barrier`.
 *
 * @example
 * import { Barrier } from "tabpool";
 *
 * const barrier = new Barrier(2);
 * const places = await Promise.all([barrier.wait(), barrier.wait()]);
 * console.log(places); // [ 0, 1 ]
 */
export class Barrier extends SharedObject {
  /**
   * `parties`: how many have to come, a whole number from 1 on. `timeoutMs`: what `wait` takes where nothing is said there, milliseconds; without
   * end where it is not said here either.
   *
   * @throws TypeError, RangeError for what is no whole number from 1 on, and no time.
   */
  constructor(parties: number, timeoutMs?: number | null);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: number | Handle, timeoutMs?: number | null) {
    super(given instanceof Handle ? given : madeBarrier(wholeNumber("parties", given, 1), timeoutFrom(timeoutMs)));
  }

  /**
   * Waits until all are there. Gives each of them another number, from 0 to one less than there are: the one that is given 0 may do what
   * one of them has to do. `timeoutMs`: milliseconds; after them the barrier is broken for all.
   *
   * @throws BrokenBarrierError where it is or gets broken; TypeError, RangeError for what is no time.
   */
  wait(timeoutMs?: number | null): Promise<number>;
  async wait(timeoutMs?: unknown): Promise<unknown> {
    return this.call("wait", timeoutMs === undefined ? usualTimeout(this[handleKey]) : timeoutFrom(timeoutMs));
  }

  /** Makes it as new; callers that wait have a BrokenBarrierError. */
  async reset(): Promise<void> {
    await this.call("reset");
  }

  /** Breaks it, until it is reset: callers that wait, and that come, have a BrokenBarrierError. */
  async abort(): Promise<void> {
    await this.call("abort");
  }

  /** How many have to come. */
  parties(): Promise<number>;
  parties(): Promise<unknown> {
    return this.call("parties");
  }

  /** How many wait now. */
  nWaiting(): Promise<number>;
  nWaiting(): Promise<unknown> {
    return this.call("nWaiting");
  }

  /** Whether the barrier is broken. */
  broken(): Promise<boolean>;
  broken(): Promise<unknown> {
    return this.call("broken");
  }
}
