import { taskRandom } from "../../core/job/task-random.ts";
import { box, disc } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
// oxlint-disable-next-line import/default -- the text of the file; each job adds its default export
import source from "./hyperparameters.task.js?raw";

/** What a network is trained with. */
interface Trial {
  /** Step against the gradient, as a multiple of it. */
  readonly rate: number;
  /** Number of units of the hidden layer. */
  readonly units: number;
  readonly momentum: number;
  /** From which the weights are drawn that the network begins with. */
  readonly seed: number;
}

/** Milliseconds of an epoch of the largest network at a tenth of a laptop's speed. */
const epochMs = 1.7;

/** Settings drawn at random, in the order of the tasks. */
function trialsOf(seed: number, count: number): readonly Trial[] {
  const draw = taskRandom(seed, 0);
  return Array.from({ length: count }, (_, at) => ({
    // Each power of ten from 0.001 to 10 as often as the others.
    rate: Number((10 ** (4 * draw() - 3)).toPrecision(3)),
    units: 2 + Math.floor(31 * draw()),
    momentum: Number((0.95 * draw()).toFixed(2)),
    seed: at,
  }));
}

/** Networks by their rate and their accuracy; losers stand low. */
function drawScatter(): readonly CardShape[] {
  const dots = Array.from({ length: 46 }, (_, at) => {
    const [part, blur] = [at / 45, (at * 0.618) % 1];
    const height = 62 * Math.max(0.08, 1 - (2 * part - 1.15) ** 4 - 0.55 * blur ** 2);
    return { isLoser: height < 22, path: disc(16 + Math.round(128 * part), Math.round(76 - height), 2.2) };
  });
  const pathOf = (isLoser: boolean): string =>
    dots.flatMap((one) => (one.isLoser === isLoser ? [one.path] : [])).join("");
  return [
    { tone: "soft", path: box(10, 80, 140, 1.5) + box(10, 8, 1.5, 73.5) },
    { tone: "strong", path: pathOf(false) },
    { tone: "warm", path: pathOf(true) },
  ];
}

/** Each task trains a small network with other settings, and gives it up early where it learns nothing. */
export const hyperparameters: Workload = {
  id: "hyperparameters",
  title: "Search for hyperparameters",
  explanation: "Trains small networks to tell two spirals apart, each with other settings.",
  card: {
    lesson: "Give up early: most settings show soon that they are no good, and their time goes to better ones.",
    effort: "seconds to an hour",
    picture: drawScatter,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { runs: 300, epochs: 1_000, trial: 50, bar: 70 } },
    { title: "A minute with five phones", values: { runs: 4_000, epochs: 2_000, trial: 50, bar: 70 } },
    { title: "A class for ten minutes", values: { runs: 20_000, epochs: 20_000, trial: 100, bar: 75 } },
  ],
  fields: [
    { kind: "number", name: "runs", label: "Networks", unit: "tasks", smallest: 1, largest: 100_000, preset: 300 },
    {
      kind: "number",
      name: "epochs",
      label: "Training",
      unit: "epochs",
      hint: "An epoch is one way through all 200 points.",
      smallest: 2,
      largest: 1_000_000,
      preset: 1_000,
    },
    { kind: "number", name: "trial", label: "Trial", unit: "epochs", smallest: 1, largest: 999_999, preset: 50 },
    {
      kind: "number",
      name: "bar",
      label: "To pass it",
      unit: "% right",
      hint: "Who guesses has 50 % of the points right. With 0 none is given up.",
      smallest: 0,
      largest: 100,
      preset: 70,
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: 0xffff_ffff, preset: 1 },
  ],
  check(values): FieldProblems {
    if (numberIn(values, "trial") < numberIn(values, "epochs")) return {};
    return { trial: "Must be shorter than the training." };
  },
  createJob(values, chosen) {
    const seed = numberIn(values, "seed");
    const settings = {
      epochs: numberIn(values, "epochs"),
      trial: numberIn(values, "trial"),
      bar: numberIn(values, "bar"),
    };
    return {
      title: hyperparameters.title,
      unit: "network",
      about: hyperparameters.explanation,
      work: { unit: "networks", ofTask: 1 },
      program: {
        language: "javascript",
        source: `${source}\nexport default trainerOf(${JSON.stringify(settings)});\n`,
        files: {},
      },
      inputs: { type: "list", values: trialsOf(seed, numberIn(values, "runs")) },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(epochMs * settings.epochs), seed }),
      needs: [],
      view: {
        type: "hyperparameters",
        input: "rate {rate}, {units} units, momentum {momentum}",
        task: "a network of {units} units at rate {rate} with momentum {momentum}",
        reduced: "{runs} networks, {stopped} of them stopped early; the best: {best}",
      },
    };
  },
};
