import type { BrowserContextOptions } from "@playwright/test";

/** A small phone, with the bars of its browser. */
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 640 },
  userAgent:
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36",
  hasTouch: true,
  isMobile: true,
};

/** An iPad, which says that it is a Mac, and has no mouse. */
export const tablet: BrowserContextOptions = {
  viewport: { width: 820, height: 1180 },
  userAgent:
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  hasTouch: true,
  isMobile: true,
};
