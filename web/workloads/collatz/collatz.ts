import { box, line } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import { segmentsOf, segmentsProblem } from "../segments.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import source from "./collatz.task.js?raw";

/** Milliseconds to follow one of the largest starts down to 1, at a tenth of a laptop's speed. */
const startMs = 0.007;

/** The way down from 27, by its 111 steps and its digits. */
function drawWay(): readonly CardShape[] {
  const places: [number, number][] = [];
  for (let n = 27; n !== 1; n = n % 2 === 0 ? n / 2 : 3 * n + 1) {
    places.push([Math.round(12 + 1.23 * places.length), Math.round(80 - 17 * Math.log10(n))]);
  }
  return [
    { tone: "soft", path: [12, 29, 46, 63, 80].map((y) => box(12, y, 136, 1)).join("") },
    { tone: "strong", isLine: true, path: line(places) },
  ];
}

/** Each task looks for the longest way down to 1 among the starts of a segment. */
export const collatz: Workload = {
  id: "collatz",
  title: "Collatz",
  explanation: "Looks for the number whose way down to 1 is the longest: halve it, or triple it and add one.",
  card: {
    lesson: "Map, then reduce: each computer keeps the longest of its own, and the room keeps the longest of these.",
    effort: "seconds to an hour",
    picture: drawWay,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { below: 150_000_000, segment: 1_000_000 } },
    { title: "A minute with five phones", values: { below: 2_000_000_000, segment: 10_000_000 } },
    { title: "A class for ten minutes", values: { below: 200_000_000_000, segment: 20_000_000 } },
  ],
  fields: [
    {
      kind: "number",
      name: "below",
      label: "Starts below",
      smallest: 2,
      largest: 1_000_000_000_000,
      preset: 300_000_000,
    },
    {
      kind: "number",
      name: "segment",
      label: "Starts of a task",
      smallest: 1_000,
      largest: 1_000_000_000,
      preset: 2_000_000,
    },
  ],
  check(values): FieldProblems {
    const problem = segmentsProblem(1, numberIn(values, "below") - 1, numberIn(values, "segment"));
    return problem === null ? {} : { segment: problem };
  },
  createJob(values, chosen) {
    const segments = segmentsOf(1, numberIn(values, "below") - 1, numberIn(values, "segment"));
    return {
      title: collatz.title,
      unit: "segment",
      about: collatz.explanation,
      work: { unit: "starts", ofTask: (numberIn(values, "below") - 1) / segments.length },
      program: { language: "javascript", source, files: {} },
      inputs: { type: "list", values: segments },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(startMs * numberIn(values, "segment")) }),
      needs: [],
      view: {
        type: "numbers",
        input: "{0} to {1}",
        task: "the longest way from {0} to {1}",
        result: "{start} takes {value} steps",
        reduced: "{start} takes {value} steps",
      },
    };
  },
};
