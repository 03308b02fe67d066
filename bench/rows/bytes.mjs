import { loadsOf, openBareChannel } from "../frame/bare-channel.mjs";
import { growthDuring } from "../frame/processes.mjs";
import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { requireNone } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */
/** @typedef {import("../frame/types.ts").Remote<import("../pages/volunteer.ts").VolunteerBench>} Probed */

/** Sizes of results, sixty to eighty megabytes in all for each. */
const sizes = [
  { words: "64 kB", size: 64_000, tasks: 1_000 },
  { words: "1 MB", size: 1_000_000, tasks: 64 },
  { words: "10 MB", size: 10_000_000, tasks: 8 },
];

const megabyte = 1_000_000;

/**
 * @param {Bench} bench @param {{ words: string, size: number, tasks: number }} size
 * @returns {Promise<Measurement[]>}
 */
async function results(bench, { words, size, tasks }) {
  const values = { count: bench.sized(tasks), size };
  const room = await openRoom(bench, { volunteers: 0 });
  const { coordinator, coordinatorBrowser, volunteerBrowser } = room;
  try {
    /** @type {{ api: Probed }} */
    const { api } = await openBenchPage(volunteerBrowser, bench.origin, "volunteer");
    await api.join(room.joinLink);
    await coordinator.volunteersIn(1);
    // Warms page, slot and channel up with a tenth of the results, as is done with the bare channel.
    await coordinator.run("bulk", { count: Math.max(2, Math.ceil(values.count / 10)), size });
    await api.takeAnswers();
    const ends = await growthDuring(coordinatorBrowser, () =>
      growthDuring(volunteerBrowser, () =>
        bench.profiled(`bytes-${size}`, [coordinatorBrowser, volunteerBrowser], () => coordinator.run("bulk", values)),
      ),
    );
    const { result: run, growthBytes: volunteerGrowth } = ends.result;
    const answers = await api.takeAnswers();
    requireNone("rows of the table", await coordinator.wrongRows("bulk", values));
    const bytes = values.count * size;
    const { up, down } = loadsOf(run.traffic);
    const channel = await openBareChannel(bench.origin, coordinatorBrowser, volunteerBrowser);
    const exchangeMs = await channel.exchangeMs(up, down);
    const rate = (/** @type {number} */ ms) => bytes / megabyte / (ms / 1_000);
    return [
      {
        figure: `results of ${words}`,
        better: "more",
        ours: rate(run.wallMs),
        limit: { name: "the bare data channel, same bytes", value: rate(exchangeMs) },
      },
      {
        figure: `slowest answer to a heartbeat meanwhile, ${words}`,
        unit: "ms",
        better: "less",
        ours: Math.max(0, ...answers),
        limit: { name: "an echo over the bare connection, same bytes", value: await channel.slowestEchoMs() },
      },
      {
        figure: `the volunteer's pages grow by at most, ${words}`,
        unit: "MB",
        better: "less",
        ours: volunteerGrowth / megabyte,
      },
      {
        figure: `the coordinator's page grows by at most, ${words}`,
        unit: "MB",
        better: "less",
        ours: ends.growthBytes / megabyte,
        peers: [{ name: "the results themselves, which it keeps", value: bytes / megabyte }],
      },
    ];
  } finally {
    await room.close();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "bytes",
  unit: "MB/s",
  about: "results of 64 kB, 1 MB and 10 MB over WebRTC; what waits behind them, and what memory they take",
  async measure(bench) {
    const measurements = [];
    for (const size of sizes) measurements.push(await results(bench, size));
    return measurements.flat();
  },
};
