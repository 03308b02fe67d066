import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where Chrome or Chromium is on the systems people use; the first that exists is taken. */
const installed = [
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * The path of a browser that tests and the demo can drive, or null.
 * `TABPOOL_BROWSER` names one; then an installed Chrome or Chromium, then Playwright's own download.
 */
export function findBrowser() {
  const named = process.env["TABPOOL_BROWSER"];
  if (named !== undefined && named !== "") return named;
  return [...installed, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/**
 * What Playwright itself turns off, listed again: Chromium heeds the last `--disable-features` only, and ours is it.
 * The first one is ours: with it off, pages offer plain addresses, since nobody answers for `.local` names here.
 */
const disabledFeatures = [
  "WebRtcHideLocalIpsWithMdns",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "TcpPortRandomizationWin",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

/** Keeps the browser off the network and its data channels on plain addresses; the sandbox cannot start as root. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  `--disable-features=${disabledFeatures.join(",")}`,
];
