import { shown } from "../shown.ts";
import type { Packed } from "../values/format.ts";
import { inOwnMemory } from "../values/own-memory.ts";
import { valueAt } from "../values/packed.ts";
import { encodedAt } from "../values/value-column.ts";
import { Refusal } from "./refusal.ts";

/** The arguments of one call, which may come from a stranger. Those that are left out are undefined. */
export class Arguments {
  readonly #packed: Packed;

  constructor(packed: Packed) {
    this.#packed = packed;
  }

  get count(): number {
    return this.#packed.ends.length;
  }

  /** The argument's bytes, in memory of their own. @throws Refusal if it is left out. */
  encoded(position: number, name: string): Uint8Array {
    if (position >= this.count) throw new Refusal("TypeError", `${name} is missing`);
    return inOwnMemory(encodedAt(this.#packed, position));
  }

  /** @throws Refusal if its bytes are no value. */
  value(position: number): unknown {
    if (position >= this.count) return undefined;
    try {
      return valueAt(this.#packed, position);
    } catch (error) {
      throw new Refusal("TypeError", error instanceof Error ? error.message : String(error));
    }
  }

  /** A whole number. @throws Refusal if it is none, or left out where nothing stands for it. */
  whole(position: number, name: string, fallback?: number): number {
    const value = this.value(position);
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value !== "number" || !Number.isSafeInteger(value)) {
      throw new Refusal("TypeError", `${name} must be a whole number, got ${shown(value)}`);
    }
    return value;
  }

  /** A whole number; null where it is left out. @throws Refusal if it is something else. */
  optionalWhole(position: number, name: string): number | null {
    return (this.value(position) ?? null) === null ? null : this.whole(position, name);
  }

  /** @throws Refusal if it is no list. */
  list(position: number, name: string): readonly unknown[] {
    const value = this.value(position);
    if (!Array.isArray(value)) throw new Refusal("TypeError", `${name} must be a list, got ${shown(value)}`);
    return value;
  }

  /** Milliseconds; null for ever, also where it is left out. As in Python a negative one is 0. @throws Refusal if it is neither. */
  timeout(position: number): number | null {
    const value = this.value(position);
    if (value === undefined || value === null || value === Infinity) return null;
    if (typeof value !== "number")
      throw new Refusal("TypeError", `timeout must be a number of milliseconds or null, got ${shown(value)}`);
    if (Number.isNaN(value))
      throw new Refusal("RangeError", "timeout must be a number of milliseconds or null, got NaN");
    return Math.max(0, value);
  }
}
