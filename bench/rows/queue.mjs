import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { joinRoom } from "../../scripts/room.mjs";
import { root } from "../../scripts/preconditions.mjs";
import { openBareChannel } from "../frame/bare-channel.mjs";
import { pythonRoundTrips } from "../frame/python.mjs";
import { percentile } from "../frame/statistics.mjs";
import { requireNone } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").OwnBrowser} OwnBrowser */

const run = promisify(execFile);

/** Round trips, one after the other: the slowest hundredth is more than one of them. */
const rounds = 1_000;

/** Bytes of a call on the wire. */
const frameBytes = 150;

/**
 * Milliseconds of each round: a number into one queue of this process, which a process in a tab takes out and puts into another one.
 * @param {OwnBrowser} volunteers @param {number} count
 */
async function throughQueues({ browser }, count) {
  /** @type {typeof import("../../node/index.ts")} */
  const { Pool, Process, Queue } = await import(`${root}/dist/library/node.js`);
  const pool = await Pool.open({ processes: 0, server: 0 });
  try {
    const shown = new URL(pool.joinLink ?? "");
    await joinRoom(browser, `http://127.0.0.1:${shown.port}${shown.pathname}${shown.search}${shown.hash}`, {
      name: "volunteer",
      slots: 1,
    });
    const [there, back] = [new Queue(), new Queue()];
    const echo = new Process({
      target: async (/** @type {typeof there} */ taken, /** @type {typeof back} */ given) => {
        for await (const item of taken) await given.put(item);
      },
      args: [there, back],
      where: pool,
    });
    await echo.start();
    const times = [];
    let wrong = 0;
    for (let n = 0; n < count; n += 1) {
      const began = performance.now();
      await there.put(n);
      wrong += Number((await back.get()) !== n);
      times.push(performance.now() - began);
    }
    requireNone("wrong items", wrong);
    return times;
  } finally {
    await pool.terminate();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "queue",
  unit: "ms",
  about: "an item into a queue of a process, and by a process in a tab into another one: median and 99th percentile",
  async measure(bench) {
    await run(process.execPath, [`${root}/node_modules/vite/bin/vite.js`, "build", "--mode", "library-node"], {
      cwd: root,
    });
    const count = bench.sized(rounds);
    const [near, far] = await Promise.all([bench.launch(), bench.launch()]);
    try {
      const ours = await throughQueues(far, count);
      const channel = await openBareChannel(bench.origin, near, far);
      const bare = (await channel.tasks(count, frameBytes, 0)).map(({ backMs }) => backMs);
      const python = await pythonRoundTrips("queues.py", [count, 1]);
      /** @type {[string, number][]} */
      const ends = [
        ["median", 0.5],
        ["99th percentile", 0.99],
      ];
      return ends.map(([words, share]) => ({
        figure: `into a queue and out of another one, through a process in a tab, ${words}`,
        better: "less",
        ours: percentile(ours, share),
        peers: [
          {
            name: "Python's network queues",
            ...("missing" in python ? python : { value: percentile(python.times, share) }),
          },
        ],
        limit: { name: "a bare channel and a bare Worker", value: percentile(bare, share) },
      }));
    } finally {
      await Promise.all([near.browser.close(), far.browser.close()]);
    }
  },
};
