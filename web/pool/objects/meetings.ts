import type { ObjectId } from "../../core/objects/call.ts";
import { kindOf } from "../kind-of.ts";
import { Acquirable, Lock, RLock } from "./locks.ts";
import { Handle, handleFrom, handleKey, idOf, made, SharedObject, timeoutFrom, wholeNumber } from "./shared-object.ts";

/** A flag that can be waited for: multiprocessing's `Event`. */
export class SharedEvent extends SharedObject {
  constructor();
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("event", { kind: "event" }));
  }

  /** Sets the flag: all who wait go on, and nobody waits until it is cleared. */
  async set(): Promise<void> {
    await this.call("set");
  }

  async clear(): Promise<void> {
    await this.call("clear");
  }

  isSet(): Promise<boolean>;
  isSet(): Promise<unknown> {
    return this.call("isSet");
  }

  /** Waits until the flag is set, `timeoutMs` milliseconds at the longest; for ever where it is not said. Gives whether it is. */
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

/** A lock whose holders can wait for each other's word: multiprocessing's `Condition`. */
export class Condition extends Acquirable {
  /**
   * `lock`: its lock, where several conditions are to share one; otherwise it has an RLock of its own.
   *
   * @throws TypeError for what is no lock.
   */
  constructor(lock?: Lock | RLock | null);
  constructor(handle: Handle);
  constructor(given: Lock | RLock | Handle | null = null) {
    super(given instanceof Handle ? given : made("condition", { kind: "condition", lock: lockFrom(given) }));
  }

  /**
   * Releases the lock, waits for a word, and acquires it again. `timeoutMs`: milliseconds that the word is waited for; for ever where
   * it is not said. Gives whether it has come. @throws Error where the lock is not held.
   */
  wait(timeoutMs?: number | null): Promise<boolean>;
  async wait(timeoutMs?: unknown): Promise<unknown> {
    return this.call("wait", timeoutFrom(timeoutMs));
  }

  /** Waits until `predicate` gives something true; asks it again after each word. Gives what it gave last. */
  async waitFor<Value>(predicate: () => Value, timeoutMs?: number | null): Promise<Awaited<Value>> {
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

  /** Gives `n` of those who wait the word. @throws Error where the lock is not held. */
  async notify(n = 1): Promise<void> {
    await this.call("notify", wholeNumber("n", n, 0));
  }

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

/** A place where a number of callers wait for each other: multiprocessing's `Barrier`. */
export class Barrier extends SharedObject {
  /**
   * `parties`: how many have to come. `timeoutMs`: what `wait` takes where nothing is said there.
   *
   * @throws TypeError, RangeError for what is no whole number from 1 on, and no time.
   */
  constructor(parties: number, timeoutMs?: number | null);
  constructor(handle: Handle);
  constructor(given: number | Handle, timeoutMs?: number | null) {
    super(given instanceof Handle ? given : madeBarrier(wholeNumber("parties", given, 1), timeoutFrom(timeoutMs)));
  }

  /**
   * Waits until all are there. Gives each of them another number, from 0 to one less than there are: the one that is given 0 may do what
   * one of them has to do. `timeoutMs`: milliseconds; after them the barrier is broken for all.
   *
   * @throws BrokenBarrierError where it is or gets broken.
   */
  wait(timeoutMs?: number | null): Promise<number>;
  async wait(timeoutMs?: unknown): Promise<unknown> {
    return this.call("wait", timeoutMs === undefined ? usualTimeout(this[handleKey]) : timeoutFrom(timeoutMs));
  }

  /** Makes it as new; those who wait have a BrokenBarrierError. */
  async reset(): Promise<void> {
    await this.call("reset");
  }

  /** Breaks it, until it is reset. */
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

  broken(): Promise<boolean>;
  broken(): Promise<unknown> {
    return this.call("broken");
  }
}
