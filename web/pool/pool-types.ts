import type { ConsoleLevel } from "../core/job/console-level.ts";
import type { Feature } from "../core/job/features.ts";
import type { Task } from "../core/job/task.ts";
import type { AsyncResult } from "./async-result.ts";
import type { Inputs } from "./inputs.ts";

/**
 * What is called for each input: a function that needs nothing outside of it, or the URL of a module whose default export is such a
 * one. It may be called more than once for an input, where a volunteer is lost.
 */
export type TaskTarget<Args extends readonly unknown[], Value> = ((...args: Args) => Value) | URL;

/** A function of one input. `task` says more: index, attempt, random numbers, progress, signal, shared value, files. */
export type InputTarget<Input, Value> = TaskTarget<[input: Input, task: Task], Value>;

/** A line that a task has written to its console. */
export interface PoolConsoleLine {
  readonly level: ConsoleLevel;
  /** Values other than texts are put in words. */
  readonly text: string;
  /** The name of the volunteer on which it was written. */
  readonly volunteer: string;
  /** The task's place among its inputs, from 0; null for what a module writes while it is loaded. */
  readonly index: number | null;
  /** Lines that were left out before this one: a task passes on a bounded number. */
  readonly dropped: number;
}

export interface PoolOptions {
  /** Slots of this process's or page's own, which compute one task each at a time. As many as cores where it is not said; 0 for none. */
  readonly processes?: number | undefined;
  /**
   * Where other tabs find the pool: the origin of a Tabpool server, `http://192.168.0.7:8080`; in Node also a port for a server of
   * this process's own, 0 for a free one, which is what Node does where nothing is said. null: no tab can join.
   */
  readonly server?: string | number | null | undefined;
  /** What the pool's own slots are called, where volunteers are named: 1 to 40 characters. "this process", "this tab" where it is not said. */
  readonly name?: string | undefined;
  /**
   * Where calls are on record beyond this process or page: in Node a file's path, in a page a name in its browser's storage. A pool that is
   * opened with the journal of an earlier one, which was interrupted, has what that one has computed. One pool at a time has it open.
   */
  readonly journal?: string | undefined;
  /**
   * Most tasks that a Worker or thread of the pool's own slots computes: then another one takes its place, with nothing of what tasks have left
   * in memory. Any number where it is not said. Tabs decide for themselves.
   */
  readonly maxTasksPerChild?: number | undefined;
  /**
   * Called in each slot with `initialArguments` before its first task, and again where the slot goes on with another function. It may
   * be async. What it throws is what the task has thrown; the next task begins it anew.
   */
  readonly initializer?: ((...args: never[]) => unknown) | URL | undefined;
  readonly initialArguments?: readonly unknown[] | undefined;
  /** Called with each line that a task writes to its console. Where it is not said, the lines come on this console. */
  readonly onConsole?: ((line: PoolConsoleLine) => void) | undefined;
  /** Aborted: the pool is terminated. */
  readonly signal?: AbortSignal | undefined;
}

export interface TaskOptions {
  /** Aborted: tasks that run are aborted, no other one begins, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** A value that all tasks read as `task.shared`. Each volunteer fetches it once. */
  readonly shared?: unknown;
  /** Bytes or texts that tasks read by `task.file(name)`, and that a module imports as `./name`. */
  readonly files?: Readonly<Record<string, Uint8Array | string>> | undefined;
  /** Milliseconds that one attempt may take. 60,000 where it is not said. */
  readonly timeLimitMs?: number | undefined;
  /** Most executions of one task that may end in an error, from 1 to 255. 1 where it is not said: what a function throws is its answer. */
  readonly attempts?: number | undefined;
  /** Of the pool's open calls the highest is computed first; 0 where it is not said. */
  readonly priority?: number | undefined;
  /** Features that a volunteer must offer, such as `wasm-simd`. */
  readonly needs?: readonly Feature[] | undefined;
  /** How many tasks travel together; measured where it is not said. */
  readonly chunksize?: number | undefined;
  /**
   * Buffers of inputs, arguments, `shared` or `files` that the caller gives up, as in `postMessage`: at the call, once all that is read then has
   * been read, they are detached, so that their bytes are in memory once and not twice. Where something of it cannot travel, none is. What a
   * generator or a stream gives later cannot travel where its buffer is among them.
   */
  readonly transfer?: readonly ArrayBuffer[] | undefined;
}

/** Of a call whose values are given one after the other. */
export interface IterationOptions extends TaskOptions {
  /** "index", the order of the inputs, where it is not said; "completed": as `imapUnordered` gives them. */
  readonly order?: "index" | "completed" | undefined;
}

/** A tab or a device that computes for the pool. */
export interface Volunteer {
  readonly name: string;
  /** In words: `Chrome on Windows`. */
  readonly device: string;
  /** Tasks that it computes at a time. */
  readonly slots: number;
  readonly isPaused: boolean;
  /** Tasks in its hands now. */
  readonly tasks: number;
}

/** What a task comes to, as in `Promise.allSettled`. */
export type Settlement<Value> =
  | { readonly status: "fulfilled"; readonly value: Value }
  | { readonly status: "rejected"; readonly reason: unknown };

/** The values of a call as they come. */
export interface ResultIterator<Value> extends AsyncIterableIterator<Value, undefined> {
  /**
   * The next value. Rejects with RemoteError where its task has failed; the next call then gives the next task's.
   * `timeoutMs`: milliseconds that it is waited for.
   *
   * @throws TimeoutError where it has not come by then: the next call waits for the same value.
   */
  next(timeoutMs?: number | null): Promise<IteratorResult<Value, undefined>>;
  /** Ends the call: what runs is aborted, and what has not begun does not. Leaving a `for await` does the same. */
  return(): Promise<IteratorResult<Value, undefined>>;
}

/**
 * A pool of slots in this process or page, and in the tabs that have joined it. Its words are those of Python's
 * `multiprocessing.Pool`, in camelCase.
 */
export interface Pool extends AsyncDisposable {
  /** The address at which tabs join; null where none can, and while the server has not answered. */
  readonly joinLink: string | null;
  /** What people type instead; null as above. */
  readonly code: string | null;
  /** Those who compute now, this process or page among them. */
  readonly volunteers: readonly Volunteer[];
  /** The join link as a QR code for a terminal, in lines of half blocks. @throws Error where there is no link. */
  qr(): string;
  /** Calls `changed` after volunteers, link or code have changed, once for many changes. Returns the way to call it off. */
  subscribe(changed: () => void): () => void;

  /** One call of the function. Rejects with RemoteError for what it throws. */
  apply<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): Promise<Awaited<Value>>;
  applyAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>>;
  /**
   * Calls the function for each input; resolves with all values in the order of the inputs. Where tasks fail, all others are computed
   * all the same, and it rejects with the RemoteError of the first one that failed.
   *
   * @example
   * await pool.map((n: number) => n * n, range(4)); // [0, 1, 4, 9]
   */
  map<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  mapAsync<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]>;
  /** As `map`, with each input a list of arguments. */
  starmap<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  starmapAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]>;
  /** As `map`, with what each task came to: a task that fails makes no other one's value get lost. */
  mapSettled<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Settlement<Awaited<Value>>[]>;
  /**
   * Values in the order of the inputs, each as soon as it and all before it are there. Inputs of a stream are read a bounded way ahead
   * of what is taken; those read, and all values, stay in memory until the call ends. A task that fails makes its `next` reject; the one after it gives the next task's value. Leaving the loop ends the rest.
   */
  imap<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: IterationOptions,
  ): ResultIterator<Awaited<Value>>;
  /** As `imap`, in the order in which values arrive. */
  imapUnordered<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): ResultIterator<Awaited<Value>>;

  /** No further calls are taken; those that were are computed. */
  close(): void;
  /** Ends all at once: calls that are open reject with TaskCancelled. Resolves once nothing of the pool is left. */
  terminate(): Promise<void>;
  /** Resolves once nothing of the pool is left. @throws Error unless it was closed or terminated before. */
  join(): Promise<void>;
}

/** How pools are made: `await Pool.open()`. */
export interface PoolOpener {
  /**
   * Opens a pool: slots of this page's or process's own, and the tabs that join it.
   *
   * @throws TypeError, RangeError for options that are none; ConnectionRefusedError where the server that was asked for does not
   * answer; Error where this page or process cannot compute.
   * @example
   * await using pool = await Pool.open({ processes: 4 });
   * console.log(await pool.map((n: number) => n * n, range(10)));
   */
  open(options?: PoolOptions): Promise<Pool>;
}
