import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describerOf } from "../../core/job/describer.ts";
import { taskRandom } from "../../core/job/task-random.ts";
import { readField } from "../field.ts";
import { inputsOf, jobOf, loadProgram, numberAt, problemsOf, valuesOf } from "../testing/load-program.ts";
import { gameOf, initial, moveAfter, openingOf, openingsOf, testOf, until } from "./tournament.task.js";
import { openingCounts, tournament } from "./tournament.ts";

const [columns, rows, win] = [7, 6, 1_000_000];

/** A board by its moves: for each cell, row by row, 0 or 1 for whose disc it has, or null. */
function boardOf(moves: readonly number[]): (number | null)[] {
  const board: (number | null)[] = Array.from({ length: columns * rows }, () => null);
  for (const [at, column] of moves.entries()) {
    const row = Array.from({ length: rows }, (_, level) => level).find(
      (level) => board[level * columns + column] === null,
    );
    if (row === undefined) throw new Error("the column is full");
    board[row * columns + column] = at % 2;
  }
  return board;
}

/** Tells boards apart. */
function nameOf(moves: readonly number[]): string {
  return boardOf(moves).join();
}

function mirrored(moves: readonly number[]): readonly number[] {
  return moves.map((column) => columns - 1 - column);
}

/** Each line of four cells that the board has. */
function linesOf(board: readonly (number | null)[]): (number | null)[][] {
  const found: (number | null)[][] = [];
  for (let cell = 0; cell < board.length; cell += 1) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    for (const [right, up] of [
      [1, 0],
      [0, 1],
      [1, 1],
      [-1, 1],
    ] as const) {
      const last = [column + 3 * right, row + 3 * up] as const;
      if (last[0] < 0 || last[0] >= columns || last[1] >= rows) continue;
      found.push([0, 1, 2, 3].map((step) => board[(row + step * up) * columns + column + step * right] ?? null));
    }
  }
  return found;
}

function hasWon(board: readonly (number | null)[], player: number): boolean {
  return linesOf(board).some((line) => line.every((owner) => owner === player));
}

/** What the board is worth to player 0, from all its lines. */
function scoreOf(board: readonly (number | null)[]): number {
  let score = 0;
  for (const line of linesOf(board)) {
    const counts = [0, 1].map((player) => line.filter((owner) => owner === player).length);
    const [own = 0, other = 0] = counts;
    if (other === 0) score += [0, 1, 8, 40][own] ?? 0;
    if (own === 0) score -= [0, 1, 8, 40][other] ?? 0;
  }
  return score;
}

/** By looking at every move, without leaving any out. */
function plainWorth(moves: readonly number[], depth: number): number {
  if (moves.length === columns * rows) return 0;
  const player = moves.length % 2;
  if (depth === 0) return player === 0 ? scoreOf(boardOf(moves)) : -scoreOf(boardOf(moves));
  return Math.max(...legalAfter(moves).map((column) => plainWorthOfMove(moves, column, depth)));
}

function plainWorthOfMove(moves: readonly number[], column: number, depth: number): number {
  const next = [...moves, column];
  return hasWon(boardOf(next), moves.length % 2) ? win + depth : -plainWorth(next, depth - 1);
}

function legalAfter(moves: readonly number[]): number[] {
  return [3, 2, 4, 1, 5, 0, 6].filter((column) => moves.filter((one) => one === column).length < rows);
}

/** A board that nobody has won yet, from columns drawn by chance. */
function playableFrom(drawn: readonly number[]): number[] {
  const moves: number[] = [];
  for (const column of drawn) {
    if (!legalAfter(moves).includes(column)) continue;
    if (hasWon(boardOf([...moves, column]), moves.length % 2)) continue;
    moves.push(column);
  }
  return moves;
}

const boards = fc.array(fc.nat({ max: columns - 1 }), { maxLength: 36 }).map(playableFrom);

describe("a player", () => {
  test("chooses as one that leaves no move out", () => {
    fc.assert(
      fc.property(boards, fc.integer({ min: 1, max: 3 }), (moves, depth) => {
        fc.pre(legalAfter(moves).length > 0);
        const worths = legalAfter(moves).map((column) => ({ column, worth: plainWorthOfMove(moves, column, depth) }));
        const best = Math.max(...worths.map(({ worth }) => worth));
        expect(moveAfter(moves, depth)).toBe(worths.find(({ worth }) => worth === best)?.column);
      }),
      { numRuns: 60 },
    );
  });

  test("takes a win, and else keeps the other one from it", () => {
    expect(moveAfter([0, 6, 0, 6, 0, 5], 1)).toBe(0);
    expect(moveAfter([0, 6, 0, 6, 0], 2)).toBe(0);
    expect(moveAfter([2, 2, 3, 3], 5)).toSatisfy((column: number) => column === 1 || column === 4);
  });
});

describe("a game", () => {
  test("is the same again, and each two games begin alike, one by each player", () => {
    const settings = { depths: [3, 3] as [number, number], opening: 4, seed: 5 };
    for (let game = 0; game < 20; game += 2) {
      const [one, other] = [gameOf(settings)(game), gameOf(settings)(game + 1)];
      expect(gameOf(settings)(game)).toEqual(one);
      // Equal players: what the one wins by beginning, the other one does.
      expect(other).toEqual({ game: game + 1, value: one.value === 0 ? 0 : -one.value, moves: one.moves });
    }
    expect(gameOf({ ...settings, seed: 6 })(0)).not.toEqual(gameOf(settings)(0));
  });

  test("begins from all boards that there are after so many moves, of two mirror images from one, and from none that is won", () => {
    // As many as are known (OEIS A212693).
    const known = [49, 238, 1_120, 4_263, 16_422];
    for (const [at, count] of known.entries()) {
      const openings = openingsOf(at + 2);
      const names = new Set(openings.flatMap((moves) => [nameOf(moves), nameOf(mirrored(moves))]));
      expect(names.size).toBe(count);
      const won = openings.slice(0, 200).filter((moves) => hasWon(boardOf(moves), 0) || hasWon(boardOf(moves), 1));
      expect(won).toEqual([]);
    }
  });

  test.each([1, 0xffff_ffff])("begins as no other pair does until all have been played, with seed %i", (seed) => {
    for (const [at, count] of openingCounts.entries()) {
      const begins = Array.from({ length: count }, (_, pair) => openingOf(pair, seed, at + 2));
      expect(openingsOf(at + 2)).toHaveLength(count);
      expect(new Set(begins).size).toBe(count);
      expect(openingOf(count, seed, at + 2)).toBe(begins[0]);
    }
  });

  test("is won by the one who looks further ahead more often than not", async () => {
    const values = await valuesOf(jobOf(tournament, { first: 5, second: 2, games: 60 }));
    const sum = values.reduce((total: number, value) => total + numberAt(value, "value"), 0);
    expect(sum).toBeGreaterThan(10);
    for (const value of values) {
      expect(numberAt(value, "moves")).toBeGreaterThanOrEqual(7);
      expect(numberAt(value, "moves")).toBeLessThanOrEqual(42);
    }
  });
});

function gamesOf(from: number, to: number, valueOf: (game: number) => number) {
  return Array.from({ length: to - from + 1 }, (_, at) => ({ game: from + at, value: valueOf(from + at) }));
}

describe("the test", () => {
  const settings = { share: 0.6, error: 0.05, names: ["A", "B"] as [string, string] };
  const weigh = testOf(settings);

  /** Runs the test on games that the first player wins with that probability, and gives its verdict. */
  function verdictOf(probability: number, seed: number): string {
    const draw = taskRandom(seed, 0);
    let state: ReturnType<typeof weigh> = initial();
    for (let game = 0; state.verdict === "open"; game += 1) {
      const decided = draw() < probability ? 1 : -1;
      state = weigh(state, { game, value: draw() < 0.2 ? 0 : decided });
    }
    return state.verdict;
  }

  test("is wrong no more often than it may be, where one wins the share that was claimed or more", () => {
    const runs = 2_000;
    for (const [probability, wrong] of [
      [0.6, "B is stronger"],
      [0.4, "A is stronger"],
      [0.7, "B is stronger"],
    ] as const) {
      let errors = 0;
      for (let seed = 0; seed < runs; seed += 1) if (verdictOf(probability, seed) === wrong) errors += 1;
      // Three standard deviations above what is allowed.
      expect(errors).toBeLessThan(runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95));
      if (probability < 0.7) expect(errors).toBeGreaterThan(0);
    }
  });

  test("ends with the eighth win more than losses, as Wald's bounds say", () => {
    let state: ReturnType<typeof weigh> = initial();
    const values = [1, 0, -1, 1, 1, 1, 1, 1, 1, 1, 1];
    for (const [game, value] of values.entries()) {
      expect(until(null, game, state)).toBe(false);
      state = weigh(state, { game, value });
    }
    expect(state).toMatchObject({ verdict: "A is stronger", wins: 9, draws: 1, losses: 1 });
    // ln(0.95 / 0.05) = 2.94 lies between seven and eight times ln(0.6 / 0.4).
    expect(state.evidence).toBeCloseTo(8 * Math.log(1.5), 12);
    expect(until(null, 0, state)).toBe(true);
    expect(weigh(state, { game: 11, value: -1 })).toEqual(state);
  });

  test("counts games in their order, whichever ends first", () => {
    const values = Array.from({ length: 30 }, (_, game) => ({ game, value: game % 3 === 0 ? -1 : 1 }));
    const inOrder = values.reduce<ReturnType<typeof weigh>>(weigh, initial());
    fc.assert(
      fc.property(fc.shuffledSubarray(values, { minLength: values.length }), (shuffled) => {
        expect(shuffled.reduce<ReturnType<typeof weigh>>(weigh, initial())).toEqual(inOrder);
      }),
    );
    const early = weigh(initial(), { game: 1, value: 1 });
    expect(early).toMatchObject({ wins: 0, early: [{ game: 1, value: 1 }] });
  });

  test("waits for a missing game until 200 later ones have ended, and then goes on without it", () => {
    const waiting = gamesOf(2, 201, () => 0).reduce<ReturnType<typeof weigh>>(weigh, initial());
    expect(waiting).toMatchObject({ verdict: "open", draws: 0, missed: 0 });
    expect(waiting.early).toHaveLength(200);
    const gone = weigh(waiting, { game: 202, value: 0 });
    expect(gone).toMatchObject({ verdict: "open", draws: 201, missed: 2, early: [] });
    expect(weigh(gone, { game: 1, value: 1 })).toEqual(gone);
    expect(weigh(gone, { game: 203, value: 1 })).toMatchObject({ wins: 1, draws: 201, missed: 2 });
    const late = weigh(waiting, { game: 0, value: 1 });
    expect(weigh(late, { game: 1, value: -1 })).toMatchObject({ wins: 1, losses: 1, draws: 200, missed: 0, early: [] });
  });

  test("comes to its verdict and keeps no more than 200 games, however many fail", () => {
    let state: ReturnType<typeof weigh> = initial();
    for (const played of gamesOf(0, 5_000, (game) => (game % 2 === 0 ? 1 : -1))) {
      if (played.game % 100 !== 7) state = weigh(state, played);
      expect(state.early.length).toBeLessThanOrEqual(200);
    }
    // Each missing game would have been lost, so that the wins are ahead by one with each.
    expect(state.verdict).toBe("A is stronger");
  });

  test("counts no game twice, and nothing that is no game", () => {
    const state = [4, 0, 5].reduce<ReturnType<typeof weigh>>(
      (before, game) => weigh(before, { game, value: 1 }),
      initial(),
    );
    expect(state).toMatchObject({ wins: 1, early: [{ game: 4 }, { game: 5 }] });
    const others = [null, undefined, 7, "a game", [], {}, { game: 1 }, { game: "1", value: 1 }];
    const games = [0, 4, 5, -1, 1.5, Number.NaN, Infinity].map((game) => ({ game, value: -1 }));
    const values = [0.5, Number.NaN, null].map((value) => ({ game: 1, value }));
    for (const value of [...others, ...games, ...values]) expect(weigh(state, value)).toEqual(state);
  });
});

describe("the form", () => {
  test("makes a game of each task, and names the players", async () => {
    const job = jobOf(tournament, { first: 3, second: 1, games: 40 });
    expect(inputsOf(job)).toHaveLength(40);
    expect(job.title).toBe("Tournament: 3 against 1 moves ahead");
    expect(describerOf(job.view).describeTask(7)).toBe("game 7, 3 against 1 moves ahead");
    const { reduce } = await loadProgram(job);
    expect(reduce(await valuesOf(job))).toMatchObject({ verdict: "depth 3 is stronger" });
  });

  test("names more games than there are openings for", () => {
    expect(problemsOf(tournament, { opening: 2, games: 50 })).toEqual({});
    expect(problemsOf(tournament, { opening: 2, games: 51 })).toEqual({
      games: "At most 50 with so few moves by chance: the same games again prove nothing.",
    });
    expect(problemsOf(tournament, { opening: 7, games: 54_218 })).toEqual({});
    expect(problemsOf(tournament, { opening: 7, games: 100_000 })).toHaveProperty(
      "games",
      expect.stringContaining("At most 54,218"),
    );
    for (const opening of ["0", "1"]) {
      const field = tournament.fields.find(({ name }) => name === "opening");
      expect(field && readField(field, opening).type).toBe("problem");
    }
  });

  test("names players that are equal", () => {
    expect(problemsOf(tournament, { first: 4, second: 4 })).toEqual({
      second: "Must differ from the first: of two equal players the test would call one the stronger.",
    });
  });
});
