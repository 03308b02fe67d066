import { openBenchPage } from "./remote.mjs";

/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */
/** @typedef {import("./types.ts").Remote<import("../pages/channel.ts").ChannelBench>} End */
/** @typedef {{ bytes: number, frameBytes: number }} Load */

/** @param {Load} load @returns {Load} */
function tenthOf({ bytes, frameBytes }) {
  return { bytes: Math.ceil(bytes / 10), frameBytes };
}

/**
 * A bare data channel between two browser processes: the limit of everything that uses one.
 * @param {string} origin @param {OwnBrowser} one The coordinator's. @param {OwnBrowser} other The volunteers'.
 */
export async function openBareChannel(origin, one, other) {
  /** @type {[{ page: import("@playwright/test").Page, api: End }, { page: import("@playwright/test").Page, api: End }]} */
  const [near, far] = await Promise.all([
    openBenchPage(one, origin, "channel"),
    openBenchPage(other, origin, "channel"),
  ]);
  await near.api.accept(await far.api.answer(await near.api.offer()));
  const once = async (/** @type {Load} */ up, /** @type {Load} */ down) => {
    await far.api.awaitExchange(up, down.bytes);
    return near.api.exchange(up.bytes, down);
  };
  return {
    /**
     * Milliseconds for both loads at the same time.
     * @param {Load} up @param {Load} down
     */
    async exchangeMs(up, down) {
      // A new channel has not adapted to the path yet.
      await once(tenthOf(up), tenthOf(down));
      await far.api.takeEchoes();
      return once(up, down);
    },
    /** Milliseconds of the slowest echo, from the volunteers' end and back over a second channel, during the last exchange. */
    async slowestEchoMs() {
      return Math.max(0, ...(await far.api.takeEchoes()));
    },
    /**
     * Milliseconds of each of `count` tasks without our code: a frame of `bytes` there, a Worker's answer, the frame back
     * (`backMs`), a transaction of IndexedDB (`recordedMs`). Each starts `restMs` after the last one.
     * @param {number} count @param {number} bytes @param {number} restMs
     */
    async tasks(count, bytes, restMs) {
      await far.api.compute();
      return near.api.tasks(count, bytes, restMs);
    },
    close: async () => {
      await Promise.all([near.page.context().close(), far.page.context().close()]);
    },
  };
}

/** @param {number} bytes @param {number} frames @returns {Load} */
function loadOf(bytes, frames) {
  return { bytes, frameBytes: Math.max(1, Math.round(bytes / Math.max(1, frames))) };
}

/**
 * The traffic of our job as loads, in frames of the same mean size.
 * @param {import("../pages/channel-traffic.ts").Traffic} traffic As the coordinator's page counted it.
 * @returns {{ up: Load, down: Load }}
 */
export function loadsOf({ bytesSent, framesSent, bytesReceived, framesReceived }) {
  return { up: loadOf(bytesReceived, framesReceived), down: loadOf(bytesSent, framesSent) };
}
