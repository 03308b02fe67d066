/** @typedef {import("@playwright/test").Page} Page */

/**
 * The functions of a page's `bench`. Arguments and results are JSON.
 * @param {Page} page
 * @returns {any} Whatever functions the page offers.
 */
function remote(page) {
  const call =
    (/** @type {string | symbol} */ name) =>
    (/** @type {unknown[]} */ ...parameters) =>
      page.evaluate(`bench.${String(name)}(...${JSON.stringify(parameters)})`);
  return new Proxy({}, { get: (_, name) => call(name) });
}

/**
 * Opens one of the bench's pages in a context, and thus a renderer process, of its own.
 * @template Api
 * @param {import("./types.ts").OwnBrowser} browser @param {string} origin @param {string} name
 * @param {string} [before] Runs before the page's own scripts.
 * @returns {Promise<{ page: Page, api: import("./types.ts").Remote<Api> }>}
 */
export async function openBenchPage({ browser }, origin, name, before = "") {
  const page = await (await browser.newContext()).newPage();
  await page.addInitScript(before);
  await page.goto(`${origin}/bench/pages/${name}.html`);
  await page.waitForFunction("globalThis.bench !== undefined");
  return { page, api: remote(page) };
}
