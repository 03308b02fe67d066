/**
 * The loop of `integers` in WebAssembly: a type `(i32) => i32`, one function of it, exported as "spin". With a local `state` that
 * begins with 1, as long as rounds are left: `state = state * 1,664,525 + 1,013,904,223`, `rounds = rounds - 1`.
 */
const spinModule = Uint8Array.from(
  atob("AGFzbQEAAAABBgFgAX8BfwMCAQAHCAEEc3BpbgAACjEBLwEBf0EBIQECQANAIABFDQEgAUGNzOUAbEHf5rvjA2ohASAAQQFrIQAMAAsLIAEL"),
  (character) => character.charCodeAt(0),
);

/** @type {((rounds: number) => number) | null} */
let spin = null;

/** @returns {(rounds: number) => number} */
function compileSpin() {
  const { spin: compiled } = new WebAssembly.Instance(new WebAssembly.Module(spinModule)).exports;
  if (typeof compiled !== "function") throw new Error("the module exports no spin");
  return (rounds) => compiled(rounds);
}

const length = 65_536;
const numbers = Float64Array.from({ length }, (_, at) => at % 97);

/** @type {readonly ((rounds: number) => number)[]} */
const kernels = [
  function integers(rounds) {
    let state = 1;
    for (let round = 0; round < rounds; round += 1) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state;
  },
  function floats(rounds) {
    let [x, sum] = [0.25, 0];
    for (let round = 0; round < rounds; round += 1) {
      x = 3.9 * x * (1 - x);
      sum += Math.sqrt(x);
    }
    return sum;
  },
  function typedArrays(rounds) {
    let sum = 0;
    for (let round = 0; round < rounds; round += 1) {
      const at = round % length;
      numbers[at] = ((numbers[at] ?? 0) + (numbers[(7 * at) % length] ?? 0)) % 1_024;
      sum += numbers[at] ?? 0;
    }
    numbers.forEach((_, at) => (numbers[at] = at % 97));
    return sum;
  },
  function strings(rounds) {
    let total = 0;
    for (let round = 0; round < rounds; round += 1) {
      const words = `round ${round} of ${rounds}`.split(" ");
      total += words.join("-").length + (words[1] ?? "").charCodeAt(0);
    }
    return total;
  },
  function objects(rounds) {
    /** @type {Map<number, { count: number, last: number }>} */
    const seen = new Map();
    for (let round = 0; round < rounds; round += 1) {
      const key = (round * 7_919) % 1_009;
      const before = seen.get(key);
      seen.set(key, { count: (before?.count ?? 0) + 1, last: round });
    }
    return [...seen.values()].reduce((sum, { count, last }) => sum + count * (last % 13), 0);
  },
  function webAssembly(rounds) {
    spin ??= compileSpin();
    return spin(rounds);
  },
];

/**
 * @param {[kernel: number, rounds: number]} input
 * @returns {number}
 */
export default function runKernel([kernel, rounds]) {
  const run = kernels[kernel];
  if (run === undefined) throw new Error(`there is no kernel ${kernel}`);
  return run(rounds);
}
