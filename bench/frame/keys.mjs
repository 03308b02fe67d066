/** Milliseconds between two keys, as a person types. */
const everyMs = 50;

/**
 * Presses a key without effect again and again until `work` is done. The page measures the delay of each.
 * @template Result
 * @param {import("@playwright/test").Page} page
 * @param {() => Promise<Result>} work
 */
export async function whileTyping(page, work) {
  const over = new AbortController();
  const typing = (async () => {
    while (!over.signal.aborted) {
      await page.keyboard.press("Shift");
      await new Promise((resolve) => {
        setTimeout(resolve, everyMs);
      });
    }
  })();
  try {
    return await work();
  } finally {
    over.abort();
    await typing;
  }
}
