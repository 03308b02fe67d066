import type { CDPSession, Page } from "@playwright/test";

/** Kills the page's renderer: no goodbye, no event in the page. */
export async function crash(page: Page): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  // No answer comes, since the process is gone.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
}
