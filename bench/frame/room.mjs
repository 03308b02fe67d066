import { joinRoom } from "../../scripts/room.mjs";
import { openBenchPage } from "./remote.mjs";

/** @typedef {import("./types.ts").Bench} Bench */
/** @typedef {import("./types.ts").OpenRoom} OpenRoom */

/** Removes IndexedDB before the page's scripts run, so that the record is kept in memory. */
const withoutStorage = "Object.defineProperty(globalThis, 'indexedDB', { value: undefined });";

/**
 * Opens a room with its coordinator in one browser process and its volunteers in another. Resolves when all have joined.
 * @param {Bench} bench
 * @param {{ volunteers: number, origin?: string, isDurable?: boolean }} options
 * @returns {Promise<OpenRoom>}
 */
export async function openRoom(bench, { volunteers: count, origin = bench.origin, isDurable = true }) {
  const [coordinatorBrowser, volunteerBrowser] = await Promise.all([bench.launch(), bench.launch()]);
  /** @type {{ page: import("@playwright/test").Page, api: OpenRoom["coordinator"] }} */
  const { page, api } = await openBenchPage(coordinatorBrowser, origin, "coordinator", isDurable ? "" : withoutStorage);
  const shown = new URL(await api.joinLink());
  const joinLink = `${origin}${shown.pathname}${shown.search}${shown.hash}`;
  const volunteers = await Promise.all(
    Array.from({ length: count }, (_, at) =>
      joinRoom(volunteerBrowser.browser, joinLink, { name: `volunteer-${at + 1}`, slots: 1 }),
    ),
  );
  await api.volunteersIn(count);
  return {
    coordinator: api,
    page,
    volunteers,
    coordinatorBrowser,
    volunteerBrowser,
    joinLink,
    close: async () => {
      await Promise.all([coordinatorBrowser.browser.close(), volunteerBrowser.browser.close()]);
    },
  };
}
