import type { Page } from "@playwright/test";

/** Resolves to the moment at which the coordinator's page shows that a volunteer is gone, in milliseconds since 1970. */
export async function departureSeenAt(page: Page, volunteer: string): Promise<number> {
  return page.evaluate(async (name) => {
    const isGone = (): boolean =>
      Array.from(document.querySelectorAll('[aria-label="Volunteers who left"] strong')).some((head) =>
        head.textContent.startsWith(name),
      );
    while (!isGone()) await new Promise(requestAnimationFrame);
    return Date.now();
  }, volunteer);
}
