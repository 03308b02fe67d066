/** @typedef {{ longestTaskMs: number, longestTaskCpuMs: number }} LongestTask */

const includedCategories = ["disabled-by-default-devtools.timeline", "devtools.timeline"];

/** @param {unknown} named */
function isMainThread(named) {
  return typeof named === "object" && named !== null && "name" in named && named.name === "CrRendererMain";
}

/**
 * The longest task of a page's main thread while `work` is done, in wall-clock and in processor time. Reads a trace, which has
 * processor times, unlike `PerformanceObserver`. The trace slows the page.
 * @param {import("@playwright/test").Page} page @param {() => Promise<unknown>} work
 * @returns {Promise<LongestTask>}
 */
export async function longestTaskWhile(page, work) {
  const session = await page.context().newCDPSession(page);
  /** @type {Set<string>} */
  const mainThreads = new Set();
  /** @type {Map<string, LongestTask>} By thread. */
  const longest = new Map();
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const { name, pid, tid, dur, tdur, args } of value) {
      const thread = `${pid} ${tid}`;
      if (name === "thread_name" && isMainThread(args)) mainThreads.add(thread);
      if (name !== "RunTask") continue;
      const { longestTaskMs, longestTaskCpuMs } = longest.get(thread) ?? { longestTaskMs: 0, longestTaskCpuMs: 0 };
      // The trace counts microseconds.
      longest.set(thread, {
        longestTaskMs: Math.max(longestTaskMs, Number(dur ?? 0) / 1_000),
        longestTaskCpuMs: Math.max(longestTaskCpuMs, Number(tdur ?? 0) / 1_000),
      });
    }
  });
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  /** @type {Promise<{ dataLossOccurred: boolean }>} */
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  try {
    await work();
  } finally {
    await session.send("Tracing.end");
  }
  const { dataLossOccurred } = await complete;
  await session.detach();
  const ofMainThreads = [...longest].filter(([thread]) => mainThreads.has(thread)).map(([, task]) => task);
  if (dataLossOccurred || ofMainThreads.length === 0) throw new Error("the browser's trace is not whole");
  return {
    longestTaskMs: Math.max(...ofMainThreads.map(({ longestTaskMs }) => longestTaskMs)),
    longestTaskCpuMs: Math.max(...ofMainThreads.map(({ longestTaskCpuMs }) => longestTaskCpuMs)),
  };
}
