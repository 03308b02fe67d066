import { disc } from "../card-paths.ts";
import source from "./pi.task.js?raw";
import { numberIn } from "../field-values.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, Workload } from "../workload.ts";

const largestSeed = 0xffff_ffff;

/** Milliseconds of a dart at a tenth of a laptop's speed. */
const dartMs = 0.000_1;

/** Darts, and the circle that some of them have hit. */
function drawDarts(): readonly CardShape[] {
  const darts = Array.from({ length: 120 }, (_, at) => {
    // The golden ratio's multiples lie evenly without a pattern; so do those of the plastic number.
    const [x, y] = [Math.round(42 + 76 * ((at * 0.754_877) % 1)), Math.round(7 + 76 * ((at * 0.569_84) % 1))];
    return { isInside: Math.hypot(x - 80, y - 45) < 38, path: disc(x, y, 1.6) };
  });
  const pathOf = (wanted: boolean): string =>
    darts.flatMap(({ isInside, path }) => (isInside === wanted ? [path] : [])).join("");
  return [
    { tone: "soft", path: pathOf(false) },
    { tone: "strong", path: pathOf(true) },
    { tone: "warm", isLine: true, path: disc(80, 45, 38) },
  ];
}

/** Each task estimates π by throwing darts; all of them together know it to within an error bar. */
export const pi: Workload = {
  id: "pi",
  title: "Monte Carlo π",
  explanation: "Throws darts at a square, and estimates π by how many fall within a circle.",
  card: {
    lesson: "Random trials need no order: each computer throws its own darts, and the error bar shrinks for all.",
    effort: "seconds to hours",
    picture: drawDarts,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { tasks: 200, darts: 10_000_000 } },
    { title: "A minute with five phones", values: { tasks: 1_000, darts: 50_000_000 } },
    { title: "A class for ten minutes", values: { tasks: 10_000, darts: 200_000_000 } },
  ],
  fields: [
    { kind: "number", name: "tasks", label: "Estimates", unit: "tasks", smallest: 1, largest: 1_000_000, preset: 200 },
    {
      kind: "number",
      name: "darts",
      label: "Darts of each",
      hint: "Ten times the error bar takes a hundred times the darts.",
      smallest: 100,
      largest: 10_000_000_000,
      preset: 10_000_000,
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: largestSeed, preset: 1 },
  ],
  check: () => ({}),
  createJob(values, chosen) {
    const darts = numberIn(values, "darts");
    const seed = numberIn(values, "seed");
    return {
      title: pi.title,
      unit: "estimate",
      about: pi.explanation,
      work: { unit: "darts", ofTask: darts },
      program: { language: "javascript", source: `${source}\nexport const reduce = pooled(${darts});\n`, files: {} },
      inputs: {
        type: "random",
        seed,
        count: numberIn(values, "tasks"),
        columns: [
          { smallest: darts, largest: darts },
          { smallest: 0, largest: largestSeed },
        ],
      },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(dartMs * darts), seed }),
      needs: [],
      view: {
        type: "histogram",
        input: "{0} darts, seed {1}",
        task: "{0} darts, seed {1}",
        reduced: "π is {pi} ± {error}, by {darts} darts",
      },
    };
  },
};
