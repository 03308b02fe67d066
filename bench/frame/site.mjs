import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { chromium } from "@playwright/test";
import { runnerImport } from "vite";
import { browserFlags } from "../../scripts/browser.mjs";
import { root } from "../../scripts/preconditions.mjs";

/**
 * Builds the app with the bench's pages into dist/bench.
 * @param {{ isReadable: boolean }} options Readable: with the functions' own names, for profiles.
 */
export async function buildSite({ isReadable }) {
  const argv = ["build", "--mode", "bench", "--logLevel", "error", ...(isReadable ? ["--minify", "false"] : [])];
  const child = spawn(process.execPath, [`${root}/node_modules/vite/bin/vite.js`, ...argv], {
    cwd: root,
    stdio: "inherit",
  });
  /** @type {number | null} */
  const code = await new Promise((resolve) => {
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error("the build failed; its own message is above");
}

/**
 * Starts the shipped server with the bench's build.
 * @param {Partial<import("../../signaling/limits.ts").SignalingLimits>} [limits] As shipped where they are not given.
 */
export async function serveSite(limits = {}) {
  // Bundled, since the oldest supported Node cannot load TypeScript by itself.
  /** @type {{ module: typeof import("../../signaling/server.ts") }} */
  const { module } = await runnerImport("/signaling/server.ts", { root, configFile: false, logLevel: "error" });
  const server = await module.startServer({ port: 0, host: "127.0.0.1", appRoot: `${root}/dist/bench`, limits });
  return { origin: server.origin, close: () => server.close() };
}

/**
 * Starts a Chromium.
 * @param {string} executablePath @param {boolean} isDebuggable
 * @returns {Promise<import("./types.ts").OwnBrowser>}
 */
export async function launchBrowser(executablePath, isDebuggable) {
  const debuggingPort = isDebuggable ? await freePort() : null;
  const args = debuggingPort === null ? browserFlags : [...browserFlags, `--remote-debugging-port=${debuggingPort}`];
  return { browser: await chromium.launch({ executablePath, args }), debuggingPort };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
