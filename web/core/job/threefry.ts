const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const rounds = 20;
const parity = 0x1bd1_1bda;

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/**
 * Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw, 2011): a block of 64 random bits for each counter, in any
 * order. Writes two unsigned 32-bit words into `block`.
 */
export function threefry(key0: number, key1: number, counter0: number, counter1: number, block: Uint32Array): void {
  const keys = [key0, key1, parity ^ key0 ^ key1] as const;
  let left = (counter0 + key0) | 0;
  let right = (counter1 + key1) | 0;
  for (let round = 0; round < rounds; round += 1) {
    left = (left + right) | 0;
    right = rotated(right, rotations[round & 7] ?? 0) ^ left;
    if ((round & 3) !== 3) continue;
    const injected = (round + 1) >> 2;
    left = (left + (keys[injected % 3] ?? 0)) | 0;
    right = (right + (keys[(injected + 1) % 3] ?? 0) + injected) | 0;
  }
  block[0] = left;
  block[1] = right;
}

/** 53 of the block's bits as a number from 0 to just below 1. */
export function fraction(block: Uint32Array): number {
  return ((block[0] ?? 0) * 2 ** 21 + ((block[1] ?? 0) >>> 11)) / 2 ** 53;
}
