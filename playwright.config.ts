import { defineConfig } from "@playwright/test";
import { browserFlags, findBrowser } from "./scripts/browser.mjs";

const executablePath = findBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // More than twice the cores that there may be: each test runs a server and several tabs, which sleep for half of the time, as their
  // tasks do.
  workers: 5,
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
