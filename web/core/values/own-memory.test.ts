import { expect, test } from "vitest";
import { freeMemory } from "./own-memory.ts";

const length = 64 * 1024;
/** Node since 21. */
const canFree = "transfer" in ArrayBuffer.prototype;

test("a large view that has its memory to itself is empty once that is given back, where the platform can", () => {
  const bytes = new Uint8Array(length);
  freeMemory(bytes);
  expect(bytes).toHaveLength(canFree ? 0 : length);
});

test("memory that a view shares with others stays", () => {
  const all = new Uint8Array(2 * length);
  freeMemory(all.subarray(0, length));
  expect(all).toHaveLength(2 * length);
});

test("what is no buffer of one thread stays", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(length));
  freeMemory(shared);
  expect(shared).toHaveLength(length);
});
