import { shown } from "../shown.ts";
import { Refusal } from "./refusal.ts";

/** `l` and `L` have 32 bits, as on Windows. */
const kinds = {
  b: Int8Array,
  B: Uint8Array,
  h: Int16Array,
  H: Uint16Array,
  i: Int32Array,
  I: Uint32Array,
  l: Int32Array,
  L: Uint32Array,
  q: BigInt64Array,
  Q: BigUint64Array,
  f: Float32Array,
  d: Float64Array,
} as const satisfies Readonly<Record<TypeCode, unknown>>;

/**
 * The type of a number, as Python's codes have it: `b` `B` whole numbers of 8 bits with and without a sign, `h` `H` of 16, `i` `I` `l` `L` of 32, `q`
 * `Q` of 64, which are big integers; `f` a floating number of 32 bits and `d` of 64, which is any number.
 */
export type TypeCode = "b" | "B" | "h" | "H" | "i" | "I" | "l" | "L" | "q" | "Q" | "f" | "d";

/** @throws RangeError for a code that is none: programs of JavaScript may give any. */
function kindOf(type: TypeCode): (typeof kinds)[TypeCode] {
  if (Object.hasOwn(kinds, type)) return kinds[type];
  throw new RangeError(`type must be one of ${Object.keys(kinds).join(" ")}, got ${shown(type)}`);
}

/** Numbers of one type. As in Python whole numbers that are out of range wrap, and a fraction is no whole number. */
export class Numbers {
  readonly #numbers: InstanceType<(typeof kinds)[TypeCode]>;
  readonly #isWhole: boolean;

  constructor(type: TypeCode, length: number) {
    this.#numbers = new (kindOf(type))(length);
    this.#isWhole = type !== "f" && type !== "d";
  }

  static bytesPerNumber(type: TypeCode): number {
    return kindOf(type).BYTES_PER_ELEMENT;
  }

  get length(): number {
    return this.#numbers.length;
  }

  at(place: number): number | bigint {
    return this.#numbers[place] ?? 0;
  }

  /** @throws Refusal if the value is no number of the type. */
  set(place: number, value: unknown): void {
    const numbers = this.#numbers;
    const checked = this.#checked(value);
    if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) numbers[place] = BigInt(checked);
    else numbers[place] = typeof checked === "bigint" ? Number(BigInt.asIntN(32, checked)) : checked;
  }

  #checked(value: unknown): number | bigint {
    if (typeof value === "bigint" && this.#isWhole) return value;
    if (typeof value === "number" && (!this.#isWhole || Number.isInteger(value))) return value;
    throw new Refusal("TypeError", `the value must be a ${this.#isWhole ? "whole " : ""}number, got ${shown(value)}`);
  }
}
