import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/**
 * Paths of Chrome or Chromium on common systems. The first one that exists is used. Nothing here needs windows, which cost a quarter
 * of all computing where browsers have them: the shell without any comes first.
 */
const installed = [
  "/usr/bin/chromium-headless-shell",
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
 * The path of a browser for tests and the demo, or null. In order: the one that `TABPOOL_BROWSER` names, an installed Chrome or
 * Chromium, Playwright's own download.
 */
export function findBrowser() {
  const named = process.env["TABPOOL_BROWSER"];
  if (named !== undefined && named !== "") return named;
  return [...installed, chromium.executablePath()].find((path) => existsSync(path)) ?? null;
}

/**
 * Features to turn off. Playwright's own list is repeated, since Chromium heeds the last `--disable-features` only. The first
 * ones are ours. Without mDNS pages offer plain addresses instead of `.local` names, which nothing resolves here. The address
 * bar's suggestions are pages of the browser's own: each new window loaded two of them, for two seconds of a core.
 */
const disabledFeatures = [
  "WebRtcHideLocalIpsWithMdns",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
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

/** Flags that keep the browser off the network and let data channels use plain addresses. Its sandbox cannot start as root. */
export const browserFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A sandbox has a process of its own, as it has in browsers with windows.
  "--site-per-process",
  `--disable-features=${disabledFeatures.join(",")}`,
];
