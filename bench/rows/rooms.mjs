import { joinRoom } from "../../scripts/room.mjs";
import { cpuSeconds, memoryOf, watchMainThread } from "../frame/processes.mjs";
import { openBenchPage } from "../frame/remote.mjs";
import { openRoom } from "../frame/room.mjs";
import { longestTaskWhile } from "../frame/task-watch.mjs";
import { requireNone, wrongSquaresOnRecord } from "../frame/verify.mjs";

/** @typedef {import("../frame/types.ts").Bench} Bench */
/** @typedef {import("../frame/types.ts").OpenRoom} OpenRoom */
/** @typedef {import("../frame/types.ts").Remote<import("../pages/crowd.ts").CrowdBench>} Crowd */

/** Volunteers that a room admits, as in web/room/people/seats.ts. */
const mostVolunteers = 400;

/** Pages of the crowd, each a renderer process, which Chromium allows 500 connections. */
const pages = 4;

/** Milliseconds before and during a measured rest: pages need some time to become idle, and heartbeats come every five seconds. */
const calmMs = 5_000;
const restMs = 20_000;

/** Milliseconds until the room must be full. */
const joinLimitMs = 180_000;

/** @param {number} ms */
function passed(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/**
 * Shares of a core that an idle room takes: of the main thread of the coordinator's page, and of its browser in all.
 * @param {OpenRoom} room
 */
async function restingShares({ page, coordinatorBrowser }) {
  const mainThreadSeconds = await watchMainThread(page);
  const now = async () => ({
    mainThread: await mainThreadSeconds(),
    browser: await cpuSeconds(coordinatorBrowser, "all"),
    at: performance.now() / 1_000,
  });
  await passed(calmMs);
  const before = await now();
  await passed(restMs);
  const after = await now();
  const seconds = after.at - before.at;
  return {
    mainThread: (after.mainThread - before.mainThread) / seconds,
    browser: (after.browser - before.browser) / seconds,
  };
}

/**
 * Lets volunteers join as fast as the crowd's pages can. Seconds until all are in.
 * @param {OpenRoom} room @param {readonly Crowd[]} crowds @param {number} count
 */
async function fillRoom({ coordinator, joinLink }, crowds, count) {
  const startedAt = performance.now();
  await Promise.all(crowds.map((crowd, at) => crowd.join(joinLink, `crowd-${at + 1}`, count / crowds.length)));
  const allIn = await Promise.race([
    coordinator.volunteersIn(count).then(() => true),
    passed(joinLimitMs).then(() => false),
  ]);
  if (!allIn) {
    const standings = await Promise.all(crowds.map((crowd) => crowd.standing()));
    throw new Error(`not all came in: ${JSON.stringify(standings)}`);
  }
  return (performance.now() - startedAt) / 1_000;
}

/**
 * Lets one more volunteer join by the shipped page, which must say that the room is full.
 * @param {OpenRoom} room
 */
async function requireRefusal({ volunteerBrowser, joinLink }) {
  const page = await joinRoom(volunteerBrowser.browser, joinLink, { name: "one-too-many" });
  const title = page.getByRole("alert").getByRole("heading", { level: 1 });
  await title.waitFor({ timeout: joinLimitMs });
  const words = await title.textContent();
  if (words !== "The room is full") throw new Error(`volunteer ${mostVolunteers + 1} was told: ${words}`);
  await page.context().close();
}

/**
 * Checks that each task of the shown job is there once, with the right result.
 * @param {OpenRoom} room @param {{ count: number, shortest: number, longest: number }} values
 */
async function requireRight(room, values) {
  requireNone("results on record", await wrongSquaresOnRecord(room, values.count));
  requireNone("rows of the table", await room.coordinator.wrongRows("squares", values));
}

/**
 * @param {string} figure @param {number} ours
 * @returns {import("../frame/types.ts").Measurement}
 */
function share(figure, ours) {
  return { figure, unit: "% of a core", better: "less", ours: 100 * ours };
}

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "rooms",
  unit: "s",
  about: "a room of 400 volunteers: joining, 100,000 tasks, the 401st, and what it costs at rest",
  async measure(bench) {
    const values = { count: bench.sized(100_000), shortest: 0, longest: 0 };
    const server = await bench.serve({ socketsPerAddress: 2 * mostVolunteers });
    const room = await openRoom(bench, { volunteers: 0, origin: server.origin });
    const { coordinator, coordinatorBrowser, volunteerBrowser } = room;
    try {
      const idle = await restingShares(room);
      const memoryBefore = await memoryOf(coordinatorBrowser);
      /** @type {{ api: Crowd }[]} */
      const opened = await Promise.all(
        Array.from({ length: pages }, () => openBenchPage(volunteerBrowser, server.origin, "crowd")),
      );
      const crowds = opened.map(({ api }) => api);
      await Promise.all(crowds.map((crowd) => crowd.open()));
      const joinSeconds = await fillRoom(room, crowds, mostVolunteers);
      const full = await bench.profiled("rooms-at-rest", [coordinatorBrowser], () => restingShares(room));
      const memory = (await memoryOf(coordinatorBrowser)) - memoryBefore;
      await requireRefusal(room);
      const cpuBefore = await cpuSeconds(coordinatorBrowser, "all");
      const run = await bench.profiled("rooms", [coordinatorBrowser], () => coordinator.run("squares", values));
      const cpu = (await cpuSeconds(coordinatorBrowser, "all")) - cpuBefore;
      await requireRight(room, values);
      const { longestTaskCpuMs } = await longestTaskWhile(room.page, () => coordinator.run("squares", values));
      await requireRight(room, values);
      const word = values.count.toLocaleString("en");
      return [
        { figure: `${mostVolunteers} volunteers, all in after`, better: "less", ours: joinSeconds },
        { figure: `${word} squares by ${mostVolunteers} volunteers`, better: "less", ours: run.wallMs / 1_000 },
        { figure: "the coordinator's computing meanwhile", better: "less", ours: cpu },
        {
          figure: "longest task of the coordinator's page meanwhile",
          unit: "ms",
          better: "less",
          ours: run.longestTaskMs,
        },
        {
          figure: "most computing in one of its tasks, the job again",
          unit: "ms",
          better: "less",
          ours: longestTaskCpuMs,
        },
        { figure: "the coordinator's memory for them", unit: "MB", better: "less", ours: memory / 1_000_000 },
        share("the page's main thread at rest", full.mainThread - idle.mainThread),
        share("all of the coordinator's browser at rest", full.browser - idle.browser),
      ];
    } finally {
      await room.close();
    }
  },
};
