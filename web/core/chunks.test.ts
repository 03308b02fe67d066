import { expect, test } from "vitest";
import { growChunks, rowsAChunk } from "./chunks.ts";

function grown(...totals: number[]): { sizes: number[]; copied: number } {
  const chunks: Uint8Array[] = [];
  let copied = 0;
  const create = (size: number, before: Uint8Array | undefined): Uint8Array => {
    const chunk = new Uint8Array(size);
    if (before !== undefined) {
      chunk.set(before);
      copied += before.length;
    }
    return chunk;
  };
  for (const total of totals) growChunks(chunks, total, ({ length }) => length, create);
  return { sizes: chunks.map(({ length }) => length), copied };
}

test("a table of known length takes exactly what it needs", () => {
  expect(grown(0).sizes).toEqual([]);
  expect(grown(5).sizes).toEqual([5]);
  expect(grown(2 * rowsAChunk + 7).sizes).toEqual([rowsAChunk, rowsAChunk, 7]);
  expect(grown(rowsAChunk).sizes).toEqual([rowsAChunk]);
});

test("one that grows row by row copies each row twice at most, and none of a full chunk", () => {
  const totals = Array.from({ length: rowsAChunk + 10 }, (_, at) => at + 1);
  const { sizes, copied } = grown(...totals);
  expect(sizes).toEqual([rowsAChunk, 16]);
  expect(copied).toBeLessThan(2 * rowsAChunk);
});

test("a chunk that is not full grows before the next one begins", () => {
  expect(grown(10, rowsAChunk + 1).sizes).toEqual([rowsAChunk, 1]);
});
