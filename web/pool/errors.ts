/**
 * What a task has thrown, or what ended it (its time limit, a volunteer that was lost), as the pool's program is told. `message` names both the
 * error and the task; `cause` is what was thrown, with its own stack.
 *
 * @example
 * import { Pool, RemoteError } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 2, name: "laptop", server: null });
 * try {
 *   await pool.map((text: string): unknown => JSON.parse(text), ["1", "oops"]);
 * } catch (error) {
 *   if (!(error instanceof RemoteError)) throw error;
 *   console.log(error.remoteName, error.index, error.input, error.volunteer); // SyntaxError 1 oops laptop
 * }
 */
export class RemoteError extends Error {
  /** "RemoteError". */
  override readonly name = "RemoteError";
  /** The name of what was thrown: `TypeError`. */
  readonly remoteName: string;
  /** Where it was thrown, as its volunteer saw it; empty where that is not known. */
  readonly remoteStack: string;
  /** The task's place among the inputs, from 0; null where the function could not be loaded at all. */
  readonly index: number | null;
  /** The task's input; of `apply` and `starmap` its list of arguments. undefined where it cannot be had any more. */
  readonly input: unknown;
  /** The name of the volunteer of the last attempt; empty where that is not known. */
  readonly volunteer: string;

  /** @internal */
  constructor(
    thrown: { readonly name: string; readonly message: string; readonly stack: string },
    task: {
      readonly index: number | null;
      readonly input?: unknown;
      readonly volunteer: string;
      readonly cause?: unknown;
    },
  ) {
    const { index, input, volunteer, cause } = task;
    const where = index === null ? "" : ` (task ${index}${volunteer === "" ? "" : `, on ${volunteer}`})`;
    super(`${thrown.name}: ${thrown.message}${where}`, { cause });
    this.remoteName = thrown.name;
    this.remoteStack = thrown.stack;
    this.index = index;
    this.input = input;
    this.volunteer = volunteer;
  }
}

/**
 * Nothing was there within the time that was given. What was waited for goes on.
 *
 * @example
 * import { Pool, TimeoutError } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 1, server: null });
 * const never = pool.applyAsync(() => new Promise(() => {}));
 * const error: unknown = await never.get(1).catch((reason: unknown) => reason);
 * console.log(error instanceof TimeoutError, never.ready()); // true false
 */
export class TimeoutError extends Error {
  /** "TimeoutError". */
  override readonly name = "TimeoutError";
}

/**
 * The task has no result, since it was not wanted any more: the pool was terminated, or another result ended its job.
 *
 * @example
 * import { Pool, TaskCancelled } from "tabpool";
 *
 * const pool = await Pool.open({ processes: 1, server: null });
 * const never = pool.applyAsync(() => new Promise(() => {}));
 * await pool.terminate();
 * const error: unknown = await never.get().catch((reason: unknown) => reason);
 * console.log(error instanceof TaskCancelled); // true
 */
export class TaskCancelled extends Error {
  /** "TaskCancelled". */
  override readonly name = "TaskCancelled";
}

/**
 * An input, a shared value or an argument cannot travel. The message names the part that cannot.
 *
 * @example
 * import { NotSerializable, Pool } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 1, server: null });
 * const error: unknown = await pool.map((n: unknown) => n, [1, { then: () => 2 }]).catch((reason: unknown) => reason);
 * if (error instanceof NotSerializable) console.log(error.message);
 * // inputs[1] cannot travel: The value cannot be sent: .then is a function
 */
export class NotSerializable extends TypeError {
  /** "NotSerializable". */
  override readonly name = "NotSerializable";
}

/**
 * The function refers to what is outside of it, and so cannot run elsewhere. The message says what to do.
 *
 * @example
 * import { NotSelfContained, Pool } from "tabpool";
 *
 * const factor = 3;
 * await using pool = await Pool.open({ processes: 1, server: null });
 * const error: unknown = await pool.map((n: number) => n * factor, [1, 2]).catch((reason: unknown) => reason);
 * if (error instanceof NotSelfContained) console.log(error.names); // [ 'factor' ]
 */
export class NotSelfContained extends TypeError {
  /** "NotSelfContained". */
  override readonly name = "NotSelfContained";
  /** The names outside the function that it refers to. */
  readonly names: readonly string[];

  /** @internal */
  constructor(message: string, names: readonly string[]) {
    super(message);
    this.names = names;
  }
}

/**
 * The pool takes no further calls: it was closed or terminated.
 *
 * @example
 * import { Pool, PoolClosed } from "tabpool";
 *
 * const pool = await Pool.open({ processes: 1, server: null });
 * await pool.terminate();
 * const error: unknown = await pool.apply(() => 1).catch((reason: unknown) => reason);
 * console.log(error instanceof PoolClosed); // true
 */
export class PoolClosed extends Error {
  /** "PoolClosed". */
  override readonly name = "PoolClosed";
}

/**
 * The manager and its client were not given the same key, or it is no manager that answers.
 *
 * @example
 * import { AuthenticationError, connect, Manager } from "tabpool";
 *
 * const manager = await Manager.serve({ authkey: "abc", register: {} });
 * const error: unknown = await connect({ link: manager.link, authkey: "abd" }).catch((reason: unknown) => reason);
 * console.log(error instanceof AuthenticationError); // true
 * await manager.shutdown();
 */
export class AuthenticationError extends Error {
  /** "AuthenticationError". */
  override readonly name = "AuthenticationError";
}

/**
 * No Tabpool server or manager answers where one was asked for, or it refuses.
 *
 * @example
 * import { ConnectionRefusedError, Pool } from "tabpool";
 *
 * const error: unknown = await Pool.open({ server: "http://127.0.0.1:1" }).catch((reason: unknown) => reason);
 * console.log(error instanceof ConnectionRefusedError); // true
 */
export class ConnectionRefusedError extends Error {
  /** "ConnectionRefusedError". */
  override readonly name = "ConnectionRefusedError";
}
