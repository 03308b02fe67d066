// `npm run simulate -- [--seeds N] [--from N]`: simulates N seeds from the first one on, on all cores. `--seed N`: prints the story of one.
// `--planted [--record]`: prints how many seeds it takes to find each planted bug, and writes them down for the tests.
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { requireNode, requirePackages, root } from "./preconditions.mjs";

/** @param {string | undefined} text @param {number} preset */
function whole(text, preset) {
  const value = text === undefined ? preset : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`expected a whole number, got ${text}`);
  process.exit(2);
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    from: { type: "string" },
    seed: { type: "string" },
    planted: { type: "boolean" },
    record: { type: "boolean" },
  },
});

requireNode();
requirePackages();
const { bundle } = await import("./bundle.mjs");
const simulation = await bundle("web/simulation/main.ts");
const { runPlanted, runSeed, runSeeds } = await import(simulation);

const terminal = {
  /** @param {string} line */
  progress(line) {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${line}`);
    else console.log(line);
  },
  /** @param {string} line */
  print(line) {
    if (process.stdout.isTTY) process.stdout.write("\r\u001b[K");
    console.log(line);
  },
  now: () => performance.now(),
};

/** @param {readonly (readonly [string, number])[]} seedsByName */
function writeKnownSeeds(seedsByName) {
  const file = join(root, "web/simulation/planted/known-seeds.ts");
  const lines = seedsByName.map(([name, seed]) => `  [${JSON.stringify(name)}, ${seed}],\n`).join("");
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(/(?<=new Map\(\[\n).*(?=\]\);)/s, () => lines),
  );
}

/** @returns {Promise<number>} The number of planted bugs that were not found. */
async function runAllPlanted() {
  const { missed, seedsByName } = await runPlanted(whole(values.seeds, 1_000), terminal);
  if (values.record === true) writeKnownSeeds(seedsByName);
  return missed;
}

/** @param {number} seeds @returns {Promise<number>} The number of those that failed. */
async function runOnAllCores(seeds) {
  const file = new URL("simulate-worker.mjs", import.meta.url);
  const threads = Array.from(
    { length: availableParallelism() },
    () => new Worker(file, { workerData: { simulation } }),
  );
  const players = threads.map((thread) => async (/** @type {number} */ seed) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    thread.postMessage(seed);
    const [outcome] = await once(thread, "message");
    return outcome;
  });
  try {
    return await runSeeds(whole(values.from, 1), seeds, terminal, players);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

/** @returns {Promise<number>} The number of seeds that failed, or of planted bugs that were not found. */
async function run() {
  if (values.planted === true) return runAllPlanted();
  if (values.seed !== undefined) return runSeed(whole(values.seed, 1), terminal);
  return runOnAllCores(whole(values.seeds, 2_000));
}

process.exitCode = (await run()) > 0 ? 1 : 0;
