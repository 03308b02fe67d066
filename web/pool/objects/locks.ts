import {
  Handle,
  handleFrom,
  made,
  type MadeSettings,
  SharedObject,
  timeoutFrom,
  wholeNumber,
} from "./shared-object.ts";

/** What is acquired before something that one at a time does, and released afterwards. */
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
   * Acquires it. `timeoutMs`: milliseconds that it is waited for, 0 for not at all; for ever where it is not said. Gives whether it
   * was had by then.
   */
  async acquire(timeoutMs?: number | null): Promise<boolean> {
    const answer = await this.call("acquire", timeoutFrom(timeoutMs));
    if (answer === false) return false;
    this.#abandonedBy = answer === "lost" || answer === "done" ? answer : null;
    return true;
  }

  /** @throws Error where it is not held. */
  async release(): Promise<void> {
    await this.call("release");
  }

  /**
   * Python's `with`: acquires it, calls `work`, and releases it, whatever comes of that. Gives what `work` gives.
   *
   * @example
   * await lock.run(async () => total.set((await total.get()) + 1));
   */
  async run<Value>(work: () => Value): Promise<Awaited<Value>> {
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
 * Not to be acquired twice by the same caller, which would wait for itself.
 */
export class Lock extends Acquirable {
  constructor();
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("lock", { kind: "lock" }));
  }
}

/** A lock that its holder may acquire again, and releases as often. */
export class RLock extends Acquirable {
  constructor();
  constructor(handle: Handle);
  constructor(handle?: Handle) {
    super(handleFrom(handle) ?? made("rlock", { kind: "rlock" }));
  }
}

function settingsOf(value: number, isBounded: boolean): MadeSettings {
  return { kind: "semaphore", value: wholeNumber("value", value, 0), isBounded };
}

/** Counts down with each `acquire` and up with each `release`; who finds 0 waits. */
export class Semaphore extends Acquirable {
  /** `value`: what it begins with. @throws TypeError, RangeError for what is no whole number from 0 on. */
  constructor(value?: number);
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

/** A semaphore that is released no more often than it was acquired: one `release` too many is a RangeError. */
export class BoundedSemaphore extends Semaphore {
  constructor(value?: number);
  constructor(handle: Handle);
  constructor(given: number | Handle = 1) {
    super(given instanceof Handle ? given : made("bounded-semaphore", settingsOf(given, true)));
  }
}
