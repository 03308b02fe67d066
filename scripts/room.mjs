import { chromium } from "@playwright/test";
import { runnerImport } from "vite";
import { build, isBuilt } from "./build.mjs";
import { browserFlags } from "./browser.mjs";
import { requireBrowser } from "./install-browser.mjs";
import { root } from "./preconditions.mjs";

/**
 * A real server of the built app on a free loopback port, and a headless browser to visit it with. `null` where one of
 * them cannot be had; the reason has been said.
 */
export async function openHouse() {
  const executablePath = requireBrowser();
  if (executablePath === null) return null;
  if (!isBuilt() && !(await build())) {
    console.error("tabpool: the build failed; its own message is above.");
    return null;
  }
  // The server is TypeScript, which the oldest Node that is supported cannot load by itself.
  /** @type {{ module: typeof import("../signaling/server.ts") }} */
  const { module } = await runnerImport("/signaling/server.ts", { root, configFile: false, logLevel: "error" });
  const server = await module.startServer({ port: 0, host: "127.0.0.1", appRoot: `${root}/dist/app` });
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  return {
    origin: `http://127.0.0.1:${server.port}`,
    browser,
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Opens a room with this query and gives its page and its join link.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} origin
 * @param {string} query
 * @param {import("@playwright/test").BrowserContextOptions} [options]
 */
export async function openCoordinator(browser, origin, query, options = {}) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${origin}/coordinator${query}`);
  const link = page.getByRole("textbox", { name: "Join link" });
  await link.waitFor();
  const { search, hash } = new URL(await link.inputValue());
  return { page, joinLink: `${origin}/worker${search}${hash}` };
}

/**
 * A volunteer in a context of its own that joins without a click.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} joinLink
 * @param {{ name: string, slots?: number }} identity
 * @param {import("@playwright/test").BrowserContextOptions} [options]
 */
export async function joinRoom(browser, joinLink, { name, slots = 1 }, options = {}) {
  const page = await (await browser.newContext(options)).newPage();
  const url = new URL(joinLink);
  url.searchParams.set("name", name);
  url.searchParams.set("slots", String(slots));
  url.searchParams.set("autojoin", "1");
  await page.goto(url.href);
  return page;
}
