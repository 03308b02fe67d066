import { median, spreadOf } from "./statistics.mjs";

/** @typedef {import("./types.ts").Beside} Beside */
/** @typedef {import("./types.ts").BesideSpread} BesideSpread */
/** @typedef {import("./types.ts").Figure} Figure */
/** @typedef {import("./types.ts").Measurement} Measurement */

/**
 * Summarizes the repeats of a row by figure, in the order of their first appearance.
 * @param {string} unit The row's.
 * @param {readonly (readonly Measurement[])[]} repeats
 * @returns {Figure[]}
 */
export function figuresOf(unit, repeats) {
  const all = repeats.flat();
  const names = [...new Set(all.map(({ figure }) => figure))];
  return names.map((name) => {
    const runs = all.filter(({ figure }) => figure === name);
    return figureOf(name, unit, runs);
  });
}

/**
 * @param {string} name @param {string} unit @param {readonly Measurement[]} runs
 * @returns {Figure}
 */
function figureOf(name, unit, runs) {
  const [first] = runs;
  if (first === undefined) throw new RangeError("a figure has at least one run");
  const peerNames = new Set(runs.flatMap(({ peers = [] }) => peers.map((peer) => peer.name)));
  const limitName = runs.find(({ limit }) => limit !== undefined)?.limit?.name;
  return {
    name,
    unit: first.unit ?? unit,
    better: first.better,
    ours: spreadOf(runs.map(({ ours }) => ours)),
    peers: [...peerNames].map((peer) => besideOf(peer, runs, (run) => run.peers?.find((one) => one.name === peer))),
    limit: limitName === undefined ? null : besideOf(limitName, runs, ({ limit }) => limit),
  };
}

/**
 * Compares within each run, in which the load of the machine is about the same for both.
 * @param {string} name @param {readonly Measurement[]} runs
 * @param {(run: Measurement) => Beside | undefined} find
 * @returns {BesideSpread}
 */
function besideOf(name, runs, find) {
  const values = [];
  const times = [];
  let missing = "not measured";
  for (const run of runs) {
    const beside = find(run);
    if (beside !== undefined && "value" in beside) {
      values.push(beside.value);
      times.push(run.better === "more" ? run.ours / beside.value : beside.value / run.ours);
    } else if (beside !== undefined) missing = beside.missing;
  }
  return values.length === 0 ? { name, missing } : { name, times: median(times), ...spreadOf(values) };
}
