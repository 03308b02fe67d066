import source from "./squares.task.js?raw";
import { describeWholeNumber, parseWholeNumber, type Limits } from "../../words/whole-number.ts";
import { box } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Shorthand, Workload } from "../workload.ts";

const largestCount = 10_000_000;
/** The largest whole number whose square is exact in a double: floor(sqrt(2^53)). */
const largestNumber = 94_906_265;
const sleepSeconds: Limits = { smallest: 0, largest: 3_600 };
const largestSeed = 0xffff_ffff;

/** Both ends of the sleep in one parameter. `2`: up to two seconds; `1-2`: from one to two. */
const sleep: Shorthand = {
  name: "sleep",
  fields: ["shortest", "longest"],
  allowed: `the longest sleep, ${describeWholeNumber(sleepSeconds)} (s), or both ends, as in 1-2`,
  expand(text) {
    const ends = text.split("-");
    if (ends.length > 2) return null;
    const [shortest, longest] = ends.length === 1 ? [String(sleepSeconds.smallest), text] : ends;
    const from = parseWholeNumber(shortest ?? "", sleepSeconds);
    const to = parseWholeNumber(longest ?? "", sleepSeconds);
    if (from.type === "problem" || to.type === "problem" || from.value > to.value) return null;
    return { shortest: from.value, longest: to.value };
  },
};

/** Numbers as squares, side by side on one line. */
function drawSquares(): readonly CardShape[] {
  const sides = [8, 14, 20, 28, 40];
  const tones = ["soft", "soft", "middle", "middle", "strong"] as const;
  let left = 13;
  return sides.map((side, at): CardShape => {
    const path = box(left, 72 - side, side, side);
    left += side + 6;
    return { tone: tones[at] ?? "soft", path };
  });
}

/** The first demo: each task squares a number and sleeps for a while. */
export const squares: Workload = {
  id: "squares",
  title: "Squares",
  explanation: "Squares a whole number, then sleeps for some seconds.",
  card: {
    lesson: "A task is one input; whoever is free takes the next.",
    effort: "seconds, nearly all of them asleep",
    picture: drawSquares,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { count: 10, shortest: 0, longest: 3 } },
    { title: "A minute with five phones", values: { count: 200, shortest: 0, longest: 3 } },
    { title: "A class for ten minutes", values: { count: 12_000, shortest: 0, longest: 3 } },
  ],
  fields: [
    { kind: "number", name: "count", label: "Count", unit: "tasks", smallest: 1, largest: largestCount, preset: 10 },
    { kind: "number", name: "smallest", label: "Smallest number", smallest: 0, largest: largestNumber, preset: 0 },
    { kind: "number", name: "largest", label: "Largest number", smallest: 0, largest: largestNumber, preset: 10_000 },
    { kind: "number", name: "shortest", label: "Shortest sleep", unit: "s", ...sleepSeconds, preset: 0 },
    { kind: "number", name: "longest", label: "Longest sleep", unit: "s", ...sleepSeconds, preset: 3 },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: largestSeed, preset: 1 },
  ],
  shorthands: [sleep],
  check(values): FieldProblems {
    const problems: Record<string, string> = {};
    if (numberIn(values, "smallest") > numberIn(values, "largest")) {
      problems["largest"] = "The largest number must not be below the smallest.";
    }
    if (numberIn(values, "shortest") > numberIn(values, "longest")) {
      problems["longest"] = "The longest sleep must not be below the shortest.";
    }
    return problems;
  },
  createJob(values, chosen) {
    const longestSeconds = numberIn(values, "longest");
    return {
      title: squares.title,
      unit: "number",
      about: squares.explanation,
      work: { unit: "numbers", ofTask: 1 },
      program: { language: "javascript", source, files: {} },
      inputs: {
        type: "random",
        seed: numberIn(values, "seed"),
        count: numberIn(values, "count"),
        columns: [
          { smallest: numberIn(values, "smallest"), largest: numberIn(values, "largest") },
          { smallest: numberIn(values, "shortest"), largest: longestSeconds },
        ],
      },
      shared: null,
      options: optionsOf(chosen, {
        autoMs: limitFor(2_000 * longestSeconds),
        seed: numberIn(values, "seed"),
      }),
      needs: [],
      view: { type: "runtimes", input: "{0}", task: "{0} * {0}" },
    };
  },
};
