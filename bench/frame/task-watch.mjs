/**
 * The tasks of the page's main thread, from its trace: unlike `PerformanceObserver` it tells the computing in a task
 * from the time in which the machine did something else.
 * @param {import("@playwright/test").Page} page
 */
export async function watchTasks(page) {
  const session = await page.context().newCDPSession(page);
  let longest = 0;
  let longestCpu = 0;
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const { name, dur, tdur } of value) {
      if (name !== "RunTask") continue;
      longest = Math.max(longest, Number(dur ?? 0));
      longestCpu = Math.max(longestCpu, Number(tdur ?? 0));
    }
  });
  return {
    start: async () => {
      longest = 0;
      longestCpu = 0;
      const includedCategories = ["disabled-by-default-devtools.timeline", "devtools.timeline"];
      await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
    },
    stop: async () => {
      const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
      await session.send("Tracing.end");
      await complete;
      // The trace counts microseconds.
      return { longestTaskMs: longest / 1_000, longestTaskCpuMs: longestCpu / 1_000 };
    },
  };
}

/**
 * The most computing, in milliseconds, of one task of the page's main thread while `work` is done. To trace slows the page.
 * @param {import("@playwright/test").Page} page @param {() => Promise<unknown>} work
 */
export async function mostComputingInOneTask(page, work) {
  const watch = await watchTasks(page);
  await watch.start();
  await work();
  return (await watch.stop()).longestTaskCpuMs;
}
