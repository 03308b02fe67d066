import { box, disc } from "../card-paths.ts";
import source from "./queens.task.js?raw";
import { numberIn } from "../field-values.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";

/** Time limit of a branch, in milliseconds: with one row given, one of the largest board takes a laptop minutes, and slow phones need ten times as long. */
const autoMs = 3_600_000;

/** The columns of queens in the first rows that do not attack each other, from 1. */
function beginningsOf(n: number, rows: number): readonly (readonly number[])[] {
  let found: readonly (readonly number[])[] = [[]];
  for (let row = 0; row < rows; row += 1) {
    found = found.flatMap((above) =>
      Array.from({ length: n }, (_, at) => at + 1)
        .filter((column) => above.every((other, at) => column !== other && Math.abs(column - other) !== row - at))
        .map((column) => above.concat(column)),
    );
  }
  return found;
}

/** A board of eight by eight with one of its 92 solutions. */
function drawBoard(): readonly CardShape[] {
  const squares = Array.from({ length: 64 }, (_, at) => [at % 8, Math.floor(at / 8)] as const);
  const dark = squares.filter(([column, row]) => (column + row) % 2 === 1);
  const queensAt = [0, 4, 7, 5, 2, 6, 1, 3];
  return [
    { tone: "soft", path: dark.map(([column, row]) => box(40 + 10 * column, 5 + 10 * row, 10, 10)).join("") },
    { tone: "strong", path: queensAt.map((column, row) => disc(45 + 10 * column, 10 + 10 * row, 3.5)).join("") },
  ];
}

/** Each task counts the boards that begin with the same queens: branches of a tree, some long, some short. */
export const queens: Workload = {
  id: "queens",
  title: "Queens",
  explanation: "Counts the ways to place queens on a board so that none attacks another.",
  card: {
    lesson: "The branches of a tree are of all sizes: short tasks make up for long ones when there are many of both.",
    effort: "a second to an hour",
    picture: drawBoard,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { n: 16, rows: 2 } },
    { title: "A minute with five phones", values: { n: 18, rows: 3 } },
    { title: "A class for a minute", values: { n: 19, rows: 4 } },
  ],
  fields: [
    {
      kind: "number",
      name: "n",
      label: "Queens",
      hint: "One more takes about six times as long.",
      smallest: 4,
      largest: 19,
      preset: 15,
    },
    {
      kind: "number",
      name: "rows",
      label: "Rows that are given",
      hint: "Each task begins with queens in the first rows. More rows make more tasks, and shorter ones.",
      smallest: 1,
      largest: 4,
      preset: 2,
    },
  ],
  check(values): FieldProblems {
    return numberIn(values, "rows") < numberIn(values, "n") ? {} : { rows: "Must be below the number of queens." };
  },
  createJob(values, chosen) {
    const n = numberIn(values, "n");
    return {
      title: `${n} queens`,
      unit: "branch",
      about: queens.explanation,
      work: { unit: "branches", ofTask: 1 },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: beginningsOf(n, numberIn(values, "rows")).map((columns) => ({ n, columns })) },
      shared: null,
      options: optionsOf(chosen, { autoMs }),
      needs: [],
      view: { type: "numbers", input: "{columns}", task: "{n} queens that begin in the columns {columns}" },
    };
  },
};
