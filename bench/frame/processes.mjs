import { readFileSync } from "node:fs";

/** @typedef {import("./types.ts").OwnBrowser} OwnBrowser */

/** Milliseconds between two readings of memory. */
const everyMs = 100;

/**
 * The processes of a browser that run pages, or all of them.
 * @param {OwnBrowser} own @param {"renderers" | "all"} which
 * @returns {Promise<{ id: number, cpuSeconds: number }[]>}
 */
async function processesOf({ browser }, which) {
  const tools = await browser.newBrowserCDPSession();
  const { processInfo } = await tools.send("SystemInfo.getProcessInfo");
  await tools.detach();
  return processInfo
    .filter(({ type }) => which === "all" || type === "renderer")
    .map(({ id, cpuTime }) => ({ id, cpuSeconds: cpuTime }));
}

/**
 * Seconds of processor time so far.
 * @param {OwnBrowser} own @param {"renderers" | "all"} which
 */
export async function cpuSeconds(own, which) {
  return (await processesOf(own, which)).reduce((sum, process) => sum + process.cpuSeconds, 0);
}

/**
 * Makes a function that gives the seconds of processor time of a page's main thread since this call.
 * @param {import("@playwright/test").Page} page
 */
export async function watchMainThread(page) {
  const tools = await page.context().newCDPSession(page);
  await tools.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await tools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
  };
}

/**
 * Bytes of private memory of a browser's pages; NaN if the system does not tell.
 * @param {readonly number[]} ids
 */
function residentBytes(ids) {
  try {
    return ids.reduce((sum, id) => sum + 1_024 * Number(/^RssAnon:\s+(\d+)/m.exec(statusOf(id))?.[1] ?? 0), 0);
  } catch {
    return NaN;
  }
}

/** @param {number} id */
function statusOf(id) {
  return readFileSync(`/proc/${id}/status`, "utf8");
}

/** @param {OwnBrowser} own */
export async function memoryOf(own) {
  return residentBytes((await processesOf(own, "renderers")).map(({ id }) => id));
}

/**
 * Bytes by which the pages of a browser grow at most while `work` is done, and how many they have then.
 * @template Result
 * @param {OwnBrowser} own @param {() => Promise<Result>} work
 */
export async function growthDuring(own, work) {
  const ids = (await processesOf(own, "renderers")).map(({ id }) => id);
  const before = residentBytes(ids);
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, residentBytes(ids))), everyMs);
  try {
    const result = await work();
    const mostBytes = Math.max(most, residentBytes(ids));
    return { result, growthBytes: mostBytes - before, mostBytes };
  } finally {
    clearInterval(timer);
  }
}
