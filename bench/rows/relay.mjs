import { startBareRelay } from "../frame/bare-relay.mjs";
import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { requireNone, wrongSquaresOnRecord } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").Measurement} Measurement */
/** @typedef {import("../frame/types.ts").Remote<import("../pages/relay.ts").RelayBench>} End */
/** @typedef {import("../frame/types.ts").Remote<import("../pages/volunteer.ts").VolunteerBench>} Volunteer */

const megabyte = 1_000_000;
const frameBytes = 64 * 1024;

/** No budget is to be measured. */
const unlimited = { relayRoomBytesPerSecond: 2 ** 40, relayAddressBytesPerSecond: 2 ** 40 };

/** Removes WebRTC before the page's scripts run, so that its links are relayed. */
const withoutWebRtc = "for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) delete globalThis[name];";

/**
 * Bytes one way between two browser processes, over the relay and over bare WebSockets that a server joins.
 * @param {Bench} bench
 * @returns {Promise<Measurement>}
 */
async function bytesOneWay(bench) {
  const server = await bench.serve(unlimited);
  const bare = await startBareRelay();
  const browsers = await Promise.all([bench.launch(), bench.launch()]);
  try {
    /** @type {{ api: End }[]} */
    const ends = await Promise.all(browsers.map((browser) => openBenchPage(browser, server.origin, "relay")));
    const [near, far] = ends.map(({ api }) => api);
    if (near === undefined || far === undefined) throw new Error("there are two ends");
    await far.dial(await near.host());
    await near.openBare(bare.address);
    await far.openBare(bare.address);
    const messages = bench.sized(100);
    const frames = Math.ceil((messages * megabyte) / frameBytes);
    // Code is compiled and windows have grown before the clock runs.
    await near.receive(10 * megabyte);
    await far.send(10, megabyte);
    await near.receiveBare(160 * frameBytes);
    await far.sendBare(160, frameBytes);
    await near.receive(messages * megabyte);
    const relayedMs = await bench.profiled("relay", browsers, () => far.send(messages, megabyte));
    await near.receiveBare(frames * frameBytes);
    const bareMs = await far.sendBare(frames, frameBytes);
    const rate = (/** @type {number} */ bytes, /** @type {number} */ ms) => bytes / megabyte / (ms / 1_000);
    return {
      figure: "bytes one way, encrypted",
      better: "more",
      ours: rate(messages * megabyte, relayedMs),
      limit: { name: "bare WebSockets that a server joins", value: rate(frames * frameBytes, bareMs) },
    };
  } finally {
    bare.close();
    await Promise.all(browsers.map(({ browser }) => browser.close()));
  }
}

/**
 * Seconds of a first job of squares with one volunteer.
 * @param {Bench} bench @param {string} before Runs before the scripts of the volunteer's page.
 */
async function squares(bench, before) {
  const count = bench.sized(1_000_000);
  const room = await openRoom(bench, { volunteers: 0 });
  try {
    /** @type {{ api: Volunteer }} */
    const { api } = await openBenchPage(room.volunteerBrowser, bench.origin, "volunteer", before);
    await api.join(room.joinLink);
    await room.coordinator.volunteersIn(1);
    const { wallMs } = await room.coordinator.run("squares", { count, shortest: 0, longest: 0 });
    requireNone("results on record", await wrongSquaresOnRecord(room, count));
    return wallMs / 1_000;
  } finally {
    await room.close();
  }
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "relay",
  unit: "MB/s",
  about: "bytes through the server's relay, encrypted, beside bare WebSockets; a million squares over it",
  async measure(bench) {
    const relayed = await squares(bench, withoutWebRtc);
    const direct = await squares(bench, "");
    return [
      await bytesOneWay(bench),
      {
        figure: "a million squares, one volunteer, the first job",
        unit: "s",
        better: "less",
        ours: relayed,
        peers: [{ name: "the same over WebRTC", value: direct }],
      },
    ];
  },
};
