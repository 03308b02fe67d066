import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Mixes small numbers into 32 bits (the finalizer of MurmurHash3, Appleby 2011): what is fixed for a seed, whatever happens. */
export function mixed(...parts: readonly number[]): number {
  let hash = 0x9e37_79b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}

/** All chance of a simulation, from one seed. */
export class Dice {
  readonly #random;

  constructor(seed: number) {
    this.#random = xoroshiro128plus(mixed(seed));
  }

  /** A whole number, both ends included. */
  whole(smallest: number, largest: number): number {
    return uniformInt(this.#random, smallest, largest);
  }

  chance(share: number): boolean {
    return this.whole(0, 999_999) < share * 1_000_000;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.whole(0, 255));
  }

  /** @throws RangeError where there is nothing to pick from. */
  pick<Value>(values: readonly Value[]): Value {
    const [first] = values;
    if (first === undefined) throw new RangeError("there is nothing to pick from");
    return values[this.whole(0, values.length - 1)] ?? first;
  }

  /** From `smallest` to `largest`, small ones as likely as large ones in their order of magnitude. */
  spread(smallest: number, largest: number): number {
    return Math.round(smallest * (largest / smallest) ** (this.whole(0, 1_000) / 1_000));
  }
}
