import { openBareChannel } from "../frame/bare-channel.mjs";
import { pythonRoundTrips } from "../frame/python.mjs";
import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { percentile } from "../frame/statistics.mjs";

/** @typedef {import("../frame/types.ts").Beside} Beside */
/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */
/** @typedef {{ times: readonly number[] } | { missing: string }} Times */

/** Number of jobs: the slowest hundredth is more than one of them. */
const tasks = 300;

/** Between the end of a task and the next: the room is idle. */
const idleMs = 100;

/** Bytes of a batch of one task on the wire. */
const frameBytes = 150;

/**
 * Runs jobs of one task, one after the other.
 * @param {Bench} bench
 */
async function ours(bench) {
  const room = await openRoom(bench, { volunteers: 1 });
  try {
    const runs = await bench.profiled("latency", [room.coordinatorBrowser, room.volunteerBrowser], () =>
      room.coordinator.runOneByOne("empty", { count: 1 }, tasks, idleMs),
    );
    const channel = await openBareChannel(bench.origin, room.coordinatorBrowser, room.volunteerBrowser);
    return {
      accepted: runs.map(({ acceptedMs }) => acceptedMs),
      recorded: runs.map(({ elapsedMs }) => elapsedMs),
      bare: await channel.tasks(tasks, frameBytes, idleMs),
    };
  } finally {
    await room.close();
  }
}

/** @param {Bench} bench */
async function inTheBrowser(bench) {
  const browser = await bench.launch();
  try {
    /** @type {{ api: import("../frame/types.ts").Remote<import("../pages/workers.ts").WorkersBench> }} */
    const { api } = await openBenchPage(browser, bench.origin, "workers");
    return { workerpool: await api.workerpoolRoundTrips(tasks), worker: await api.roundTrips(tasks) };
  } finally {
    await browser.browser.close();
  }
}

/**
 * @param {string} name @param {Times} times @param {number} share
 * @returns {Beside}
 */
function besideAt(name, times, share) {
  return "missing" in times ? { name, ...times } : { name, value: percentile(times.times, share) };
}

/** @type {[string, number][]} */
const ends = [
  ["median", 0.5],
  ["99th percentile", 0.99],
];

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "latency",
  unit: "ms",
  about:
    "one task in an idle room, from the order until its result is accepted, and on record: median and 99th percentile of 300",
  async measure(bench) {
    const { accepted, recorded, bare } = await ours(bench);
    const { workerpool, worker } = await inTheBrowser(bench);
    /** @type {[string, Times][]} */
    const peers = [
      ["Python's network queues", await pythonRoundTrips("queues.py", [tasks, 1])],
      ["multiprocessing.Pool", await pythonRoundTrips("pool.py", [tasks, 1])],
      ["workerpool", { times: workerpool }],
      ["a bare Web Worker", { times: worker }],
    ];
    /**
     * @param {string} what @param {readonly number[]} times @param {[string, readonly number[]]} limit
     * @returns {Measurement[]}
     */
    const figures = (what, times, [name, limit]) =>
      ends.map(([words, share]) => ({
        figure: `a job of one task ${what}, ${words}`,
        better: "less",
        ours: percentile(times, share),
        peers: peers.map(([peer, of]) => besideAt(peer, of, share)),
        limit: besideAt(name, { times: limit }, share),
      }));
    return [
      ...figures("accepted", accepted, ["a bare channel and a bare Worker", bare.map(({ backMs }) => backMs)]),
      ...figures("on record", recorded, [
        "a bare channel, a bare Worker and a transaction of IndexedDB",
        bare.map(({ recordedMs }) => recordedMs),
      ]),
    ];
  },
};
