import { joinRoom } from "../../scripts/room.mjs";
import { openBareFunction } from "../frame/bare-function.mjs";
import { openRoom } from "../frame/room.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */
/** @typedef {import("../frame/types.ts").OpenRoom} OpenRoom */
/** @typedef {Awaited<ReturnType<typeof openBareFunction>>} Bare */
/** @typedef {{ readonly ours: number, readonly bare: number }} Times Milliseconds. */

/**
 * Jobs by their id, with their name: bench/pages/jobs/gallery.ts has their sizes. `short`: numbers that take about a tenth of the time.
 * @type {readonly { readonly id: string, readonly name: string, readonly short: Readonly<Record<string, number>> }[]}
 */
const jobs = [
  { id: "mandelbrot", name: "the Mandelbrot set, 1,920 × 1,080", short: { points: 1 } },
  { id: "pathtracer", name: "two passes of the path-traced room, 640 × 360", short: { passes: 1, samples: 1 } },
  { id: "photo", name: "a photo as if painted, 1,280 × 720", short: { side: 400 } },
  { id: "pi", name: "darts for π", short: { tasks: 4 } },
  { id: "primes", name: "primes to 6 · 10⁹", short: { to: 600_000_000 } },
  { id: "password", name: "words of five letters and fewer, hashed", short: { longest: 4 } },
  { id: "lucaslehmer", name: "Mersenne exponents to 5,500", short: { to: 2_000 } },
  { id: "queens", name: "16 queens", short: { n: 13 } },
  { id: "collatz", name: "Collatz to 6 · 10⁷", short: { below: 6_000_000 } },
  { id: "islands", name: "an epoch of 40 islands, 500 towns", short: { islands: 4 } },
  { id: "tournament", name: "600 games of Connect Four", short: { games: 60 } },
  { id: "hyperparameters", name: "80 networks", short: { runs: 8 } },
  { id: "matrix", name: "a product of 768 × 768 in blocks of 256", short: { n: 384, block: 128 } },
  { id: "heavytail", name: "60 sleeps", short: { count: 6 } },
];

/** Both sides compute in turn, this often; the best of each counts. The first turn loads the program. */
const turns = 3;

/** Milliseconds of rest before each job. Shorter than an idle Worker is kept after a job. */
const restMs = 500;

/**
 * The time of all of them together, each with its part of the inputs: every second or every one.
 * @param {readonly Bare[]} bares @param {readonly unknown[]} inputs
 */
async function bareTime(bares, inputs) {
  const parts = bares.map((_, at) => inputs.filter((_input, place) => place % bares.length === at));
  const computed = await Promise.all(bares.map((bare, at) => bare.compute(parts[at] ?? [])));
  return Math.max(...computed.map(({ ms }) => ms));
}

/**
 * @param {Bench} bench @param {OpenRoom} room @param {typeof jobs[number]} job @param {number} workers
 * @returns {Promise<Times>}
 */
async function timesOf(bench, room, { id, short }, workers) {
  const numbers = bench.sized(10) === 1 ? short : {};
  const { source, inputs } = await room.coordinator.material(id, numbers);
  const bares = [];
  while (bares.length < workers) bares.push(await openBareFunction(room.volunteerBrowser, source));
  let [ours, bare] = [Infinity, Infinity];
  for (let turn = 0; turn < turns; turn += 1) {
    const [run] = await room.coordinator.runOneByOne(id, numbers, 1, restMs);
    ours = Math.min(ours, run?.elapsedMs ?? Infinity);
    bare = Math.min(bare, await bareTime(bares, inputs));
  }
  for (const { close } of bares) await close();
  return { ours, bare };
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "gallery",
  unit: "s",
  about:
    "makespan of each job of the gallery on one slot, beside a bare Worker, and what a second volunteer makes of it",
  async measure(bench) {
    const room = await openRoom(bench, { volunteers: 1 });
    try {
      /** @type {Map<string, Times>} */
      const alone = new Map();
      for (const job of jobs) alone.set(job.id, await timesOf(bench, room, job, 1));
      await joinRoom(room.volunteerBrowser.browser, room.joinLink, { name: "volunteer-2", slots: 1 });
      await room.coordinator.volunteersIn(2);
      /** @type {Measurement[]} */
      const measurements = [];
      for (const job of jobs) {
        const [one, two] = [alone.get(job.id), await timesOf(bench, room, job, 2)];
        if (one === undefined) throw new Error("the job was not measured alone");
        const limit = { name: "a bare Web Worker", value: one.bare / 1_000 };
        measurements.push({ figure: job.name, better: "less", ours: one.ours / 1_000, limit });
        measurements.push({
          figure: `${job.name}: two volunteers`,
          unit: "times as fast",
          better: "more",
          ours: one.ours / two.ours,
          limit: { name: "two bare Web Workers", value: one.bare / two.bare },
        });
      }
      return measurements;
    } finally {
      await room.close();
    }
  },
};
