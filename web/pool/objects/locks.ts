import { wholeNumber } from "../../core/objects/whole-number.ts";
import { Handle, handleFrom, made, type MadeSettings, SharedObject, timeoutFrom, checkType } from "./shared-object.ts";

/** What is acquired before something that one at a time does, and released afterwards: what all locks, semaphores, conditions and values have. */
export abstract class Acquirable extends SharedObject {
  #abandonedBy: "lost" | "done" | null = null;

  /**
   * How the one that held it before this program or task has ended without a release: `lost` (its tab is gone, it was terminated, …) or
   * `done`. What the lock guards may be half changed. null where it was released.
   */
  get abandonedBy(): "lost" | "done" | null {
    return this.#abandonedBy;
  }

  /**
   * Acquires it. `timeoutMs`: milliseconds that it is waited for, 0 for not at all; without end where it is not said. Gives whether it
   * was had by then.
   *
   * @throws TypeError, RangeError for what is no time.
   */
  async acquire(timeoutMs?: number | null): Promise<boolean> {
    const answer = await this.call("acquire", timeoutFrom(timeoutMs));
    if (answer === false) return false;
    this.#abandonedBy = answer === "lost" || answer === "done" ? answer : null;
    return true;
  }

  /**
   * Releases it: the next caller that waits has it.
   *
   * @throws Error where the caller does not hold it. A Lock and semaphores may be released by any caller: RangeError where the Lock is free, or a
   * BoundedSemaphore is at its bound.
   */
  async release(): Promise<void> {
    await this.call("release");
  }

  /**
   * Python's `with`: acquires it, calls `work`, and releases it, whatever comes of that. Gives what `work` gives.
   *
   * @throws what `work` throws; TypeError where it is no function.
   * @example
   * import { Lock } from "tabpool";
   *
   * const lock = new Lock();
   * console.log(await lock.run(async () => "alone")); // alone
   * console.log(await lock.acquire(0)); // true
   */
  async run<Value>(work: () => Value): Promise<Awaited<Value>> {
    checkType("work", "function", work);
    await this.acquire();
    try {
      return await work();
    } finally {
      await this.release();
    }
  }
}

/**
 * A lock that one caller at a time holds: the program, or one attempt of a task. One that is lost while it holds the lock frees it.
 * Not to be acquired twice by the same caller, which would wait for itself. multiprocessing's `Lock`.
 *
 * @example
 * import { Lock } from "tabpool";
 *
 * const lock = new Lock();
 * console.log(await lock.acquire(), await lock.acquire(0)); // true false
 * await lock.release();
 */
export class Lock extends Acquirable {
  /** Makes a lock that is free. */
  constructor();
  /** @internal */
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("lock", { kind: "lock" }));
  }
}

/**
 * A lock that its holder may acquire again, and releases as often: multiprocessing's `RLock`.
 *
 * @example
 * import { RLock } from "tabpool";
 *
 * const lock = new RLock();
 * console.log(await lock.run(() => lock.run(() => "twice"))); // twice
 */
export class RLock extends Acquirable {
  /** Makes a lock that is free. */
  constructor();
  /** @internal */
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("rlock", { kind: "rlock" }));
  }
}

function settingsOf(value: number, isBounded: boolean): MadeSettings {
  return { kind: "semaphore", value: wholeNumber("value", value, 0), isBounded };
}

/**
 * A number that counts down with each `acquire` and up with each `release`; an `acquire` at 0 waits. multiprocessing's `Semaphore`.
 *
 * @example
 * import { Semaphore } from "tabpool";
 *
 * const seats = new Semaphore(2);
 * await seats.acquire();
 * console.log(await seats.getValue()); // 1
 * await seats.release();
 */
export class Semaphore extends Acquirable {
  /** `value`: what it begins with; 1 where it is not said. @throws TypeError, RangeError for what is no whole number from 0 on. */
  constructor(value?: number);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: number | Handle = 1) {
    super(given instanceof Handle ? given : made("semaphore", settingsOf(given, false)));
  }

  /** What it stands at: Python's `get_value`. */
  getValue(): Promise<number>;
  getValue(): Promise<unknown> {
    return this.call("value");
  }
}

/**
 * A semaphore that is released no more often than it was acquired: multiprocessing's `BoundedSemaphore`.
 *
 * @example
 * import { BoundedSemaphore } from "tabpool";
 *
 * const seats = new BoundedSemaphore(1);
 * const error: unknown = await seats.release().catch((reason: unknown) => reason);
 * console.log(error instanceof RangeError); // true
 */
export class BoundedSemaphore extends Semaphore {
  /** `value`: what it begins with, and stands at the most; 1 where it is not said. @throws TypeError, RangeError for what is no whole number from 0 on. */
  constructor(value?: number);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: number | Handle = 1) {
    super(given instanceof Handle ? given : made("bounded-semaphore", settingsOf(given, true)));
  }
}
