import { fraction, threefry } from "./threefry.ts";

/** Keeps the numbers of tasks apart from those that inputs are drawn with: the ASCII codes of "task". */
const purpose = 0x7461_736b;

/** The random numbers of one task, one after the other: from 0 to just below 1. `seed` and `index` have 32 bits. */
export function taskRandom(seed: number, index: number): () => number {
  const block = new Uint32Array(2);
  let drawn = 0;
  return () => {
    threefry(seed, index, drawn, purpose, block);
    drawn += 1;
    return fraction(block);
  };
}
