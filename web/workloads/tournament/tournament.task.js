const columns = 7;
const rows = 6;

/** Worth of four in a line: more than all unfinished lines of a board together. */
const win = 1_000_000;

/** What a line of four is worth to the player who alone has discs in it, by their number. */
const worth = Int32Array.of(0, 1, 8, 40, win);

/** The four cells of each line, one line after the other. Cells are numbered row by row from the bottom. */
const lines = Int32Array.from(linesOfFour());

/** The lines that each cell is on, up to 13 of them, and how many they are. */
const linesAt = new Int32Array(columns * rows * 13);
const lineCounts = new Int32Array(columns * rows);
for (const [at, cell] of lines.entries()) {
  linesAt[cell * 13 + (lineCounts[cell] ?? 0)] = at >> 2;
  lineCounts[cell] = (lineCounts[cell] ?? 0) + 1;
}

/** The columns in which a search tries them: those in the middle are on more lines. */
const tried = Int32Array.of(3, 2, 4, 1, 5, 0, 6);

/** How high each column is filled, and how many discs of each line are player 0's, at even places, and player 1's, at odd ones. */
const heights = new Int32Array(columns);
const owned = new Int32Array(lines.length / 2);

/** What the board is worth to player 0, and its free cells. */
let score = 0;
let free = columns * rows;

function* linesOfFour() {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (const [right, up] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [-1, 1],
      ]) {
        const [lastColumn, lastRow] = [column + 3 * (right ?? 0), row + 3 * (up ?? 0)];
        if (lastColumn < 0 || lastColumn >= columns || lastRow >= rows) continue;
        for (let step = 0; step < 4; step += 1) yield (row + step * (up ?? 0)) * columns + column + step * (right ?? 0);
      }
    }
  }
}

/**
 * Puts a disc into a column, and gives what the player has gained by it: more than half of `win` where it makes four in a line.
 *
 * @param {number} column @param {number} player 0 or 1
 */
function put(column, player) {
  const cell = (heights[column] ?? 0) * columns + column;
  heights[column] = (heights[column] ?? 0) + 1;
  free -= 1;
  let gained = 0;
  const end = cell * 13 + (lineCounts[cell] ?? 0);
  for (let at = cell * 13; at < end; at += 1) {
    const line = 2 * (linesAt[at] ?? 0);
    const own = owned[line + player] ?? 0;
    const other = owned[line + 1 - player] ?? 0;
    owned[line + player] = own + 1;
    if (other === 0) gained += (worth[own + 1] ?? 0) - (worth[own] ?? 0);
    else if (own === 0) gained += worth[other] ?? 0;
  }
  score += player === 0 ? gained : -gained;
  return gained;
}

/**
 * Takes the last disc out of a column.
 *
 * @param {number} column @param {number} player Whose it is. @param {number} gained What it had gained.
 */
function takeBack(column, player, gained) {
  const height = (heights[column] ?? 0) - 1;
  heights[column] = height;
  free += 1;
  const cell = height * columns + column;
  const end = cell * 13 + (lineCounts[cell] ?? 0);
  for (let at = cell * 13; at < end; at += 1) {
    const place = 2 * (linesAt[at] ?? 0) + player;
    owned[place] = (owned[place] ?? 0) - 1;
  }
  score -= player === 0 ? gained : -gained;
}

/**
 * What the board is worth to the player whose turn it is, if both look so many moves ahead: by alpha and beta, so that moves that
 * cannot matter are not tried. A win that comes sooner is worth more.
 *
 * @param {number} player @param {number} depth @param {number} alpha @param {number} beta
 * @returns {number}
 */
function worthOf(player, depth, alpha, beta) {
  if (free === 0) return 0;
  if (depth === 0) return player === 0 ? score : -score;
  let best = -Infinity;
  for (let at = 0; at < columns && best < beta; at += 1) {
    const column = tried[at] ?? 0;
    if (heights[column] === rows) continue;
    best = Math.max(best, worthOfMove(column, player, depth, Math.max(alpha, best), beta));
  }
  return best;
}

/** @param {number} column @param {number} player @param {number} depth @param {number} alpha @param {number} beta @returns {number} */
function worthOfMove(column, player, depth, alpha, beta) {
  const gained = put(column, player);
  const value = gained > win / 2 ? win + depth : -worthOf(1 - player, depth - 1, -beta, -alpha);
  takeBack(column, player, gained);
  return value;
}

/** The column of the best move; of equally good ones that nearest to the middle. @param {number} player @param {number} depth */
function chooseColumn(player, depth) {
  let chosen = -1;
  let best = -Infinity;
  for (const column of tried) {
    if (heights[column] === rows) continue;
    const value = worthOfMove(column, player, depth, best, Infinity);
    if (chosen < 0 || value > best) {
      chosen = column;
      best = value;
    }
  }
  return chosen;
}

/** A board without discs, but for those of the moves. @param {readonly number[]} moves Columns. @param {number} first Who began. */
function setUp(moves, first) {
  heights.fill(0);
  owned.fill(0);
  score = 0;
  free = columns * rows;
  for (const [at, column] of moves.entries()) put(column, (first + at) % 2);
}

/**
 * The column that a player chooses who looks so many moves ahead. Player 0 has made the first of the moves.
 *
 * @public
 * @param {readonly number[]} moves Columns from 0. @param {number} depth
 */
export function moveAfter(moves, depth) {
  setUp(moves, 0);
  return chooseColumn(moves.length % 2, depth);
}

/** Columns of discs from the bottom, as one text: the same for a board and its mirror image. @param {readonly number[]} moves */
function boardAfter(moves) {
  const stacks = Array.from({ length: columns }, () => "");
  for (const [at, column] of moves.entries()) stacks[column] = `${stacks[column] ?? ""}${at % 2}`;
  const [board, mirrored] = [stacks.join(), stacks.toReversed().join()];
  return board < mirrored ? board : mirrored;
}

/** By number of moves: found once for each Worker. @type {Map<number, readonly (readonly number[])[]>} */
const openings = new Map();

/**
 * All openings of that many moves that end no game, one for each board that they lead to and its mirror image: played from there once
 * more, the same game, or its mirror image, would be no evidence.
 *
 * @public
 * @param {number} count
 */
export function openingsOf(count) {
  const known = openings.get(count);
  if (known !== undefined) return known;
  /** @type {(readonly number[])[]} */
  let found = [[]];
  for (let made = 0; made < count; made += 1) {
    /** @type {Map<string, readonly number[]>} */
    const longer = new Map();
    for (const moves of found) {
      setUp(moves, 0);
      for (let column = 0; column < columns; column += 1) {
        if (heights[column] === rows) continue;
        const gained = put(column, made % 2);
        takeBack(column, made % 2, gained);
        if (gained > win / 2) continue;
        const next = moves.concat(column);
        const board = boardAfter(next);
        if (!longer.has(board)) longer.set(board, next);
      }
    }
    found = [...longer.values()];
  }
  openings.set(count, found);
  return found;
}

/** Added to the seed for each pair of games. A prime above the number of openings, so that each comes once before any comes again. */
const openingStep = 1_000_003;

/**
 * The columns that a pair of games begins with.
 *
 * @public
 * @param {number} pair @param {number} seed @param {number} count
 */
export function openingOf(pair, seed, count) {
  const all = openingsOf(count);
  return all[(seed + pair * openingStep) % all.length] ?? [];
}

/**
 * Makes the function of a task, which gets the number of a game. The form's settings are added as a call of it.
 *
 * @public
 * @param {{ depths: [first: number, second: number], opening: number, seed: number }} settings
 */
export function gameOf({ depths, opening, seed }) {
  /**
   * Plays one game to its end. `value`: 1 where the first player wins, -1 where the second one does, 0 for a draw.
   *
   * @param {number} game
   */
  return function playGame(game) {
    const begins = openingOf(Math.floor(game / 2), seed, opening);
    let player = game % 2;
    setUp(begins, player);
    player = (player + begins.length) % 2;
    let moves = begins.length;
    for (; free > 0; player = 1 - player) {
      const column = chooseColumn(player, depths[player] ?? 1);
      moves += 1;
      if (put(column, player) > win / 2) return { game, value: player === 0 ? 1 : -1, moves };
    }
    return { game, value: 0, moves };
  };
}

/**
 * Makes what `reduce` begins with.
 *
 * @public
 */
export const initial = () => ({
  verdict: "open",
  evidence: 0,
  needed: 0,
  claims: [],
  wins: 0,
  draws: 0,
  losses: 0,
  missed: 0,
  early: [],
});

/**
 * @typedef {{ readonly game: number, readonly value: number }} Game
 * @typedef {{ readonly verdict: string, readonly evidence: number, readonly needed: number, readonly claims: readonly string[], readonly wins: number, readonly draws: number, readonly losses: number, readonly missed: number, readonly early: readonly Game[] }} Test
 */

/** Most games that wait for an earlier one. It may have failed: with more of them it counts as not played, and the test goes on. */
const mostEarly = 200;

/** null for what is no game's result: volunteers may return anything. @param {unknown} found @returns {Game | null} */
function gameIn(found) {
  if (typeof found !== "object" || found === null || !("game" in found) || !("value" in found)) return null;
  const { game, value } = found;
  if (typeof game !== "number" || typeof value !== "number") return null;
  return Number.isSafeInteger(game) && Number.isSafeInteger(value) ? { game, value } : null;
}

/**
 * Makes the `reduce` of games: Wald's sequential probability ratio test (1945) of the decided ones. It weighs two claims, that the
 * first player wins a share of them, and that the second one does; the evidence is the logarithm of how many times as likely the
 * games are by the first claim. Above `needed` the first claim is accepted, below its negative the second one; `claims` names both.
 *
 * Games count in their order, and those that have ended early wait: otherwise short games would count first, and they are won by
 * the stronger player more often than long ones. What comes behind the verdict changes nothing of it, nor does a game that has been
 * counted or is waiting. `missed`: games that were not waited for any longer.
 *
 * @public
 * @param {{ share: number, error: number, names: [first: string, second: string] }} settings `share`: above a half. `error`: of verdicts, the part that may be wrong.
 */
export function testOf({ share, error, names }) {
  const weight = Math.log(share / (1 - share));
  const needed = Math.log((1 - error) / error);
  /** @param {number} evidence */
  const verdictBy = (evidence) => {
    if (Math.abs(evidence) < needed) return "open";
    return `${evidence > 0 ? names[0] : names[1]} is stronger`;
  };
  /** @param {Test} test @param {unknown} value @returns {Test} */
  return (test, value) => {
    let { verdict, wins, draws, losses, missed } = test;
    const played = gameIn(value);
    const awaited = wins + draws + losses + missed;
    if (verdict !== "open" || played === null || played.game < awaited) return test;
    if (test.early.some(({ game }) => game === played.game)) return test;
    let early = test.early.concat(played);
    if (early.length > mostEarly) missed += Math.min(...early.map(({ game }) => game)) - awaited;
    while (verdict === "open") {
      const nextGame = wins + draws + losses + missed;
      const next = early.find(({ game }) => game === nextGame);
      if (next === undefined) break;
      early = early.filter((one) => one !== next);
      if (next.value > 0) wins += 1;
      else if (next.value < 0) losses += 1;
      else draws += 1;
      verdict = verdictBy(weight * (wins - losses));
    }
    const evidence = weight * (wins - losses);
    const games = { wins, draws, losses, missed, early: verdict === "open" ? early : [] };
    return { verdict, evidence, needed, claims: names, ...games };
  };
}

/**
 * The job ends with the verdict.
 *
 * @public
 * @param {unknown} _value @param {number} _task @param {Test} test
 */
export const until = (_value, _task, test) => test.verdict !== "open";
