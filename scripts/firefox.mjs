import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineBrowserProvider } from "@vitest/browser";

/** Paths of Firefox on common systems. The first one that exists is used. */
const installed = [
  "/usr/bin/firefox",
  "/usr/bin/firefox-esr",
  "/snap/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/** The path of a Firefox for tests, or null: the one that `TABPOOL_FIREFOX` names, or an installed one. */
export function findFirefox() {
  const named = process.env["TABPOOL_FIREFOX"];
  if (named !== undefined && named !== "") return named;
  return installed.find((path) => existsSync(path)) ?? null;
}

/** Settings that keep Firefox off the network, except for the page under test. */
const preferences = {
  "app.update.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "http://127.0.0.1:9",
  "toolkit.telemetry.server": "http://127.0.0.1:9",
};

/** Opens the page of the tests in an installed Firefox. The tests connect to Vitest from there. */
class InstalledFirefox {
  name = "installed-firefox";
  supportsParallelism = false;
  /** @type {Map<string, { readonly child: import("node:child_process").ChildProcess, readonly profile: string }>} */
  #open = new Map();
  #path;

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
  }

  getCommandsContext() {
    return {};
  }

  /** @param {string} session @param {string} url */
  async openPage(session, url) {
    const profile = mkdtempSync(join(tmpdir(), "tabpool-firefox-"));
    const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
    writeFileSync(join(profile, "user.js"), lines.join("\n"));
    const child = spawn(this.#path, ["--headless", "--no-remote", "--profile", profile, url], { stdio: "ignore" });
    this.#open.set(session, { child, profile });
  }

  async close() {
    for (const { child, profile } of this.#open.values()) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
      rmSync(profile, { recursive: true, force: true });
    }
    this.#open.clear();
  }
}

/** @param {string} path */
export function firefoxAt(path) {
  return defineBrowserProvider({
    name: "installed-firefox",
    options: {},
    providerFactory: () => new InstalledFirefox(path),
  });
}
