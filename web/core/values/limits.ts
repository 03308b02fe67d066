/**
 * What a value may be. Strangers send the bytes, so each number bounds what reading one value can make the reader
 * allocate or walk through.
 */

/** Bytes of one encoded value: what a browser tab can hold twice (pieces and whole) for a few dozen volunteers at a time. */
export const maxValueBytes = 63 * 1024 * 1024;

/** Bytes of all values of a column: one of the largest size, and small ones beside it. A few bytes may claim to be many values. */
export const maxColumnBytes = maxValueBytes + 1024 * 1024;

/** Bytes of the results of one block before its last value: twice as many as a slot gathers. A few bytes may claim to be far more. */
export const maxBytesAhead = 1024 * 1024;

/** Containers within containers in one value; reading is recursive, and a stack is a few thousand frames. */
export const maxValueDepth = 100;

/**
 * Values and keys within one value. An empty object takes one byte on the wire and about 50 in memory: 200 MB at the worst.
 */
export const maxValueItems = 4 * 1024 * 1024;

/** A big integer is converted in more than linear time: 64 KiB are 150,000 decimal digits. */
export const maxBigIntBytes = 64 * 1024;

/** What was thrown is told of in no more than this: it stays in memory with its task's history. */
export const maxThrownBytes = 64 * 1024;

/** Characters of one line that a task writes to its console: six lines of a log on a wide screen. */
export const maxConsoleCharacters = 2_000;

/** Big integers of more than 64 bits among the keys of one value's maps and the elements of its sets. */
export const maxHugeKeys = 1_000;
export const hugeKeys = "keys or elements that are big integers of more than 64 bits";

export function isHuge(key: unknown): boolean {
  return typeof key === "bigint" && BigInt.asIntN(64, key) !== key && BigInt.asUintN(64, key) !== key;
}
