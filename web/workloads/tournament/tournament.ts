import { formatCount } from "../../words/format.ts";
import { box, disc } from "../card-paths.ts";
import { numberIn } from "../field-values.ts";
import { optionsOf } from "../job-options.ts";
import type { CardShape, FieldProblems, Workload } from "../workload.ts";
// oxlint-disable-next-line import/default -- the text of the file; each job adds its default export
import source from "./tournament.task.js?raw";

const depths = { smallest: 1, largest: 12 };

/** Time limit of a game, in milliseconds: one between the deepest players takes a laptop minutes, and slow phones need ten times as long. */
const autoMs = 3_600_000;

/** More moves lead to more boards than a slow phone finds in a moment. */
const openingMoves = { smallest: 2, largest: 7 };

/** Boards that an opening may lead to, mirror images counted once, from the fewest moves to the most. Two games begin with each. */
export const openingCounts: readonly number[] = [25, 121, 568, 2_144, 8_231, 27_109];

/** A board of Connect Four in mid-game. */
function drawBoard(): readonly CardShape[] {
  const columns = ["", "ab", "bba", "abab", "bab", "a", ""];
  const places = columns.flatMap((discs, column) =>
    Array.from({ length: 6 }, (_, row) => ({
      owner: discs.charAt(row),
      path: disc(44 + 12 * column, 75 - 12 * row, 4),
    })),
  );
  const pathOf = (wanted: string): string =>
    places.flatMap(({ owner, path }) => (owner === wanted ? [path] : [])).join("");
  return [
    { tone: "ink", isLine: true, path: box(36, 7, 88, 76) },
    { tone: "soft", path: pathOf("") },
    { tone: "strong", path: pathOf("a") },
    { tone: "warm", path: pathOf("b") },
  ];
}

/** Each task plays a game, until it is sure which of two players is the stronger. */
export const tournament: Workload = {
  id: "tournament",
  title: "Tournament",
  explanation: "Plays Connect Four between two programs until it is sure which is the stronger.",
  card: {
    lesson: "Stop when you know: a sequential test ends the job with the game that decides, not with the last one.",
    effort: "seconds to minutes",
    picture: drawBoard,
  },
  presets: [
    { title: "Ten seconds on one laptop", values: { first: 10, second: 9 } },
    { title: "A minute with five phones", values: { first: 12, second: 11, error: 1 } },
    { title: "A class for a minute", values: { first: 12, second: 11, error: 1, share: 51 } },
  ],
  fields: [
    { kind: "number", name: "first", label: "First player", unit: "moves ahead", ...depths, preset: 8 },
    { kind: "number", name: "second", label: "Second player", unit: "moves ahead", ...depths, preset: 7 },
    {
      kind: "number",
      name: "share",
      label: "The stronger wins",
      unit: "%",
      hint: "Of the decided games, at least. Nearer to 50 % the test needs more of them.",
      smallest: 51,
      largest: 95,
      preset: 60,
    },
    { kind: "number", name: "error", label: "Wrong verdicts", unit: "%, at most", smallest: 1, largest: 25, preset: 5 },
    { kind: "number", name: "games", label: "Most games", smallest: 2, largest: 100_000, preset: 2_000 },
    {
      kind: "number",
      name: "opening",
      label: "Moves by chance",
      hint: "Each two games begin with the same ones, and each player begins one of them.",
      ...openingMoves,
      preset: 5,
    },
    { kind: "number", name: "seed", label: "Seed", smallest: 0, largest: 0xffff_ffff, preset: 1 },
  ],
  check(values): FieldProblems {
    if (numberIn(values, "first") === numberIn(values, "second")) {
      return { second: "Must differ from the first: of two equal players the test would call one the stronger." };
    }
    const most = 2 * (openingCounts[numberIn(values, "opening") - openingMoves.smallest] ?? 0);
    if (numberIn(values, "games") <= most) return {};
    return { games: `At most ${formatCount(most)} with so few moves by chance: the same games again prove nothing.` };
  },
  createJob(values, chosen) {
    const [first, second, seed] = [numberIn(values, "first"), numberIn(values, "second"), numberIn(values, "seed")];
    const game = { depths: [first, second], opening: numberIn(values, "opening"), seed };
    const test = {
      share: numberIn(values, "share") / 100,
      error: numberIn(values, "error") / 100,
      names: [`depth ${first}`, `depth ${second}`],
    };
    const added = `export default gameOf(${JSON.stringify(game)});\nexport const reduce = testOf(${JSON.stringify(test)});`;
    return {
      title: `${tournament.title}: ${first} against ${second} moves ahead`,
      unit: "game",
      about: tournament.explanation,
      work: { unit: "games", ofTask: 1 },
      program: { language: "javascript", source: `${source}\n${added}\n`, files: {} },
      inputs: { type: "range", start: 0, step: 1, count: numberIn(values, "games") },
      shared: null,
      options: optionsOf(chosen, { autoMs, seed }),
      needs: [],
      view: {
        type: "histogram",
        input: "game {}",
        task: `game {}, ${first} against ${second} moves ahead`,
        reduced: "{verdict}: {wins} won by the first, {losses} by the second, {draws} by none",
      },
    };
  },
};
