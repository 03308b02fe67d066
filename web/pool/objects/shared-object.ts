import { isObjectId, type ObjectId } from "../../core/objects/call.ts";
import type { ObjectSettings } from "../../core/objects/events.ts";
import type { TypeCode } from "../../core/objects/numbers.ts";
import { shown } from "../../core/shown.ts";
import { kindOf } from "../kind-of.ts";
import { objectError } from "./object-errors.ts";

/** The one property by which a shared object travels: `<kind>:<id>`, and `:<detail>` where it has several sides. */
export const handleKey = "tabpool:object";

/** The way of calls to the home of a shared object. */
export interface Reach {
  /** Resolves to the answer, in which other objects are proxies. Rejects with an error whose name says what is wrong. */
  call(object: string, method: string, args: readonly unknown[]): Promise<unknown>;
}

/** What a proxy is made of. */
export class Handle {
  readonly text: string;
  readonly reach: Reach;

  constructor(text: string, reach: Reach) {
    this.text = text;
    this.reach = reach;
  }
}

/** What a proxy is made of; undefined where a new object is to be made. @throws TypeError for anything else. */
export function handleFrom(given: unknown): Handle | undefined {
  if (given === undefined || given instanceof Handle) return given;
  throw new TypeError(`no argument is expected, got ${kindOf(given)}`);
}

/** The object's id in the text of a handle. */
export function idIn(text: string): string {
  return text.split(":")[1] ?? "";
}

/** @throws TypeError where the object's handle was not made by this library: it has no id. */
export function idOf(object: SharedObject): ObjectId {
  const handle = object[handleKey];
  const id = idIn(handle);
  if (isObjectId(id)) return id;
  throw new TypeError(
    `the handle ${shown(handle)} names no shared object: hand over the object itself, as it was made or as it was received`,
  );
}

/** As its maker says it: the home encodes what a value begins with. */
export type MadeSettings =
  | Exclude<ObjectSettings, { readonly kind: "value" | Filled }>
  | { readonly kind: "value"; readonly type: TypeCode | null; readonly initial: unknown }
  /** `initial`: values of a list; pairs of the others. */
  | { readonly kind: Filled; readonly initial: readonly unknown[] };

type Filled = "dict" | "list" | "namespace";

/** `kind`: of the proxies, as handles have it. */
export type MakeObject = (kind: string, settings: MadeSettings) => Handle;

let makeHere: MakeObject = () => {
  throw new Error("a task makes no shared objects: make them beside the pool, and hand them over");
};

/** Where objects of this page or process live from now on. */
export function makeObjectsBy(make: MakeObject): void {
  makeHere = make;
}

/** Makes an object. */
export const made: MakeObject = (kind, settings) => makeHere(kind, settings);

/**
 * What a program holds of an object that lives in a page or a process: what all queues, pipes, locks and values have in common. It may be an
 * argument of a task, and part of an input, of a shared value, of a result and of an item, within lists, plain objects and maps. Each
 * method is a call of the page or process in which the object lives, and may reject with a TypeError for an argument that cannot travel, and with
 * a RangeError where 10,000 calls of the same program or task wait there, or 512 MiB are kept there.
 *
 * @example
 * import { Process, Queue, Value } from "tabpool";
 *
 * const parts = { results: new Queue<number>(), total: new Value("i", 5) };
 * const tell = async ({ results, total }: typeof parts) => results.put(await total.get());
 * const child = new Process({ target: tell, args: [parts] });
 * await child.start();
 * console.log(await parts.results.get()); // 5
 * await child.join();
 */
export abstract class SharedObject {
  /** @internal Its name as data. */
  readonly [handleKey]: string;
  readonly #reach: Reach;

  /** @internal */
  constructor({ text, reach }: Handle) {
    this[handleKey] = text;
    this.#reach = reach;
  }

  /**
   * The object is not needed any more, by anybody: its place in its page or process is free, with all that it holds. Calls that wait at
   * it, and later ones of any program or task, reject with an Error whose `name` is Gone; the other end of a pipe is at its end. Without
   * effect the second time. An object that is not disposed of lives as long as its page or process.
   *
   * @example
   * import { Queue } from "tabpool";
   *
   * const queue = new Queue<number>();
   * await queue.put(1);
   * await queue.dispose();
   * const error: unknown = await queue.get().catch((reason: unknown) => reason);
   * console.log(error instanceof Error && error.name); // Gone
   */
  async dispose(): Promise<void> {
    await this.call("dispose");
  }

  /** As `dispose`: `await using queue = new Queue()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  protected async call(method: string, ...args: readonly unknown[]): Promise<unknown> {
    try {
      return await this.#reach.call(this[handleKey], method, args);
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      throw objectError(name, message);
    }
  }
}

/** @throws TypeError for what has no items. */
export function itemsFrom(name: string, given: unknown): readonly unknown[] {
  if (isIterable(given)) return [...given];
  throw wrong(name, "iterable", given);
}

export function isIterable(given: unknown): given is Iterable<unknown> {
  return typeof Object(given)[Symbol.iterator] === "function";
}

/** @throws TypeError for what is of another type. */
export function checkType(name: string, type: "function" | "boolean", given: unknown): void {
  if (typeof given !== type) throw wrong(name, `a ${type}`, given);
}

export function wrong(name: string, what: string, given: unknown): TypeError {
  return new TypeError(`${name} must be ${what}, got ${shown(given)}`);
}

/**
 * Milliseconds; null for no end: Python's `timeout`.
 *
 * @throws TypeError, RangeError for what is no time.
 */
export function timeoutFrom(timeoutMs: unknown): number | null {
  if (timeoutMs === undefined || timeoutMs === null) return null;
  if (typeof timeoutMs !== "number") throw new TypeError(`timeoutMs must be a number, got ${kindOf(timeoutMs)}`);
  if (Number.isNaN(timeoutMs) || timeoutMs < 0) {
    throw new RangeError(`timeoutMs must be a number of milliseconds from 0 on, got ${timeoutMs}`);
  }
  return timeoutMs === Number.POSITIVE_INFINITY ? null : timeoutMs;
}
