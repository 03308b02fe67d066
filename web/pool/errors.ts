/** What a task has thrown, or what ended it, as the pool's program is told. `cause` is what was thrown, with its own stack. */
export class RemoteError extends Error {
  override readonly name = "RemoteError";
  /** The name of what was thrown: `TypeError`. */
  readonly remoteName: string;
  /** Where it was thrown, as its volunteer saw it; empty where that is not known. */
  readonly remoteStack: string;
  /** The task's place among the inputs, from 0; null where the function could not be loaded at all. */
  readonly index: number | null;
  /** undefined where it cannot be had any more. */
  readonly input: unknown;
  /** The name of the volunteer of the last attempt; empty where that is not known. */
  readonly volunteer: string;

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

/** Nothing was there within the time that was given. What was waited for goes on. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** The task has no result, since it was not wanted any more: the pool was terminated, or another result ended its job. */
export class TaskCancelled extends Error {
  override readonly name = "TaskCancelled";
}

/** An input, a shared value or an argument cannot travel. The message names the part that cannot: `[2].then is a function`. */
export class NotSerializable extends TypeError {
  override readonly name = "NotSerializable";
}

/** The function refers to what is outside of it, and so cannot run elsewhere. */
export class NotSelfContained extends TypeError {
  override readonly name = "NotSelfContained";
  /** The names outside the function that it refers to. */
  readonly names: readonly string[];

  constructor(message: string, names: readonly string[]) {
    super(message);
    this.names = names;
  }
}

/** The pool takes no further tasks: it was closed or terminated. */
export class PoolClosed extends Error {
  override readonly name = "PoolClosed";
}

/** No Tabpool server answers where one was asked for, or it refuses the pool. */
export class ConnectionRefusedError extends Error {
  override readonly name = "ConnectionRefusedError";
}
