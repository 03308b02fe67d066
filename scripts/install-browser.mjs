import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { findBrowser } from "./browser.mjs";
import { root } from "./preconditions.mjs";

/** Milliseconds until a download is given up, so that it cannot hang the tests. */
const downloadLimitMs = 10 * 60_000;

/**
 * @param {string} command
 * @param {string[]} argv
 */
function succeeds(command, argv) {
  return spawnSync(command, argv, { cwd: root, stdio: "inherit", timeout: downloadLimitMs }).status === 0;
}

/** The path of a browser that starts, or null. Without the system's libraries it does not even print its version. */
function startingBrowser() {
  const path = findBrowser();
  if (path === null) return null;
  return spawnSync(path, ["--version"], { stdio: "ignore", timeout: 60_000 }).status === 0 ? path : null;
}

function installFromPlaywright() {
  console.log("Installing Playwright's Chromium…");
  return succeeds(process.execPath, [join(root, "node_modules/@playwright/test/cli.js"), "install", "chromium"]);
}

function installFromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false;
  console.log("Installing Debian's Chromium…");
  if (!succeeds("apt-get", ["update"])) return false;
  // Older releases have no shell.
  return ["chromium-headless-shell", "chromium"].some((name) => succeeds("apt-get", ["install", "-y", name]));
}

/** The path of a browser that starts. Installs one if needed; null if that fails. */
export function requireBrowser() {
  const named = process.env["TABPOOL_BROWSER"] ?? "";
  const path = startingBrowser();
  if (path !== null) return path;
  if (named !== "") {
    console.error(`tabpool: TABPOOL_BROWSER names "${named}", which does not start.`);
    return null;
  }
  for (const install of [installFromPlaywright, installFromDebian]) {
    const installed = install() ? startingBrowser() : null;
    if (installed !== null) return installed;
  }
  console.error("tabpool: no browser could be found or installed; TABPOOL_BROWSER can name a Chrome or Chromium.");
  return null;
}
