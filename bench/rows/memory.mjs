import { readFileSync } from "node:fs";
import { heapBytes } from "../frame/heap.mjs";
import { joinRoom, openCoordinator, openHouse } from "../../scripts/room.mjs";

/** The number of every task. All values `1000 * 1000 = 1000000` have `valueBytes` bytes with their length, and can be subtracted. */
const number = 1_000;
const valueBytes = 22;

/**
 * @typedef {object} Memory
 * @property {number} tasks
 * @property {number} valueBytes Bytes of each task's encoded value.
 * @property {number} heapBytes Bytes of JavaScript's heap and buffers, without those before the job.
 * @property {number} bytesATask Bytes of those for each task, without its value.
 * @property {number | null} residentBytes Bytes of the whole renderer process on Linux; null on other systems.
 * @property {number} seconds Seconds that the job took.
 */

/**
 * Runs a job of squares through one volunteer in a process of its own. Measures the coordinator's page after the job and a
 * garbage collection, while the table shows the job, unsorted and without a search.
 * @param {number} tasks
 * @returns {Promise<Memory>}
 */
async function measureMemory(tasks) {
  const [house, away] = [await openHouse(), await openHouse()];
  if (house === null || away === null) throw new Error("there is no browser to measure with");
  try {
    const query = `?count=${tasks}&smallest=${number}&largest=${number}&sleep=0`;
    const { page, joinLink } = await openCoordinator(house.browser, house.origin, query);
    const volunteer = await joinRoom(away.browser, joinLink, { name: "volunteer", slots: 1 });
    await page.getByRole("region", { name: "List of volunteers" }).getByText("volunteer").waitFor();
    const before = await heapBytes(page);
    const from = performance.now();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByText(/: done in/).waitFor({ timeout: 0 });
    const seconds = (performance.now() - from) / 1_000;
    await volunteer.close({ runBeforeUnload: true });
    await page.getByText(/^1 left: /).waitFor();
    const heap = (await heapBytes(page)) - before;
    const residentBytes = await residentBytesOf(house.browser);
    return { tasks, valueBytes, heapBytes: heap, bytesATask: heap / tasks - valueBytes, residentBytes, seconds };
  } finally {
    await house.close();
    await away.close();
  }
}

/**
 * Bytes of the largest renderer, which is the page's.
 * @param {import("@playwright/test").Browser} browser
 */
async function residentBytesOf(browser) {
  if (process.platform !== "linux") return null;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => sizeOfProcess(id));
  return Math.max(...sizes);
}

/** @param {number} id */
function sizeOfProcess(id) {
  const [, kilobytes = "0"] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8")) ?? [];
  return 1_024 * Number(kilobytes);
}

const megabyte = 1e6;

/** @type {import("../frame/types.ts").Row} */
export default {
  name: "memory",
  unit: "bytes",
  once: true,
  about: "what ten million tasks leave in the coordinator's page, when their job is over",
  async measure(bench) {
    const tasks = bench.sized(10_000_000);
    const memory = await measureMemory(tasks);
    const { residentBytes } = memory;
    const what = `${tasks.toLocaleString("en-US")} tasks`;
    /** @type {import("../frame/types.ts").Measurement[]} */
    const figures = [
      { figure: `${what}, each beside its value of ${valueBytes} bytes`, better: "less", ours: memory.bytesATask },
      { figure: `${what}, heap and buffers`, unit: "MB", better: "less", ours: memory.heapBytes / megabyte },
    ];
    if (residentBytes !== null) {
      figures.push({
        figure: `${what}, the whole process`,
        unit: "MB",
        better: "less",
        ours: residentBytes / megabyte,
      });
    }
    return figures;
  },
};
