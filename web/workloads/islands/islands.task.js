/** Tours that live on an island. */
const population = 8;

/** Moves that are tried on a child for each town of its tour: enough to mend what the crossover has torn. */
const triesATown = 10;

/** Towns that are moved together. */
const longestStretch = 3;

/** A move that gains less is rounding. */
const leastGain = 1e-9;

/**
 * Draws whole numbers below a limit: splitmix32.
 *
 * @param {number} seed @returns {(below: number) => number}
 */
function chanceOf(seed) {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000) * below);
  };
}

/**
 * Reckoned anew each time: the distances of a thousand towns would not fit into a core's cache. Square roots and sums are the same on every machine.
 *
 * @param {Float64Array} places x and y of each town. @param {number} from @param {number} to
 */
function distance(places, from, to) {
  const across = (places[2 * from] ?? 0) - (places[2 * to] ?? 0);
  const down = (places[2 * from + 1] ?? 0) - (places[2 * to + 1] ?? 0);
  return Math.sqrt(across * across + down * down);
}

/** @param {Uint16Array} tour @param {Float64Array} places */
function lengthOf(tour, places) {
  let length = 0;
  let before = tour[tour.length - 1] ?? 0;
  for (const town of tour) {
    length += distance(places, before, town);
    before = town;
  }
  return length;
}

/**
 * Order crossover: a stretch of the one parent, and all other towns in the order of the other one.
 *
 * @param {Uint16Array} child @param {Uint16Array} one @param {Uint16Array} other @param {(below: number) => number} draw
 */
function cross(child, one, other, draw) {
  const count = child.length;
  const from = draw(count);
  const length = 1 + draw(count - 1);
  const taken = new Uint8Array(count);
  for (let step = 0; step < length; step += 1) {
    const at = (from + step) % count;
    child[at] = one[at] ?? 0;
    taken[child[at] ?? 0] = 1;
  }
  let to = from + length;
  for (let step = 0; step < count; step += 1) {
    const town = other[(from + length + step) % count] ?? 0;
    if (taken[town] === 1) continue;
    child[to % count] = town;
    to += 1;
  }
}

/** A parent of which two neighbouring stretches have changed places: no few moves of the others make that. @param {Uint16Array} child @param {Uint16Array} parent @param {(below: number) => number} draw */
function kick(child, parent, draw) {
  const count = child.length;
  const [first = 0, second = 0, third = 0] = [draw(count), draw(count), draw(count)].toSorted((a, b) => a - b);
  child.set(parent);
  child.set(parent.subarray(second, third), first);
  child.set(parent.subarray(first, second), first + third - second);
}

/** Changes a tour by moves that make it shorter, tried by chance. Places in it are counted around. */
class Mender {
  /** @param {Float64Array} places x and y of each town. @param {(below: number) => number} draw */
  constructor(places, draw) {
    const count = places.length / 2;
    this.places = places;
    this.count = count;
    this.draw = draw;
    this.tour = new Uint16Array(count);
    this.cut = new Uint16Array(longestStretch);
  }

  /** @param {Uint16Array<ArrayBuffer>} tour @param {number} tries */
  mend(tour, tries) {
    const { count, draw } = this;
    this.tour = tour;
    for (let left = tries; left > 0; left -= 1) {
      const from = draw(count);
      const away = 1 + draw(count - 1);
      const kind = draw(4 * longestStretch);
      // Half of them are 2-opt.
      if (kind >= 2 * longestStretch) this.reverse(from, away);
      else this.shift(from, away, 1 + (kind >> 1), (kind & 1) === 1);
    }
  }

  /** @param {number} from @param {number} to Towns. */
  far(from, to) {
    return distance(this.places, from, to);
  }

  /** The town at a place below two rounds. @param {number} place */
  at(place) {
    return this.tour[place < this.count ? place : place - this.count] ?? 0;
  }

  /** @param {number} place Below two rounds. @param {number} town */
  put(place, town) {
    this.tour[place < this.count ? place : place - this.count] = town;
  }

  /** 2-opt: joins the towns of two places, and those behind them. @param {number} from @param {number} away The other place, from the first one. */
  reverse(from, away) {
    const { count } = this;
    const to = (from + away) % count;
    const [town, next, other, beyond] = [this.at(from), this.at(from + 1), this.at(to), this.at(to + 1)];
    const gain = this.far(town, next) + this.far(other, beyond) - this.far(town, other) - this.far(next, beyond);
    if (gain < leastGain) return;
    // To turn all the rest round makes the same tour.
    const isShort = 2 * away <= count;
    let left = (isShort ? from + 1 : to + 1) % count;
    let right = isShort ? to : from;
    for (let swaps = (isShort ? away : count - away) >> 1; swaps > 0; swaps -= 1) {
      const first = this.at(left);
      this.put(left, this.at(right));
      this.put(right, first);
      left = left + 1 === count ? 0 : left + 1;
      right = right === 0 ? count - 1 : right - 1;
    }
  }

  /**
   * Or-opt: moves a stretch of the tour beside the town of another place.
   *
   * @param {number} from @param {number} away The other place, from the first one. @param {number} length @param {boolean} isBehind Behind that town, and otherwise before it, turned round.
   */
  shift(from, away, length, isBehind) {
    const { count, cut } = this;
    // Towns behind the stretch that come before it then.
    const passed = isBehind ? away - length + 1 : away - length;
    if (passed <= 0 || passed >= count - length) return;
    const town = this.at(from);
    const last = this.at(from + length - 1);
    const before = this.at(from + count - 1);
    const behind = this.at(from + length);
    const other = this.at(from + away);
    const beyond = this.at((from + away + (isBehind ? 1 : -1)) % count);
    const gain =
      this.far(before, town) +
      this.far(last, behind) -
      this.far(before, behind) +
      this.far(other, beyond) -
      this.far(other, town) -
      this.far(last, beyond);
    if (gain < leastGain) return;
    for (let nth = 0; nth < length; nth += 1) cut[nth] = this.at(from + nth);
    const left = count - length - passed;
    // Those on the shorter way make room.
    let to = from + passed;
    if (passed <= left) {
      for (let step = 0; step < passed; step += 1)
        this.put((from + step) % count, this.at((from + length + step) % count));
    } else {
      to = from + count - left;
      for (let step = 1; step <= left; step += 1) {
        this.put((from + count + length - step) % count, this.at((from + count - step) % count));
      }
    }
    for (let nth = 0; nth < length; nth += 1) {
      this.put((to + nth) % count, cut[isBehind ? nth : length - 1 - nth] ?? 0);
    }
  }
}

/** @param {number} count @param {(below: number) => number} draw */
function drawTour(count, draw) {
  const tour = Uint16Array.from({ length: count }, (_, town) => town);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = draw(at + 1);
    [tour[at], tour[other]] = [tour[other] ?? 0, tour[at] ?? 0];
  }
  return tour;
}

/**
 * One epoch of one island: a fixed number of tries, in which children of its tours are bred and mended, and each that is shorter takes the
 * place of the longest tour. All chance is drawn from seed, island and epoch.
 *
 * @param {{
 *   towns: Uint16Array, seed: number, island: number, epoch: number, tries: number, tours: Uint16Array, guest: Uint16Array,
 * }} input `towns`: x and y of each. `tours`: of the island, one after the other; none of a new one. `guest`: the shortest tour of another island, or none.
 */
export default function evolve({ towns, seed, island, epoch, tries, tours, guest }) {
  const count = towns.length / 2;
  const draw = chanceOf(
    [seed, island, epoch].reduce((mixed, part) => Math.imul(mixed ^ part, 0x9e37_79b1) ^ (mixed >>> 15), 0),
  );
  const places = Float64Array.from(towns);
  const mender = new Mender(places, draw);
  /** @type {{ readonly tour: Uint16Array, readonly length: number }[]} From the shortest to the longest. */
  const living = [];
  /** None lives twice: otherwise all of them would soon be the same. @param {Uint16Array} tour */
  const settle = (tour) => {
    const length = lengthOf(tour, places);
    if (living.some((other) => Math.abs(other.length - length) < leastGain)) return;
    const longer = living.findIndex((other) => other.length > length);
    living.splice(longer === -1 ? living.length : longer, 0, { tour: tour.slice(), length });
    living.length = Math.min(population, living.length);
  };
  for (let from = 0; from < tours.length; from += count) settle(tours.subarray(from, from + count));
  if (guest.length === count) settle(guest);
  const child = new Uint16Array(count);
  const triesOfOne = triesATown * count;
  for (let left = tries; left > 0; left -= triesOfOne) {
    const one = living[Math.min(draw(population), draw(population))];
    const other = living[draw(population)];
    if (one === undefined || other === undefined) child.set(drawTour(count, draw));
    else if (one === other) kick(child, one.tour, draw);
    else cross(child, one.tour, other.tour, draw);
    mender.mend(child, Math.min(left, triesOfOne));
    settle(child);
  }
  const all = new Uint16Array(count * living.length);
  for (const [nth, { tour }] of living.entries()) all.set(tour, nth * count);
  return { value: living[0]?.length ?? 0, island, epoch, tours: all };
}

/** @public */
export const initial = () => null;

/**
 * Makes the `reduce` of epochs, which keeps the shortest tour. The form's towns are added as a call of it. Each tour is measured anew: a volunteer may return anything.
 *
 * @public
 * @param {readonly number[]} towns x and y of each.
 */
export function shortestOf(towns) {
  const count = towns.length / 2;
  const places = Float64Array.from(towns);
  /**
   * @param {{ readonly length: number } | null} best
   * @param {{ readonly island: number, readonly epoch: number, readonly tours: unknown } | null} found
   */
  return (best, found) => {
    if (!(found?.tours instanceof Uint16Array)) return best;
    const tour = found.tours.slice(0, count);
    if (tour.length < count || new Set(tour).size < count || tour.some((town) => town >= count)) return best;
    const length = lengthOf(tour, places);
    if (best !== null && best.length < length + leastGain) return best;
    return { length, island: found.island, epoch: found.epoch, tour: Array.from(tour) };
  };
}
