import { taskRandom } from "../../core/job/task-random.ts";
import { disc, line } from "../card-paths.ts";
import { numberIn, textIn } from "../field-values.ts";
import type { FieldValues } from "../field.ts";
import { limitFor, optionsOf } from "../job-options.ts";
import { placesIn } from "../places.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
import { Archipelago } from "./archipelago.ts";
import { map, towns, wrongResult, type Epoch } from "./epoch.ts";
import source from "./islands.task.js?raw";

/** Milliseconds of a try at a tenth of a laptop's speed. */
const msATry = 0.001;

const mostTasks = 20_000;

/** Bytes that inputs and results of a job may have together: they stay on record, and a phone's browser keeps some hundred megabytes. */
const mostBytes = 500_000_000;

/** Of an epoch, for each town: eight tours before and after it, a guest's, and the towns themselves. */
const bytesATown = 38;

/** Some to begin with: a ring, and a few within. */
const presetPlaces =
  "90,110 210,60 350,95 480,50 620,90 760,60 900,120 930,260 880,400 910,530 740,560 590,520 450,560 300,530 160,555 70,430 110,280 330,300 500,230 670,310";

function townsIn(values: FieldValues): Uint16Array<ArrayBuffer> {
  if (textIn(values, "towns") === "placed") {
    return Uint16Array.from(placesIn(textIn(values, "places"), map).flatMap((place) => place ?? []));
  }
  const draw = taskRandom(numberIn(values, "seed"), 0);
  const all = Array.from({ length: numberIn(values, "count") }, () => [
    Math.floor(draw() * map.width),
    Math.floor(draw() * map.height),
  ]);
  return Uint16Array.from(all.flat());
}

/** A closed tour around a middle, and a crossing one. */
function drawTours(): readonly CardShape[] {
  const places = Array.from({ length: 17 }, (_, at) => {
    const [angle, radius] = [(at * 2 * Math.PI) / 17, 26 + 13 * Math.sin(at * 2.4)];
    return [Math.round(80 + 1.7 * radius * Math.cos(angle)), Math.round(45 + radius * Math.sin(angle))] as const;
  });
  const crossing = places.map((_, at) => places[(at * 5) % 17] ?? ([0, 0] as const));
  const closed = (tour: typeof places): string => `${line(tour)}z`;
  return [
    { tone: "soft", path: closed(crossing), isLine: true },
    { tone: "strong", path: closed(places), isLine: true },
    { tone: "warm", path: places.map(([x, y]) => disc(x, y, 2.6)).join("") },
  ];
}

/** Each task is one epoch of an island. What it begins with follows from earlier results: its own island's, and the best of the island before. */
export const islands: Workload = {
  id: "islands",
  title: "Island evolution",
  explanation: "Breeds short tours through towns on islands that send each other their best ones.",
  card: {
    lesson:
      "Little is sent, and seldom: each island evolves by itself, and one good tour in an epoch is enough for all.",
    effort: "seconds to ten minutes",
    picture: drawTours,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { towns: "random", count: 300, islands: 8, epochs: 20, tries: 2 } },
    { title: "A minute with five phones", values: { towns: "random", count: 500, islands: 24, epochs: 30, tries: 12 } },
    {
      title: "A class for ten minutes",
      values: { towns: "random", count: 1_000, islands: 60, epochs: 100, tries: 50 },
    },
  ],
  fields: [
    {
      kind: "choice",
      name: "towns",
      label: "Towns",
      choices: [
        { id: "random", label: "by chance" },
        { id: "placed", label: "where you click" },
      ],
      preset: "random",
    },
    {
      kind: "number",
      name: "count",
      label: "How many",
      unit: "towns",
      smallest: towns.fewest,
      largest: towns.most,
      preset: 300,
      shownWith: { towns: ["random"] },
    },
    {
      kind: "places",
      name: "places",
      label: "Places of the towns",
      hint: "Click on the map to add a town, and on a town to take it away; or write x,y for each.",
      ...towns,
      ...map,
      preset: presetPlaces,
      shownWith: { towns: ["placed"] },
    },
    {
      kind: "number",
      name: "islands",
      label: "Islands",
      hint: "As many as there are slots in the room, or more: one slot computes one island at a time.",
      smallest: 1,
      largest: 200,
      preset: 8,
    },
    {
      kind: "number",
      name: "epochs",
      label: "Epochs",
      hint: "After each, an island gets the best tour of the island before.",
      smallest: 1,
      largest: 1_000,
      preset: 20,
    },
    {
      kind: "number",
      name: "tries",
      label: "Tries",
      unit: "millions",
      hint: "Moves that are tried on tours in an epoch; a laptop tries some ten million a second.",
      smallest: 1,
      largest: 1_000,
      preset: 1,
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: 0xffff_ffff, preset: 1 },
  ],
  check(values): FieldProblems {
    const islandsWanted = numberIn(values, "islands");
    const bytesAnEpoch = (townsIn(values).length / 2) * bytesATown * islandsWanted;
    const most = Math.min(Math.floor(mostTasks / islandsWanted), Math.floor(mostBytes / bytesAnEpoch));
    if (numberIn(values, "epochs") <= most) return {};
    return {
      epochs: `At most ${most} for so many islands and towns: the record would become too large. Try more in each.`,
    };
  },
  createJob(values, chosen) {
    const places = townsIn(values);
    const [seed, count] = [numberIn(values, "seed"), numberIn(values, "islands")];
    const tries = numberIn(values, "tries") * 1_000_000;
    const none = new Uint16Array();
    const first = Array.from({ length: count }, (_, at): Epoch => ({
      of: [count, numberIn(values, "epochs")],
      island: at + 1,
      epoch: 1,
      seed,
      tries,
      towns: places,
      tours: none,
      guest: none,
    }));
    return {
      title: `Shortest tour through ${places.length / 2} towns`,
      unit: "epoch",
      about: islands.explanation,
      work: { unit: "moves", ofTask: tries },
      program: {
        language: "javascript",
        source: `${source}\nexport const reduce = shortestOf(${JSON.stringify(Array.from(places))});\n`,
        files: {},
      },
      inputs: { type: "list", values: first },
      shared: null,
      options: optionsOf(chosen, { autoMs: limitFor(tries * msATry) }),
      needs: [],
      view: {
        type: "islands",
        input: "island {island}, epoch {epoch}",
        task: "epoch {epoch} of island {island}",
        result: "epoch {epoch} of island {island}: a tour of {value}",
        reduced: "a tour of {length}, found by island {island} in epoch {epoch}",
      },
    };
  },
  following: { view: "islands", startPlan: () => new Archipelago(), findWrong: (_, value) => wrongResult(value) },
};
