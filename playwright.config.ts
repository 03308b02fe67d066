import { totalmem } from "node:os";
import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./scripts/browser.mjs";

const executablePath = findBrowser();

/**
 * Four times the cores that there may be: each test runs a server and several tabs, which sleep for most of the time, as their tasks do. Four
 * workers left two cores idle for half of it. Each has a browser of its own, for which a machine needs a gigabyte.
 */
const workers = Math.min(8, Math.max(2, Math.floor(totalmem() / 1e9) - 1));

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  // A slow machine is to need more time and nothing else; how long one thing is waited for is in e2e/actors/expect.ts.
  timeout: 240_000,
  reporter: [["line"], ["json", { outputFile: ".cache/reports/e2e.json" }]],
  use: {
    browserName: "chromium",
    headless: true,
    // Recording takes 40 % more computing (91 s became 128 s); `npx playwright test --trace on` does it where it is wanted.
    trace: "off",
    launchOptions: { args: browserFlags, ...(executablePath === null ? {} : { executablePath }) },
  },
});
