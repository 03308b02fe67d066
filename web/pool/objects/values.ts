import type { TypeCode } from "../../core/objects/numbers.ts";
import { Acquirable } from "./locks.ts";
import { wholeNumber } from "../../core/objects/whole-number.ts";
import { Handle, made, itemsFrom, wrong } from "./shared-object.ts";

/** Python's codes: whole numbers of 8, 16, 32 and 64 bits with and without a sign, and `f` and `d` for floating ones. */
const typeCodes = new Set("bBhHiIlLqQfd");

function isTypeCode(code: unknown): code is TypeCode {
  return typeof code === "string" && typeCodes.has(code);
}

/** @throws TypeError for what is no code of a type. */
function typeCodeFrom(code: unknown): TypeCode {
  if (isTypeCode(code)) return code;
  throw wrong("type", `one of ${[...typeCodes].join(" ")}`, code);
}

/**
 * One value, with an RLock, which `get` and `set` do not ask for: multiprocessing's `Value`.
 *
 * @example
 * import { Value } from "tabpool";
 *
 * const total = new Value("i", 40);
 * await total.run(async () => total.set((await total.get()) + 2));
 * console.log(await total.get()); // 42
 */
export class Value<Kept = number> extends Acquirable {
  /**
   * `type`: Python's code of a number's type, as `i` for whole numbers of 32 bits and `d` for any; whole ones that are out of range wrap, as in
   * Python. null for any value that travels. `value`: what it begins with; 0, or undefined for null, where it is not said.
   *
   * @throws TypeError for what is no code. A first value that is not of the type rejects each call.
   */
  constructor(type: TypeCode | null, value?: Kept);
  /** @internal */
  constructor(handle: Handle);
  constructor(given: TypeCode | null | Handle, value?: Kept) {
    super(given instanceof Handle ? given : madeValue(given, value));
  }

  /** The value: a number; of the types `q` and `Q` a big integer. */
  get(): Promise<Kept>;
  get(): Promise<unknown> {
    return this.call("get");
  }

  /** Sets the value. @throws TypeError for what is not of its type, and what cannot travel. */
  async set(value: Kept): Promise<void> {
    await this.call("set", value);
  }
}

function madeValue(code: unknown, value: unknown): Handle {
  const type = code === null ? null : typeCodeFrom(code);
  return made("value", { kind: "value", type, initial: type !== null && value === undefined ? 0 : value });
}

/**
 * Numbers in as many places, with an RLock, which the other methods do not ask for: multiprocessing's `Array`. Negative places count from the
 * end.
 *
 * @example
 * import { Array } from "tabpool";
 *
 * const array = new Array("i", [1, 2, 3]);
 * await array.set(-1, 30);
 * console.log(await array.slice(1), await array.length()); // [ 2, 30 ] 3
 */
export class SharedArray<Item = number> extends Acquirable {
  /**
   * `type`: as of a `Value`. `given`: the numbers, or how many zeros.
   *
   * @throws TypeError for what is no code, and what are no numbers; RangeError for a length that is none. Numbers that are not of the type reject each call.
   */
  constructor(type: TypeCode, given: number | Iterable<Item & (number | bigint)>);
  /** @internal */
  constructor(handle: Handle);
  constructor(type: TypeCode | Handle, given: number | Iterable<Item & (number | bigint)> = 0) {
    super(type instanceof Handle ? type : madeArray(type, given));
  }

  /** The number at `index`. @throws an Error whose `name` is IndexError where there is no such place; TypeError for what is no whole number. */
  get(index: number): Promise<Item>;
  get(index: number): Promise<unknown> {
    return this.call("get", index);
  }

  /** Sets the number at `index`. @throws an Error whose `name` is IndexError where there is no such place; TypeError for what is not of its type. */
  async set(index: number, value: Item): Promise<void> {
    await this.call("set", index, value);
  }

  /** The numbers from `start` to before `stop`, each `step`th: Python's slice. All of them where nothing is said. @throws RangeError for a step of 0. */
  slice(start?: number | null, stop?: number | null, step?: number | null): Promise<Item[]>;
  slice(start: number | null = null, stop: number | null = null, step: number | null = null): Promise<unknown> {
    return this.call("slice", start, stop, step);
  }

  /**
   * Sets the places from `start` to before `stop`, each `step`th, to as many numbers; all places where nothing is said.
   *
   * @throws RangeError for more or fewer numbers than places, and for a step of 0; TypeError for a number that is not of its type: those before
   * it are set.
   */
  async setSlice(
    items: Iterable<Item>,
    start?: number | null,
    stop?: number | null,
    step?: number | null,
  ): Promise<void> {
    await this.call("setSlice", itemsFrom("items", items), start ?? null, stop ?? null, step ?? null);
  }

  /** How many places there are: Python's `len`. */
  length(): Promise<number>;
  length(): Promise<unknown> {
    return this.call("length");
  }
}

function madeArray(code: unknown, given: unknown): Handle {
  const type = typeCodeFrom(code);
  const initial = typeof given === "number" ? wholeNumber("size", given, 0) : itemsFrom("size or numbers", given);
  return made("array", { kind: "array", type, initial });
}
