import { box } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { optionsOf } from "../job-options.ts";
import { mostSentBytes, sentTooMuch } from "../sent-bytes.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import source from "./matrix.task.js?raw";

const bytesANumber = Float32Array.BYTES_PER_ELEMENT;

/** A block's rows and columns, cut at the matrix' edge. */
interface Block {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Numbers of each row of the first matrix, and of each column of the second one. */
  readonly depth: number;
}

function blocksOf(n: number, side: number): readonly Block[] {
  const starts = Array.from({ length: Math.ceil(n / side) }, (_, at) => at * side);
  return starts.flatMap((y) =>
    starts.map((x) => ({ x, y, width: Math.min(side, n - x), height: Math.min(side, n - y), depth: n })),
  );
}

/** Bytes of the numbers that all blocks are made of: each row and each column travels with each block that needs it. */
function bytesSent(n: number, side: number): number {
  return 2 * bytesANumber * n * n * Math.ceil(n / side);
}

/** A wave of that many half turns over n places, in whole numbers from -8 to 8. */
function waveAt(place: number, halfTurns: number, n: number): number {
  return Math.round(8 * Math.cos((Math.PI * (place + 0.5) * halfTurns) / n));
}

/** Each number `k` of a row meets that of a column: two waves, whose sum over all `k` is like the figures of sand on a plate. */
const firstAt = (row: number, k: number, n: number): number => waveAt(row, (7 * k * k + 3 * k) % 24, n);
const secondAt = (k: number, column: number, n: number): number =>
  (k % 3 === 0 ? -1 : 1) * waveAt(column, (11 * k * k + 5 * k + 4) % 23, n);

function withNumbers({
  x,
  y,
  width,
  height,
  depth,
}: Block): Block & Readonly<Record<"rows" | "columns", Float32Array>> {
  const rows = Float32Array.from({ length: height * depth }, (_, at) =>
    firstAt(y + Math.floor(at / depth), at % depth, depth),
  );
  const columns = Float32Array.from({ length: depth * width }, (_, at) =>
    secondAt(Math.floor(at / width), x + (at % width), depth),
  );
  return { x, y, width, height, depth, rows, columns };
}

/** Cells of a matrix of four by four that begins at that place. */
function cells(left: number, isWanted: (column: number, row: number) => boolean): string {
  const all = Array.from({ length: 16 }, (_, at) => [at % 4, Math.floor(at / 4)] as const);
  const wanted = all.filter(([column, row]) => isWanted(column, row));
  return wanted.map(([column, row]) => box(left + 10 * column, 25 + 10 * row, 8, 8)).join("");
}

/** A row times a column is a cell; a block of the product takes whole rows and columns. */
function drawBlocks(): readonly CardShape[] {
  const [first, second, product] = [10, 61, 112];
  const others = [
    cells(first, (_, row) => row !== 1),
    cells(second, (column) => column !== 2),
    cells(product, (column, row) => column !== 2 || row !== 1),
  ];
  const factors = [cells(first, (_, row) => row === 1), cells(second, (column) => column === 2)];
  return [
    { tone: "soft", path: others.join("") },
    { tone: "middle", path: factors.join("") },
    { tone: "warm", path: cells(product, (column, row) => column === 2 && row === 1) },
  ];
}

function blocksProblem(values: FieldValues): string | null {
  const n = numberIn(values, "n");
  const bytes = bytesSent(n, numberIn(values, "block"));
  if (bytes <= mostSentBytes) return null;
  const least = Math.ceil(n / Math.floor(mostSentBytes / bytesSent(n, n)));
  return sentTooMuch("All tasks", bytes, least);
}

/** Each task computes a block of a product of two matrices, of rows and columns that it is sent. */
export const matrix: Workload = {
  id: "matrix",
  title: "Matrix product",
  explanation: "Multiplies two matrices block by block: each task is sent the rows and columns that it needs.",
  card: {
    lesson: "Sending takes time, too: with small blocks each number travels often, and the job does not pay.",
    effort: "a second of computing, and much sending",
    picture: drawBlocks,
  },
  presets: [
    { title: "Large blocks: 19 MB, for 450 million products", values: { n: 768, block: 256 } },
    { title: "Small blocks: 61 MB, for the same", values: { n: 768, block: 64 } },
  ],
  fields: [
    { kind: "number", name: "n", label: "Rows and columns", smallest: 2, largest: 1_024, preset: 768 },
    {
      kind: "number",
      name: "block",
      label: "Of a block",
      hint: "A block of b rows and columns is sent 2 b n numbers, and takes b² n multiplications: half the block, twice the bytes.",
      smallest: 1,
      largest: 1_024,
      preset: 256,
    },
  ],
  originsOf: () => ({ inputs: "block" }),
  check(values): FieldProblems {
    const problem = blocksProblem(values);
    return problem === null ? {} : { block: problem };
  },
  createJob(values, chosen) {
    const [n, side] = [numberIn(values, "n"), numberIn(values, "block")];
    const blocks = blocksOf(n, side);
    return {
      title: `${matrix.title} in blocks of ${Math.min(n, side)}`,
      unit: "block",
      about: matrix.explanation,
      work: { unit: "multiplications", ofTask: n ** 3 / blocks.length },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: blocks.map(withNumbers) },
      shared: null,
      options: optionsOf(chosen),
      needs: [],
      view: {
        type: "tiles",
        input: "column {x}, row {y}",
        task: "the block of {width} × {height} at column {x}, row {y}",
        result: "the block at column {x}, row {y}: {multiplications} multiplications for {bytes} bytes sent",
        reduced: "{multiplications} multiplications, {bytes} bytes sent: {multiplicationsAByte} for each byte",
        part: "pixels",
      },
    };
  },
};
