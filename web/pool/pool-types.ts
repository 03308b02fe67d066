import type { ConsoleLevel } from "../core/job/console-level.ts";
import type { Feature } from "../core/job/features.ts";
import type { Task } from "../core/job/task.ts";
import type { AsyncResult } from "./async-result.ts";
import type { Inputs } from "./inputs.ts";

/**
 * What is called for each input: a function that needs nothing outside of it, or the URL of a module whose default export is such a
 * one. It may be called more than once for an input, where a volunteer is lost.
 *
 * @example
 * import { Pool, type TaskTarget } from "tabpool";
 *
 * const power: TaskTarget<[base: number, exponent: number], number> = (base, exponent) => base ** exponent;
 * await using pool = await Pool.open({ processes: 1, server: null });
 * console.log(await pool.starmap(power, [[2, 5], [3, 2]])); // [ 32, 9 ]
 */
export type TaskTarget<Args extends readonly unknown[], Value> = ((...args: Args) => Value) | URL;

/**
 * A function of one input. `task` says more: index, attempt, random numbers, progress, signal, shared value, files.
 *
 * @example
 * import { type InputTarget, Pool } from "tabpool";
 *
 * const numbered: InputTarget<string, string> = (word, { index }) => `${index}: ${word}`;
 * await using pool = await Pool.open({ processes: 1, server: null });
 * console.log(await pool.map(numbered, ["one", "two"])); // [ '0: one', '1: two' ]
 */
export type InputTarget<Input, Value> = TaskTarget<[input: Input, task: Task], Value>;

/**
 * A line that a task has written to its console, as `onConsole` is given it.
 *
 * @example
 * import { Pool, type PoolConsoleLine } from "tabpool";
 *
 * const written: string[] = [];
 * const onConsole = ({ level, text }: PoolConsoleLine) => written.push(`${level}: ${text}`);
 * const pool = await Pool.open({ processes: 1, server: null, onConsole });
 * await pool.map((n: number) => console.warn(`it is ${n}`), [7]);
 * pool.close();
 * await pool.join();
 * console.log(written); // [ 'warn: it is 7' ]
 */
export interface PoolConsoleLine {
  /** The method of `console` that was called. */
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

/**
 * Options of `Pool.open`. All may be left out.
 *
 * @example
 * import { Pool } from "tabpool";
 *
 * await using pool = await Pool.open({
 *   processes: 1,
 *   server: null,
 *   initializer: (unit: string) => Object.assign(globalThis, { unit }),
 *   initialArguments: ["ms"],
 * });
 * console.log(await pool.apply((n: number) => `${n} ${Reflect.get(globalThis, "unit")}`, [5])); // 5 ms
 */
export interface PoolOptions {
  /**
   * Slots of this process's or page's own, which compute one task each at a time: a whole number from 0 to 1,024. As many as cores where it is
   * not said; 0 for none.
   */
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
   * Most tasks that a Worker or thread of the pool's own slots computes, from 1 on: then another one takes its place, with nothing of what tasks
   * have left in memory. Any number where it is not said. Tabs decide for themselves.
   */
  readonly maxTasksPerChild?: number | undefined;
  /**
   * Called in each slot with `initialArguments` before its first task, and again where the slot goes on with another function. It may
   * be async. What it throws is what the task has thrown; the next task begins it anew.
   */
  readonly initializer?: ((...args: never[]) => unknown) | URL | undefined;
  /** What the initializer is called with; nothing where it is not said. */
  readonly initialArguments?: readonly unknown[] | undefined;
  /**
   * Called with each line that a task writes to its console, and what becomes of the pool's server and journal. Where it is not said, the lines
   * come on this console.
   */
  readonly onConsole?: ((line: PoolConsoleLine) => void) | undefined;
  /** Aborted: the pool is terminated. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Options of a call: the last argument of each method of a pool that computes. All may be left out.
 *
 * @example
 * import { Pool } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 1, server: null });
 * const stop = new AbortController();
 * const never = pool.map(() => new Promise(() => {}), [1, 2], { signal: stop.signal, timeLimitMs: 3_600_000 });
 * stop.abort("it took too long");
 * console.log(await never.catch((reason: unknown) => reason)); // it took too long
 */
export interface TaskOptions {
  /** Aborted: tasks that run are aborted, no other one begins, and the call rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** A value that all tasks read as `task.shared`. Each volunteer fetches it once. */
  readonly shared?: unknown;
  /** Bytes or texts that tasks read by `task.file(name)`, and that a module imports as `./name`. */
  readonly files?: Readonly<Record<string, Uint8Array | string>> | undefined;
  /** Milliseconds that one attempt may take: more than 0, and at most 86,400,000, which are a day. 60,000 where it is not said. */
  readonly timeLimitMs?: number | undefined;
  /** Most executions of one task that may end in an error, from 1 to 255. 1 where it is not said: what a function throws is its answer. */
  readonly attempts?: number | undefined;
  /**
   * Of the pool's open calls the one with the highest priority is computed first: a whole number from -1,000,000 to 1,000,000. 0 where it is not
   * said.
   */
  readonly priority?: number | undefined;
  /** Features that a volunteer must offer, such as `wasm-simd`. */
  readonly needs?: readonly Feature[] | undefined;
  /** How many tasks travel together, from 1 on; measured where it is not said. */
  readonly chunksize?: number | undefined;
  /**
   * Buffers of inputs, arguments, `shared` or `files` that the caller gives up, as in `postMessage`: at the call, once all that is read then has
   * been read, they are detached, so that their bytes are in memory once and not twice. Where something of it cannot travel, none is. What a
   * generator or a stream gives later cannot travel where its buffer is among them.
   */
  readonly transfer?: readonly ArrayBuffer[] | undefined;
}

/**
 * Options of `imap`, whose values are given one after the other.
 *
 * @example
 * import { type IterationOptions, Pool } from "tabpool";
 *
 * const options: IterationOptions = { order: "completed", chunksize: 1 };
 * await using pool = await Pool.open({ processes: 2, server: null });
 * let sum = 0;
 * for await (const square of pool.imap((n: number) => n * n, [1, 2, 3], options)) sum += square;
 * console.log(sum); // 14
 */
export interface IterationOptions extends TaskOptions {
  /** "index", the order of the inputs, where it is not said; "completed": as `imapUnordered` gives them. */
  readonly order?: "index" | "completed" | undefined;
}

/**
 * A tab or a device that computes for the pool.
 *
 * @example
 * import { Pool } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 2, name: "here", server: null });
 * for (const { name, slots, isPaused } of pool.volunteers) console.log(name, slots, isPaused); // here 2 false
 */
export interface Volunteer {
  /** What it is called in errors and lines of the console, too. */
  readonly name: string;
  /** In words: `Chrome on Windows`. */
  readonly device: string;
  /** Tasks that it computes at a time. */
  readonly slots: number;
  /** Whether its user has paused it: then it gets no tasks. */
  readonly isPaused: boolean;
  /** Tasks in its hands now. */
  readonly tasks: number;
}

/**
 * What a task comes to, as in `Promise.allSettled`: its value, or the `RemoteError` for what it has thrown.
 *
 * @example
 * import { Pool, RemoteError } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 1, server: null });
 * for (const settled of await pool.mapSettled((text: string) => JSON.parse(text), ["7", "{"])) {
 *   if (settled.status === "fulfilled") console.log(settled.value); // 7
 *   else console.log(settled.reason instanceof RemoteError && settled.reason.remoteName); // SyntaxError
 * }
 */
export type Settlement<Value> =
  | { readonly status: "fulfilled"; readonly value: Value }
  | { readonly status: "rejected"; readonly reason: unknown };

/**
 * The values of a call as they come: what `imap` and `imapUnordered` give, for `for await`.
 *
 * @example
 * import { Pool } from "tabpool";
 *
 * await using pool = await Pool.open({ processes: 2, server: null });
 * const halves = pool.imap((n: number) => n / 2, [4, 6]);
 * console.log((await halves.next(60_000)).value); // 2
 * console.log((await halves.next()).value, (await halves.next()).done); // 3 true
 */
export interface ResultIterator<Value> extends AsyncIterableIterator<Value, undefined> {
  /**
   * The next value. `timeoutMs`: milliseconds that it is waited for; without end where it is not said.
   *
   * @throws RemoteError where its task has failed: the next call gives the next task's value. TimeoutError where it has not come by then: the
   * next call waits for the same value. TypeError, RangeError for what is no time.
   */
  next(timeoutMs?: number | null): Promise<IteratorResult<Value, undefined>>;
  /** Ends the call: what runs is aborted, and what has not begun does not. Leaving a `for await` does the same. */
  return(): Promise<IteratorResult<Value, undefined>>;
}

/**
 * A pool of slots in this process or page, and in the tabs that have joined it. Its words are those of Python's
 * `multiprocessing.Pool`, in camelCase. `Pool.open` makes it.
 *
 * @example
 * import { Pool, range } from "tabpool";
 *
 * const pool = await Pool.open({ processes: 2, server: null });
 * console.log(await pool.map((n: number) => n * n, range(5))); // [ 0, 1, 4, 9, 16 ]
 * pool.close();
 * await pool.join();
 */
export interface Pool extends AsyncDisposable {
  /** The address at which tabs join, a URL; null where none can, and while the server has not answered. */
  readonly joinLink: string | null;
  /** The room's code, which people type at the server's `/worker` instead of the whole link; null where there is no link. */
  readonly code: string | null;
  /** All that compute for the pool now, this process or page among them. */
  readonly volunteers: readonly Volunteer[];
  /** The join link as a QR code for a terminal, in lines of half blocks. @throws Error where there is no link. */
  qr(): string;
  /** Calls `changed` after volunteers, link or code have changed, once for many changes. Returns the way to call it off. */
  subscribe(changed: () => void): () => void;

  /**
   * Calls the function once, with `args` as its arguments; resolves to what it returns. Python's `apply`.
   *
   * @throws RemoteError for what the function throws; NotSelfContained, NotSerializable for a function or arguments that cannot travel;
   * TypeError, RangeError for wrong arguments; PoolClosed; TaskCancelled where the pool is terminated meanwhile; the reason of `signal`.
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * console.log(await pool.apply((a: number, b: number) => a + b, [2, 3])); // 5
   */
  apply<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): Promise<Awaited<Value>>;
  /**
   * As `apply`, but gives an `AsyncResult` at once. Errors, those of wrong arguments included, come when that is asked for.
   *
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * const result = pool.applyAsync((a: number, b: number) => a + b, [2, 3]);
   * console.log(await result.get(60_000)); // 5
   */
  applyAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    args?: Args,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>>;
  /**
   * Calls the function for each input; resolves to all values, in the order of the inputs. Where tasks fail, all others are computed
   * all the same, and the RemoteError of the first one that failed is thrown then. Python's `map`.
   *
   * @throws RemoteError for what the function throws; NotSelfContained, NotSerializable for a function or inputs that cannot travel;
   * TypeError, RangeError for wrong arguments; PoolClosed; TaskCancelled where the pool is terminated meanwhile; the reason of `signal`.
   * @example
   * import { Pool, range } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * console.log(await pool.map((n: number) => n * n, range(4))); // [ 0, 1, 4, 9 ]
   * const scaled = await pool.map((n: number, task) => n * Number(task.shared), [1, 2], { shared: 10 });
   * console.log(scaled); // [ 10, 20 ]
   */
  map<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  /**
   * As `map`, but gives an `AsyncResult` at once. Errors, those of wrong arguments included, come when that is asked for.
   *
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * const lengths = pool.mapAsync((word: string) => word.length, ["tab", "pool"]);
   * await lengths.wait();
   * console.log(lengths.successful(), await lengths); // true [ 3, 4 ]
   */
  mapAsync<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]>;
  /**
   * As `map`, with each input a list of arguments. Python's `starmap`.
   *
   * @throws what `map` throws.
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * const pairs: [number, number][] = [[2, 3], [4, 5]];
   * console.log(await pool.starmap((a: number, b: number) => a * b, pairs)); // [ 6, 20 ]
   */
  starmap<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): Promise<Awaited<Value>[]>;
  /**
   * As `starmap`, but gives an `AsyncResult` at once. Errors, those of wrong arguments included, come when that is asked for.
   *
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * const powers = pool.starmapAsync((base: number, exponent: number) => base ** exponent, [[2, 5], [3, 2]] as [number, number][]);
   * console.log(await powers.get(60_000)); // [ 32, 9 ]
   */
  starmapAsync<Args extends readonly unknown[], Value>(
    target: TaskTarget<Args, Value>,
    inputs: Inputs<Args>,
    options?: TaskOptions,
  ): AsyncResult<Awaited<Value>[]>;
  /**
   * As `map`, but resolves to what each task came to, its value or its error: no value is lost where another task fails.
   *
   * @throws what `map` throws, but no RemoteError of a single task.
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * const settled = await pool.mapSettled((text: string): unknown => JSON.parse(text), ["[1]", "oops"]);
   * console.log(settled.map(({ status }) => status)); // [ 'fulfilled', 'rejected' ]
   */
  mapSettled<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): Promise<Settlement<Awaited<Value>>[]>;
  /**
   * Values in the order of the inputs, each as soon as it and all before it are there. Inputs of a stream are read at most
   * 16,384 ahead of what is taken, and what was taken leaves the memory: a stream may be endless, up to a hundred million inputs. A task that fails makes its `next` reject; the one after it
   * gives the next task's value. Leaving the loop ends the rest. Errors, those of wrong arguments included, come from the first `next`.
   *
   * @example
   * import { lines, Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * for await (const length of pool.imap((line: string) => line.length, lines("one\nthree\n"))) console.log(length);
   * // 3
   * // 5
   */
  imap<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: IterationOptions,
  ): ResultIterator<Awaited<Value>>;
  /**
   * As `imap`, in the order in which values arrive.
   *
   * @example
   * import { Pool, range } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * let found = 0;
   * for await (const isHit of pool.imapUnordered((n: number) => n % 7 === 0, range(1, 100))) if (isHit) found += 1;
   * console.log(found); // 14
   */
  imapUnordered<Input, Value>(
    target: InputTarget<Input, Value>,
    inputs: Inputs<Input>,
    options?: TaskOptions,
  ): ResultIterator<Awaited<Value>>;

  /** Takes no further calls; those that were taken are computed. */
  close(): void;
  /** Ends all at once: calls that are open reject with TaskCancelled. Resolves once nothing of the pool is left. */
  terminate(): Promise<void>;
  /** Resolves once nothing of the pool is left. @throws Error unless it was closed or terminated before. */
  join(): Promise<void>;
  /** What the end of an `await using` block calls: as `terminate`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** How pools are made: what the name `Pool` stands for as a value. */
export interface PoolOpener {
  /**
   * Opens a pool: slots of this page's or process's own, and the tabs that join it.
   *
   * @throws TypeError, RangeError for wrong options; ConnectionRefusedError where the server that was asked for does not answer;
   * NotSelfContained, NotSerializable for an initializer or arguments of it that cannot travel; PoolClosed where `signal` is aborted; Error where
   * this page or process cannot compute, or the journal cannot be opened or is open elsewhere.
   * @example
   * import { Pool } from "tabpool";
   *
   * await using pool = await Pool.open({ processes: 2, server: null });
   * console.log(pool.joinLink, await pool.apply(() => "computed")); // null computed
   */
  open(options?: PoolOptions): Promise<Pool>;
}
