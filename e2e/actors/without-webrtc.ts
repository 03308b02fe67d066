import type { Page } from "@playwright/test";

/** The page has no direct links: what it has passes the server, which tells at once when the page is gone. */
export async function removeWebRtc(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) Reflect.deleteProperty(window, name);
  });
}
