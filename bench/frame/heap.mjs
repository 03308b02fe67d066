/**
 * Bytes of the page's JavaScript heap and its buffers, after a collection of garbage.
 * @param {import("@playwright/test").Page} page
 */
export async function heapBytes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const usage = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
