import type { TypeCode } from "../../core/objects/numbers.ts";
import { kindOf } from "../kind-of.ts";
import { Acquirable } from "./locks.ts";
import { Handle, made } from "./shared-object.ts";

/** Python's codes: whole numbers of 8, 16, 32 and 64 bits with and without a sign, and `f` and `d` for floating ones. */
const typeCodes = new Set("bBhHiIlLqQfd");

function isTypeCode(code: unknown): code is TypeCode {
  return typeof code === "string" && typeCodes.has(code);
}

/** @throws TypeError for what is no code of a type. */
function typeCodeFrom(code: unknown): TypeCode {
  if (isTypeCode(code)) return code;
  throw new TypeError(`the type must be one of ${[...typeCodes].join(" ")}, got ${kindOf(code)}`);
}

/**
 * One value, with an RLock: multiprocessing's `Value`.
 *
 * @example
 * const total = new Value("i", 0);
 * await total.run(async () => total.set((await total.get()) + 1));
 */
export class Value<Kept = number> extends Acquirable {
  /**
   * `type`: Python's code of a number's type, as `i` for whole numbers of 32 bits and `d` for any; whole ones that are out of range wrap, as in
   * Python. null for any value that travels. `value`: what it begins with; 0, or undefined for null, where it is not said.
   *
   * @throws TypeError for what is no code.
   */
  constructor(type: TypeCode | null, value?: Kept);
  constructor(handle: Handle);
  constructor(given: TypeCode | null | Handle, value?: Kept) {
    super(given instanceof Handle ? given : madeValue(given, value));
  }

  get(): Promise<Kept>;
  get(): Promise<unknown> {
    return this.call("get");
  }

  /** @throws TypeError for what is not of its type, and what cannot travel. */
  async set(value: Kept): Promise<void> {
    await this.call("set", value);
  }
}

function madeValue(code: unknown, value: unknown): Handle {
  const type = code === null ? null : typeCodeFrom(code);
  return made("value", { kind: "value", type, initial: type !== null && value === undefined ? 0 : value });
}

/** Numbers in as many places, with an RLock: multiprocessing's `Array`. Negative places count from the end. */
export class SharedArray<Item extends number | bigint = number> extends Acquirable {
  /** `type`: as of a `Value`. `given`: the numbers, or how many zeros. @throws TypeError for what is no code. */
  constructor(type: TypeCode, given: number | Iterable<Item>);
  constructor(handle: Handle);
  constructor(type: TypeCode | Handle, given: number | Iterable<Item> = 0) {
    super(type instanceof Handle ? type : madeArray(type, given));
  }

  /** @throws IndexError where there is no such place. */
  get(place: number): Promise<Item>;
  get(place: number): Promise<unknown> {
    return this.call("get", place);
  }

  /** @throws IndexError where there is no such place; TypeError for what is not of its type. */
  async set(place: number, item: Item): Promise<void> {
    await this.call("set", place, item);
  }

  /** The numbers from `start` to before `stop`, each `step`th: Python's slice. All of them where nothing is said. */
  slice(start?: number | null, stop?: number | null, step?: number | null): Promise<Item[]>;
  slice(start: number | null = null, stop: number | null = null, step: number | null = null): Promise<unknown> {
    return this.call("slice", start, stop, step);
  }

  /** Sets those places to as many numbers. @throws RangeError for more or fewer. */
  async setSlice(
    items: Iterable<Item>,
    start?: number | null,
    stop?: number | null,
    step?: number | null,
  ): Promise<void> {
    await this.call("setSlice", [...items], start ?? null, stop ?? null, step ?? null);
  }

  length(): Promise<number>;
  length(): Promise<unknown> {
    return this.call("length");
  }
}

function madeArray(code: unknown, given: number | Iterable<number | bigint>): Handle {
  const initial = typeof given === "number" ? given : [...given];
  return made("array", { kind: "array", type: typeCodeFrom(code), initial });
}
