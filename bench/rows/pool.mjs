import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { joinRoom } from "../../scripts/room.mjs";
import { root } from "../../scripts/preconditions.mjs";
import spin from "../pages/jobs/spin.task.js";
import square from "../../web/workloads/squares/squares.task.js";
import { openRoom } from "../frame/room.mjs";
import { requireNone } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */

const run = promisify(execFile);

/** Threads of each pool: as many as the machines of the measurements have cores. */
const threads = 2;

/** Milliseconds of a task, and how many: about two seconds of computing for each thread. */
const sizes = [
  { taskMs: 0, tasks: 100_000 },
  { taskMs: 1, tasks: 4_000 },
  { taskMs: 10, tasks: 400 },
];

const peers = ["piscina", "tinypool", "workerpool"];

/** Rounds of the loop in a millisecond of this machine. */
function roundsAMillisecond() {
  const rounds = 20_000_000;
  spin(rounds);
  const began = performance.now();
  spin(rounds);
  return Math.round(rounds / (performance.now() - began));
}

/**
 * Seconds that a pool takes, in a process of its own.
 * @param {string} name @param {number} tasks @param {number} rounds
 */
async function secondsOf(name, tasks, rounds) {
  const argv = [`${root}/bench/peers/pools.mjs`, name, ...[threads, tasks, rounds].map(String)];
  const { stdout } = await run(process.execPath, argv, { timeout: 300_000 });
  /** @type {{ seconds: number, wrong: number }} */
  const { seconds, wrong } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  requireNone(`wrong values of ${name}`, wrong);
  return seconds;
}

/**
 * @param {Bench} bench @param {number} roundsAMs @param {typeof sizes[number]} size
 * @returns {Promise<Measurement>}
 */
async function besidePeers(bench, roundsAMs, { taskMs, tasks }) {
  const [count, rounds] = [bench.sized(tasks), taskMs * roundsAMs];
  const ours = await secondsOf("tabpool", count, rounds);
  const beside = [];
  for (const name of peers) beside.push({ name, value: await secondsOf(name, count, rounds) });
  return {
    figure: `${count.toLocaleString("en")} tasks of ${taskMs} ms on ${threads} threads of a process`,
    better: "less",
    ours,
    peers: beside,
  };
}

/** @param {number} count @returns {[number, number][]} */
const inputsOf = (count) => Array.from({ length: count }, (_, n) => [n % 10_001, 0]);

/**
 * Seconds for squares in the words of the first demo, from a process through one tab with one slot; the second call in a row.
 * @param {Bench} bench @param {number} count
 */
async function throughATab(bench, count) {
  /** @type {typeof import("../../node/index.ts")} */
  const { Pool } = await import(`${root}/dist/library/node.js`);
  const pool = await Pool.open({ processes: 0, server: 0 });
  try {
    const shown = new URL(pool.joinLink ?? "");
    const { browser } = await bench.launch();
    await joinRoom(browser, `http://127.0.0.1:${shown.port}${shown.pathname}${shown.search}${shown.hash}`, {
      name: "volunteer",
      slots: 1,
    });
    const task = new URL("../../web/workloads/squares/squares.task.js", import.meta.url);
    const inputs = inputsOf(count);
    await pool.map(task, inputs);
    const began = performance.now();
    const values = await pool.map(task, inputs);
    const seconds = (performance.now() - began) / 1_000;
    requireNone("wrong squares", values.filter((value, at) => value !== square(inputs[at] ?? [0, 0])).length);
    return seconds;
  } finally {
    await pool.terminate();
  }
}

/**
 * Seconds of the same in the coordinator's page, without storage: a pool has no record on a disk either.
 * @param {Bench} bench @param {number} count
 */
async function inThePage(bench, count) {
  const room = await openRoom(bench, { volunteers: 1, isDurable: false });
  try {
    const values = { count, shortest: 0, longest: 0 };
    await room.coordinator.run("squares", values);
    const { wallMs } = await room.coordinator.run("squares", values);
    return wallMs / 1_000;
  } finally {
    await room.close();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "pool",
  unit: "s",
  about: "the library in a process: threads beside other pools of threads, and a million squares through one tab",
  async measure(bench) {
    await run(process.execPath, [`${root}/node_modules/vite/bin/vite.js`, "build", "--mode", "library-node"], {
      cwd: root,
    });
    const roundsAMs = roundsAMillisecond();
    const measurements = [];
    for (const size of sizes) measurements.push(await besidePeers(bench, roundsAMs, size));
    const count = bench.sized(1_000_000);
    const page = await inThePage(bench, count);
    const ours = await throughATab(bench, count);
    const limit = { name: "the coordinator's page through one tab", value: page };
    measurements.push({
      figure: "a million squares from a process through one tab",
      better: /** @type {const} */ ("less"),
      ours,
      limit,
    });
    return measurements;
  },
};
