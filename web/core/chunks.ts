/** Rows of one chunk, a power of two. A growing table copies one chunk at most, however many rows it has. */
const chunkBits = 16;

export const rowsAChunk = 2 ** chunkBits;

/** The chunk that holds the row. */
export function chunkOf(row: number): number {
  return row >>> chunkBits;
}

/** The row's place in its chunk. */
export function placeOf(row: number): number {
  return row & (rowsAChunk - 1);
}

/**
 * Gives a table in chunks room for `rows` rows. All chunks but the last are full. The last one of a table that has grown is
 * made anew, twice as large or as large as needed, so that rows added one by one are copied once or twice each, and a table of
 * known length takes exactly what it needs.
 */
export function growChunks<Chunk>(
  chunks: Chunk[],
  rows: number,
  sizeOf: (chunk: Chunk) => number,
  create: (size: number, before: Chunk | undefined) => Chunk,
): void {
  const needed = Math.ceil(rows / rowsAChunk);
  for (let at = Math.max(0, chunks.length - 1); at < needed; at += 1) {
    const before = chunks[at];
    const own = Math.min(rowsAChunk, rows - at * rowsAChunk);
    const size = before === undefined ? 0 : sizeOf(before);
    if (own <= size) continue;
    chunks[at] = create(Math.min(rowsAChunk, Math.max(own, 2 * size)), before);
  }
}
