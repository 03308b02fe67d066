/** Number of points that a network learns from, and of others that it is checked by. */
const points = 200;

/** Number of points whose gradients are added up for one step. */
const batch = 20;

/** Two spirals (after Lang and Witbrock, 1988), a little blurred: where each point lies, and which spiral it is on, 1 or 0. */
const learned = spirals(1);
const checked = spirals(2);

/** Numbers from 0 to just below 1, the same for each seed: mulberry32. @param {number} seed */
function randomFrom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** From the middle to one and a quarter turns outwards, points of both in turn. @param {number} seed */
function spirals(seed) {
  const random = randomFrom(seed);
  const data = { x: new Float64Array(points), y: new Float64Array(points), isFirst: new Float64Array(points) };
  for (let at = 0; at < points; at += 1) {
    const isFirst = at % 2 === 0;
    const way = Math.sqrt(random());
    const angle = 2.5 * Math.PI * way + (isFirst ? 0 : Math.PI);
    data.x[at] = 2 * way * Math.cos(angle) + 0.1 * (random() - 0.5);
    data.y[at] = 2 * way * Math.sin(angle) + 0.1 * (random() - 0.5);
    data.isFirst[at] = isFirst ? 1 : 0;
  }
  return data;
}

/**
 * What the network puts out for a point: above 0 for the first spiral. Leaves what its hidden units put out in `hidden`.
 *
 * @param {Float64Array} weights @param {number} x @param {number} y @param {Float64Array} hidden
 */
function outputOf(weights, x, y, hidden) {
  let output = weights[4 * hidden.length] ?? 0;
  for (let unit = 0, place = 0; unit < hidden.length; unit += 1, place += 4) {
    const level = Math.tanh((weights[place] ?? 0) * x + (weights[place + 1] ?? 0) * y + (weights[place + 2] ?? 0));
    hidden[unit] = level;
    output += (weights[place + 3] ?? 0) * level;
  }
  return output;
}

/**
 * Adds the gradient of the loss of some points, and gives that loss: the sum of their cross-entropies.
 *
 * @public
 * @param {Float64Array} weights Of each hidden unit in turn: for x, for y, its bias, and for the output; behind them the output's bias.
 * @param {{ x: Float64Array, y: Float64Array, isFirst: Float64Array }} data
 * @param {number} from @param {number} to Behind the last of the points.
 * @param {Float64Array} gradient One number for each weight, which is added to.
 * @param {Float64Array} hidden Room for one number of each hidden unit.
 */
export function addGradient(weights, data, from, to, gradient, hidden) {
  const bias = 4 * hidden.length;
  let loss = 0;
  for (let at = from; at < to; at += 1) {
    const x = data.x[at] ?? 0;
    const y = data.y[at] ?? 0;
    const isFirst = data.isFirst[at] ?? 0;
    const output = outputOf(weights, x, y, hidden);
    // ln(1 + e^output) - isFirst · output, without an overflow.
    loss += Math.max(output, 0) + Math.log1p(Math.exp(-Math.abs(output))) - isFirst * output;
    const error = 1 / (1 + Math.exp(-output)) - isFirst;
    gradient[bias] = (gradient[bias] ?? 0) + error;
    for (let unit = 0, place = 0; unit < hidden.length; unit += 1, place += 4) {
      const level = hidden[unit] ?? 0;
      const inner = error * (weights[place + 3] ?? 0) * (1 - level * level);
      gradient[place] = (gradient[place] ?? 0) + inner * x;
      gradient[place + 1] = (gradient[place + 1] ?? 0) + inner * y;
      gradient[place + 2] = (gradient[place + 2] ?? 0) + inner;
      gradient[place + 3] = (gradient[place + 3] ?? 0) + error * level;
    }
  }
  return loss;
}

/** The percentage of the points to check by that the network puts on their spiral. @param {Float64Array} weights @param {Float64Array} hidden */
function accuracyOf(weights, hidden) {
  let right = 0;
  for (let at = 0; at < points; at += 1) {
    const isFirst = outputOf(weights, checked.x[at] ?? 0, checked.y[at] ?? 0, hidden) > 0;
    if (isFirst === (checked.isFirst[at] === 1)) right += 1;
  }
  return (100 * right) / points;
}

/**
 * Makes the function of a task. The form's settings are added as a call of it.
 *
 * @public
 * @param {{ epochs: number, trial: number, bar: number }} settings `epochs`: each is one way through all points. `trial`: epochs
 *   after which a network is given up that puts fewer than `bar` percent of the points on their spiral.
 */
export function trainerOf({ epochs, trial, bar }) {
  /**
   * Trains a network with one hidden layer by steps against the gradient, with momentum. `x`: its rate. `y`: its accuracy in percent.
   *
   * @param {{ rate: number, units: number, momentum: number, seed: number }} input `rate`: of a step. `units`: in the hidden layer.
   */
  return function train({ rate, units, momentum, seed }) {
    const random = randomFrom(seed);
    const weights = Float64Array.from({ length: 4 * units + 1 }, () => 2 * random() - 1);
    const speeds = new Float64Array(weights.length);
    const gradient = new Float64Array(weights.length);
    const hidden = new Float64Array(units);
    let epoch = 0;
    let isStopped = false;
    while (epoch < epochs && !isStopped) {
      for (let from = 0; from < points; from += batch) {
        gradient.fill(0);
        addGradient(weights, learned, from, from + batch, gradient, hidden);
        for (let at = 0; at < weights.length; at += 1) {
          const speed = momentum * (speeds[at] ?? 0) - (rate / batch) * (gradient[at] ?? 0);
          speeds[at] = speed;
          weights[at] = (weights[at] ?? 0) + speed;
        }
      }
      epoch += 1;
      isStopped = epoch === trial && epoch < epochs && accuracyOf(weights, hidden) < bar;
    }
    return { x: rate, y: accuracyOf(weights, hidden), units, momentum, epochs: epoch, isStopped };
  };
}

/**
 * @typedef {{ readonly x: number, readonly y: number, readonly units: number, readonly momentum: number, readonly epochs: number, readonly isStopped: boolean }} Run
 * @typedef {{ readonly accuracy: number, readonly rate: number, readonly units: number, readonly momentum: number }} Best
 * @typedef {{ readonly best: Best | null, readonly runs: number, readonly stopped: number, readonly epochs: number }} Search
 */

/** @public @type {Search} */
export const initial = { best: null, runs: 0, stopped: 0, epochs: 0 };

/**
 * The best network so far, and what the search has cost; of equally good ones the one that was trained at the lowest rate.
 *
 * @public
 * @param {Search} search @param {Run} run @returns {Search}
 */
export function reduce({ best, runs, stopped, epochs }, run) {
  const { x: rate, y: accuracy, units, momentum } = run;
  const isBetter = best === null || accuracy > best.accuracy || (accuracy === best.accuracy && rate < best.rate);
  return {
    best: isBetter ? { accuracy, rate, units, momentum } : best,
    runs: runs + 1,
    stopped: stopped + (run.isStopped ? 1 : 0),
    epochs: epochs + run.epochs,
  };
}
