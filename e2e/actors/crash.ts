import type { CDPSession, Page } from "@playwright/test";

/** The renderer dies at once: no goodbye, no event in the page. */
export async function crash(page: Page): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // The answer never comes: the process that would give it is gone.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
}
