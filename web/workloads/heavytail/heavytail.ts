import { taskRandom } from "../../core/job/task-random.ts";
import { box } from "../card-paths.ts";
import { numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import source from "./heavytail.task.js?raw";

/** The exponents of Pareto distributions: below 2 their variance is endless, and near 1 one sleep may be as long as all others. */
const tails: ReadonlyMap<string, { readonly label: string; readonly exponent: number }> = new Map([
  ["light", { label: "light: most are alike", exponent: 3 }],
  ["heavy", { label: "heavy: a few take much longer", exponent: 1.5 }],
  ["extreme", { label: "extreme: one may take as long as all others", exponent: 1.05 }],
]);

/** Milliseconds, drawn from a Pareto distribution from the shortest on, and cut at the longest. */
function sleepsOf(values: FieldValues): readonly number[] {
  const exponent = tails.get(textIn(values, "tail"))?.exponent ?? 1;
  const longestMs = 1_000 * numberIn(values, "longest");
  const draw = taskRandom(numberIn(values, "seed"), 0);
  const drawn = Array.from({ length: numberIn(values, "count") }, () =>
    // 1 - draw() is above 0.
    Math.min(longestMs, Math.round(numberIn(values, "shortest") * (1 - draw()) ** (-1 / exponent))),
  );
  switch (textIn(values, "sorted")) {
    case "longest":
      return drawn.toSorted((a, b) => b - a);
    case "shortest":
      return drawn.toSorted((a, b) => a - b);
    default:
      return drawn;
  }
}

/** Four volunteers' time from left to right: one of them has the long task. */
function drawTimes(): readonly CardShape[] {
  const rows = [
    [14, 10, 22, 12, 16, 9],
    [10, 18, 12, 11, 20, 13],
    [12, 9, 14, 88],
    [20, 11, 10, 15, 12, 14],
  ];
  const boxes = rows.flatMap((lengths, row) => {
    let left = 12;
    return lengths.map((length) => {
      const path = box(left, 12 + 18 * row, length, 12);
      left += length + 2;
      return { path, length };
    });
  });
  const pathOf = (isWanted: (length: number) => boolean): string =>
    boxes.flatMap(({ path, length }) => (isWanted(length) ? [path] : [])).join("");
  return [
    { tone: "middle", path: pathOf((length) => length < 80) },
    { tone: "warm", path: pathOf((length) => length >= 80) },
  ];
}

/** Each task sleeps, most of them shortly, and a few for very long. */
export const heavytail: Workload = {
  id: "heavytail",
  title: "Sleep with a heavy tail",
  explanation: "Sleeps: most tasks for a moment, and a few of them for very long.",
  card: {
    lesson: "The room is done with its longest task: begun last it keeps all waiting, begun first it costs nothing.",
    effort: "seconds to minutes, all of them asleep",
    picture: drawTimes,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { count: 200, shortest: 50, longest: 8 } },
    { title: "A minute with five phones", values: { count: 1_000, shortest: 200, longest: 30 } },
    { title: "A class for ten minutes", values: { count: 20_000, shortest: 500, longest: 120 } },
  ],
  fields: [
    { kind: "number", name: "count", label: "Count", unit: "tasks", smallest: 1, largest: 100_000, preset: 200 },
    {
      kind: "choice",
      name: "tail",
      label: "Tail",
      choices: Array.from(tails, ([id, { label }]) => ({ id, label })),
      preset: "heavy",
    },
    { kind: "number", name: "shortest", label: "Shortest sleep", unit: "ms", smallest: 1, largest: 60_000, preset: 50 },
    { kind: "number", name: "longest", label: "Longest sleep", unit: "s", smallest: 1, largest: 3_600, preset: 8 },
    {
      kind: "choice",
      name: "sorted",
      label: "Order of the tasks",
      choices: [
        { id: "drawn", label: "as they are drawn" },
        { id: "longest", label: "the longest first" },
        { id: "shortest", label: "the shortest first" },
      ],
      preset: "drawn",
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: 0xffff_ffff, preset: 1 },
  ],
  check(values): FieldProblems {
    if (numberIn(values, "shortest") <= 1_000 * numberIn(values, "longest")) return {};
    return { longest: "The longest sleep must not be below the shortest." };
  },
  createJob(values, chosen) {
    return {
      title: heavytail.title,
      unit: "sleep",
      about: heavytail.explanation,
      work: { unit: "sleeps", ofTask: 1 },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: sleepsOf(values) },
      shared: null,
      options: optionsOf(chosen, {
        autoMs: limitFor(2_000 * numberIn(values, "longest")),
        seed: numberIn(values, "seed"),
      }),
      needs: [],
      view: {
        type: "histogram",
        input: "{} ms",
        task: "a sleep of {} ms",
        reduced: "{tasks} sleeps, {sleptMs} ms in all, the longest {longestMs} ms",
      },
    };
  },
};
