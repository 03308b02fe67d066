import { networkInterfaces } from "node:os";
import { chromium } from "@playwright/test";
import { runnerImport } from "vite";
import { build, isBuilt } from "./build.mjs";
import { browserFlags } from "./browser.mjs";
import { requireBrowser } from "./install-browser.mjs";
import { root } from "./preconditions.mjs";

/**
 * Starts a server of the built app on a free port, and a headless browser. On loopback, or for pictures at this machine's own
 * address, as a class sees it. `null` if one of them cannot be started; the reason is on the terminal then.
 * @param {"loopback" | "own address"} [at]
 */
export async function openHouse(at = "loopback") {
  const executablePath = requireBrowser();
  if (executablePath === null) return null;
  if (!isBuilt() && !(await build())) {
    console.error("tabpool: the build failed; its own message is above.");
    return null;
  }
  // Bundled, since the oldest supported Node cannot load TypeScript by itself.
  /** @type {{ module: typeof import("../signaling/server.ts") }} */
  const { module } = await runnerImport("/signaling/server.ts", { root, configFile: false, logLevel: "error" });
  const host = (at === "own address" ? ownAddress() : undefined) ?? "127.0.0.1";
  const options = { host, appRoot: `${root}/dist/app` };
  let server = await module.startServer({ ...options, port: 0 });
  const { port } = server;
  const origin = `http://${host}:${port}`;
  const browser = await chromium.launch({ executablePath, args: browserFlags });
  return {
    origin,
    browser,
    server: {
      origin,
      /** Stops the server, which loses all its state. */
      stop: () => server.close(),
      /** Starts a new server on the same port. */
      start: async () => {
        server = await module.startServer({ ...options, port });
      },
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

function ownAddress() {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}

/**
 * Opens a room with this query. Resolves to its page and its join link.
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
 * Opens a volunteer in a context of its own, which joins without a click.
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
